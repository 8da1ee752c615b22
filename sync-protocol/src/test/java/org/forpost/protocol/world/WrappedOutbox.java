package org.forpost.protocol.world;

import java.io.IOException;
import java.util.List;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.Outbox;

/// An outbox in front of another; what it does differently is a mistake.
class WrappedOutbox implements Outbox {
    private final Outbox outbox;

    WrappedOutbox(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public byte[] incarnation() {
        return outbox.incarnation();
    }

    @Override
    public List<byte[]> formerIncarnations() {
        return outbox.formerIncarnations();
    }

    @Override
    public long firstReadable(Priority priority) {
        return outbox.firstReadable(priority);
    }

    @Override
    public long[] formerHeld() {
        return outbox.formerHeld();
    }

    @Override
    public Head recorded(Priority priority) {
        return outbox.recorded(priority);
    }

    @Override
    public Head headAt(Priority priority, long number) throws IOException {
        return outbox.headAt(priority, number);
    }

    @Override
    public List<Entry> read(Priority priority, long from, int maxEntries, int maxBytes)
            throws IOException {
        return outbox.read(priority, from, maxEntries, maxBytes);
    }
}
