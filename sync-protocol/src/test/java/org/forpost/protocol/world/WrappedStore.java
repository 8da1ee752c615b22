package org.forpost.protocol.world;

import java.io.IOException;
import java.util.List;
import org.forpost.protocol.journal.Store;

/// A store in front of another; what it does differently is a mistake.
class WrappedStore implements Store {
    private final Store store;

    WrappedStore(Store store) {
        this.store = store;
    }

    void force(Segment segment) throws IOException {
        segment.force();
    }

    void truncate(Segment segment, long size) throws IOException {
        segment.truncate(size);
    }

    @Override
    public List<String> names() throws IOException {
        return store.names();
    }

    @Override
    public Segment create(String name) throws IOException {
        return new Wrapped(store.create(name));
    }

    @Override
    public Segment open(String name) throws IOException {
        return new Wrapped(store.open(name));
    }

    @Override
    public void delete(String name) throws IOException {
        store.delete(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        store.syncDirectory();
    }

    private final class Wrapped implements Segment {
        private final Segment segment;

        Wrapped(Segment segment) {
            this.segment = segment;
        }

        @Override
        public long size() throws IOException {
            return segment.size();
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            segment.append(bytes);
        }

        @Override
        public void force() throws IOException {
            WrappedStore.this.force(segment);
        }

        @Override
        public byte[] read(long offset, int length) throws IOException {
            return segment.read(offset, length);
        }

        @Override
        public void overwrite(long offset, byte[] bytes) throws IOException {
            segment.overwrite(offset, bytes);
        }

        @Override
        public void truncate(long size) throws IOException {
            WrappedStore.this.truncate(segment, size);
        }

        @Override
        public void close() throws IOException {
            segment.close();
        }
    }
}
