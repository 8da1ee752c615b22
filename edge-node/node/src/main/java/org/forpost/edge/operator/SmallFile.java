package org.forpost.edge.operator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A few hundred bytes that a restart must not forget, replaced as a whole: written anew, forced,
/// renamed, the folder forced.
///
/// Not signed: whoever can write here could also change the program.
final class SmallFile {
    /// As many entries as a lane can have, at 60 bytes each.
    private static final int MAX_BYTES = 256 << 10;

    private final Path file;

    /// @param file in a folder that exists
    SmallFile(Path file) {
        this.file = file;
    }

    /// @return empty when there is none
    Optional<byte[]> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": at most " + MAX_BYTES + " bytes expected");
        }
        return Optional.of(Files.readAllBytes(file));
    }

    void write(byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder =
                FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
