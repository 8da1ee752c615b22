package org.forpost.protocol.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// Segments as files of one folder.
///
/// What makes a write survive a power cut, in order: `write(2)` to the file, `fdatasync(2)` on it
/// (`FileChannel.force(false)`; it also writes out a changed size, see fdatasync(2)), and once for
/// each new name `fsync(2)` on the folder (fsync(2), notes).
public final class FileStore implements Store {
    private static final String SUFFIX = ".fpj";

    private final Path folder;

    /// @param folder made if it is not there; only its owner may enter
    public FileStore(Path folder) throws IOException {
        this.folder = folder;
        if (!Files.isDirectory(folder)) {
            Path there = folder.toAbsolutePath().normalize();
            Path parent = there;
            while (parent.getParent() != null && !Files.isDirectory(parent)) {
                parent = parent.getParent();
            }
            Files.createDirectories(there);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(
                        folder,
                        java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
            }
            for (Path made = there.getParent();
                    made != null && made.startsWith(parent);
                    made = made.getParent()) {
                syncFolder(made);
            }
        }
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public Segment create(String name) throws IOException {
        return new FileSegment(
                FileChannel.open(
                        folder.resolve(name),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
    }

    @Override
    public Segment open(String name) throws IOException {
        return new FileSegment(
                FileChannel.open(
                        folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    public void syncDirectory() throws IOException {
        syncFolder(folder);
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static final class FileSegment implements Segment {
        private final FileChannel channel;
        private long end;

        FileSegment(FileChannel channel) throws IOException {
            this.channel = channel;
            try {
                if (channel.tryLock() == null) {
                    throw new IOException("another program has this journal open: stop it first");
                }
                this.end = channel.size();
            } catch (OverlappingFileLockException e) {
                // This process holds it already, so no other one does.
                this.end = channel.size();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public long size() {
            return end;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long at = end;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
            end = at;
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public byte[] read(long offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new EOFException(
                            "segment ends at " + channel.size() + ", wanted " + (offset + length));
                }
            }
            return buffer.array();
        }

        @Override
        public void overwrite(long offset, byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
            end = size;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
