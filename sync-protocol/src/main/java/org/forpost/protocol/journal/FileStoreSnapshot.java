package org.forpost.protocol.journal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The segments of a [FileStore] as they are now, while their node goes on writing: takes no lock
/// and writes nothing. Whatever a journal that is opened on it would write stays in memory and is
/// forgotten.
///
/// What it shows is durable: each file is forced (fdatasync(2)) after its length was looked at, so
/// that nobody is told of an entry that a power cut could still take back.
public final class FileStoreSnapshot implements Store {
    private final Path folder;

    /// Bytes of each file that are shown.
    private final Map<String, Long> lengths = new TreeMap<>();

    private final Map<String, ByteArrayOutputStream> made = new HashMap<>();

    public FileStoreSnapshot(Path folder) throws IOException {
        this.folder = folder;
        for (String name : new FileStoreReader(folder).names()) {
            try (FileChannel file = FileChannel.open(folder.resolve(name))) {
                lengths.put(name, file.size());
                file.force(false);
            }
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(lengths.keySet());
    }

    @Override
    public Segment create(String name) throws IOException {
        if (lengths.putIfAbsent(name, 0L) != null) {
            throw new IOException("the name " + name + " is taken");
        }
        made.put(name, new ByteArrayOutputStream());
        return open(name);
    }

    @Override
    public Segment open(String name) throws IOException {
        Long length = lengths.get(name);
        if (length == null) {
            throw new IOException("no segment " + name);
        }
        ByteArrayOutputStream own = made.get(name);
        return own == null
                ? new Shown(FileChannel.open(folder.resolve(name)), length)
                : new Made(own);
    }

    @Override
    public void delete(String name) {
        lengths.remove(name);
        made.remove(name);
    }

    @Override
    public void syncDirectory() {}

    /// A segment of the node's.
    private static final class Shown implements Segment {
        private final FileChannel channel;
        private long end;

        Shown(FileChannel channel, long end) {
            this.channel = channel;
            this.end = end;
        }

        @Override
        public long size() {
            return end;
        }

        @Override
        public void append(byte[] bytes) {
            throw new UnsupportedOperationException("this segment is another process's");
        }

        @Override
        public void force() {}

        @Override
        public byte[] read(long offset, int length) throws IOException {
            if (offset + length > end) {
                throw new EOFException("segment ends at " + end + ", wanted " + (offset + length));
            }
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new EOFException("segment became shorter than " + end);
                }
            }
            return buffer.array();
        }

        @Override
        public void overwrite(long offset, byte[] bytes) {
            throw new UnsupportedOperationException("this segment is another process's");
        }

        /// What is torn is not shown, and stays where it is.
        @Override
        public void truncate(long size) {
            end = size;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /// One that only this snapshot knows.
    private record Made(ByteArrayOutputStream bytes) implements Segment {
        @Override
        public long size() {
            return bytes.size();
        }

        @Override
        public void append(byte[] more) {
            bytes.writeBytes(more);
        }

        @Override
        public void force() {}

        @Override
        public byte[] read(long offset, int length) throws IOException {
            if (offset + length > bytes.size()) {
                throw new EOFException("segment ends at " + bytes.size());
            }
            return Arrays.copyOfRange(bytes.toByteArray(), (int) offset, (int) offset + length);
        }

        @Override
        public void overwrite(long offset, byte[] over) {
            throw new UnsupportedOperationException("nothing is destroyed in a snapshot");
        }

        @Override
        public void truncate(long size) {
            throw new UnsupportedOperationException("nothing is torn in memory");
        }

        @Override
        public void close() {}
    }
}
