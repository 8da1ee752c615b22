package org.forpost.edge.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.forpost.protocol.release.Manifest;

/// One release on the disk: the length of its signed manifest (4 bytes), the manifest, the content.
/// Not trusted when read: whoever reads it verifies it again.
///
/// What makes a replacement survive a power cut, in order: write a new file, `fsync(2)` it,
/// `rename(2)` it over the old one, `fsync(2)` the folder. At any moment either the old or the new
/// release is whole.
final class ReleaseFile {
    /// A manifest is about 200 bytes signed.
    private static final int MAX_MANIFEST = 4096;

    private final Path folder;
    private final Path file;

    /// @param folder exists
    ReleaseFile(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
    }

    record Stored(byte[] signedManifest, byte[] content) {}

    void write(byte[] signedManifest, byte[] content) throws IOException {
        Path fresh = folder.resolve(file.getFileName() + ".new");
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(4).putInt(signedManifest.length).flip();
            for (ByteBuffer part :
                    new ByteBuffer[] {
                        length, ByteBuffer.wrap(signedManifest), ByteBuffer.wrap(content)
                    }) {
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
            out.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /// @return empty when there is none
    /// @throws IOException also when the file cannot be what [#write] wrote
    Optional<Stored> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        long size = Files.size(file);
        if (size < 4 || size > 4L + MAX_MANIFEST + Manifest.MAX_CONTENT_BYTES) {
            throw new IOException(file + " has " + size + " bytes, which no release has");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int length = bytes.getInt();
        if (length < 0 || length > Math.min(MAX_MANIFEST, bytes.remaining())) {
            throw new IOException(file + " does not begin with a manifest");
        }
        byte[] manifest = new byte[length];
        bytes.get(manifest);
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        return Optional.of(new Stored(manifest, content));
    }
}
