package org.forpost.hub;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.forpost.protocol.journal.Store;

/// Disks that do what real ones do on bad days, around a real one.
final class Disks {
    private Disks() {}

    private interface Forcing {
        void force(Store.Segment real) throws IOException;
    }

    /// Each `force` needs a permit of `gate`.
    static Store slow(Store real, Semaphore gate) {
        return new Wrapped(
                real,
                segment -> {
                    gate.acquireUninterruptibly();
                    segment.force();
                });
    }

    /// Once armed, the next `force` fails, having written nobody knows what.
    static Store failing(Store real, AtomicBoolean armed) {
        return new Wrapped(
                real,
                segment -> {
                    if (armed.getAndSet(false)) {
                        throw new IOException("No space left on device");
                    }
                    segment.force();
                });
    }

    private record Wrapped(Store real, Forcing forcing) implements Store {
        @Override
        public List<String> names() throws IOException {
            return real.names();
        }

        @Override
        public Segment create(String name) throws IOException {
            return new WrappedSegment(real.create(name), forcing);
        }

        @Override
        public Segment open(String name) throws IOException {
            return new WrappedSegment(real.open(name), forcing);
        }

        @Override
        public void delete(String name) throws IOException {
            real.delete(name);
        }

        @Override
        public void syncDirectory() throws IOException {
            real.syncDirectory();
        }
    }

    private record WrappedSegment(Store.Segment real, Forcing forcing) implements Store.Segment {
        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            real.append(bytes);
        }

        @Override
        public void force() throws IOException {
            forcing.force(real);
        }

        @Override
        public byte[] read(long offset, int length) throws IOException {
            return real.read(offset, length);
        }

        @Override
        public void overwrite(long offset, byte[] bytes) throws IOException {
            real.overwrite(offset, bytes);
        }

        @Override
        public void truncate(long size) throws IOException {
            real.truncate(size);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
