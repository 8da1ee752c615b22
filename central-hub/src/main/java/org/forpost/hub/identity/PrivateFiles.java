package org.forpost.hub.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Directories of secrets that appear whole or not at all, and never replace anything.
///
/// The sequence of system calls: `mkdir(0700)` of a neighbour, `open(O_CREAT|O_EXCL, 0600)`,
/// `write`, `fsync` of each file, `fsync` of each directory, `rename` onto the final name (which
/// fails unless that is absent or an empty directory: rename(2), ENOTEMPTY), `fsync` of the parent.
/// The permissions are given at creation, since a `chmod` afterwards leaves a moment in which
/// others can open the file.
final class PrivateFiles {
    private PrivateFiles() {}

    /// What fills the directory that is being made.
    interface Filling {
        void fill(Path directory) throws IOException;
    }

    /// Makes `target` with what `filling` writes.
    ///
    /// @throws FileAlreadyExistsException if `target` is there and not empty
    static void createWhole(Path target, Filling filling) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = parentOf(absolute);
        Files.createDirectories(parent);
        Path draft =
                parent.resolve(
                        "."
                                + absolute.getFileName()
                                + ".draft-"
                                + ProcessHandle.current().pid()
                                + "-"
                                + System.nanoTime());
        createDirectory(draft);
        boolean done = false;
        try {
            filling.fill(draft);
            sync(draft);
            moveOnto(draft, absolute);
            done = true;
            sync(parent);
        } finally {
            if (!done) {
                deleteTree(draft);
            }
        }
    }

    private static Path parentOf(Path absolute) throws IOException {
        @Nullable Path parent = absolute.getParent();
        if (parent == null) {
            throw new FileAlreadyExistsException(absolute.toString());
        }
        return parent;
    }

    private static void moveOnto(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException e) {
            throw occupied(target, e);
        } catch (FileSystemException e) {
            // The JDK maps ENOTEMPTY of an atomic move to no type of its own.
            if (Files.exists(target)) {
                throw occupied(target, e);
            }
            throw e;
        }
    }

    private static FileAlreadyExistsException occupied(Path target, IOException cause) {
        var occupied = new FileAlreadyExistsException(target.toString());
        occupied.initCause(cause);
        return occupied;
    }

    static Path createDirectory(Path directory) throws IOException {
        return Files.createDirectory(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    static void write(Path file, String text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// Writes a file in the place of any before it, durably: it is the old one or the new one.
    static void replace(Path file, String text) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        write(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        sync(parentOf(file.toAbsolutePath()));
    }

    /// Makes a directory's entries durable; Linux lets a directory be opened for reading and
    /// forced.
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
