package org.forpost.protocol.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bundle as a folder of files, on a stick that anybody may have written.
///
/// Nothing but plain files is opened, none of them through a link: a pipe would hold a reader for
/// ever, a device would never end. A file is written under another name, forced (fsync(2)),
/// renamed, and the folder forced, where its file system can do that (FAT's cannot always).
public final class FileStoreMedium implements Medium {
    private final Path folder;

    private FileStoreMedium(Path folder) {
        this.folder = folder;
    }

    /// A folder that is there.
    ///
    /// @throws IOException when it is not, or is something else than a folder
    public static FileStoreMedium open(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + ": expected a folder, found " + kind(folder));
        }
        return new FileStoreMedium(folder);
    }

    /// The same, made if it is not there.
    public static FileStoreMedium create(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        }
        return open(folder);
    }

    private static String kind(Path file) throws IOException {
        BasicFileAttributes found;
        try {
            found =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return "nothing";
        }
        return found.isSymbolicLink()
                ? "a link"
                : found.isDirectory() ? "a folder" : found.isOther() ? "a device" : "a file";
    }

    @Override
    public byte @Nullable [] read(String name, int most) throws IOException {
        Path file = folder.resolve(name);
        String kind = kind(file);
        if (kind.equals("nothing")) {
            return null;
        }
        if (!kind.equals("a file")) {
            throw new IOException(name + ": expected a file, found " + kind);
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long length = channel.size();
            if (length > most) {
                throw new IOException(
                        name + ": expected at most " + most + " bytes, found " + length);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) length);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new IOException(name + ": it became shorter while it was read");
                }
            }
            return bytes.array();
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            throw why.startsWith(name) ? e : new IOException(name + ": " + why, e);
        }
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        Path part = folder.resolve(name + ".part");
        Files.deleteIfExists(part);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            throw e; // it names the file
        } catch (IOException e) {
            try {
                Files.deleteIfExists(part); // on a full stick it would hold the room that is left
            } catch (IOException gone) {
                e.addSuppressed(gone);
            }
            throw new IOException(folder.resolve(name) + ": " + e.getMessage(), e);
        }
        force();
    }

    @Override
    public void delete(String name) throws IOException {
        if (Files.deleteIfExists(folder.resolve(name))) {
            force();
        }
    }

    private void force() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // exFAT and some network folders refuse this. A name that is lost again only means that
            // the file is packed again; what was promised stands in the journal and the ledger.
            return;
        }
    }

    @Override
    public long length(String name) throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(
                            folder.resolve(name),
                            BasicFileAttributes.class,
                            LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile() ? found.size() : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public long room() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }
}
