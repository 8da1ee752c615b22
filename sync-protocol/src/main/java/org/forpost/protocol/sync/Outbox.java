package org.forpost.protocol.sync;

import java.io.IOException;
import java.util.List;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.record.Priority;

/// What there is to send: the journal, seen from the uplink. There is no second copy of it.
public interface Outbox {
    byte[] incarnation();

    /// The incarnations before the present one, the oldest first.
    List<byte[]> formerIncarnations();

    /// The last durable entry of a chain.
    Head recorded(Priority priority);

    /// The head of a chain at a number that is at most the recorded one.
    Head headAt(Priority priority, long number) throws IOException;

    /// See [Journal#firstReadable].
    long firstReadable(Priority priority);

    /// See [Journal#formerHeld].
    long[] formerHeld();

    /// Durable entries from a number on; see [Journal#read].
    List<Entry> read(Priority priority, long from, int maxEntries, int maxBytes) throws IOException;

    static Outbox of(Journal journal) {
        return new Outbox() {
            @Override
            public byte[] incarnation() {
                return journal.incarnation();
            }

            @Override
            public List<byte[]> formerIncarnations() {
                return journal.formerIncarnations();
            }

            @Override
            public Head recorded(Priority priority) {
                return journal.recorded(priority);
            }

            @Override
            public Head headAt(Priority priority, long number) throws IOException {
                return journal.headAt(priority, number);
            }

            @Override
            public long firstReadable(Priority priority) {
                return journal.firstReadable(priority);
            }

            @Override
            public long[] formerHeld() {
                return journal.formerHeld();
            }

            @Override
            public List<Entry> read(Priority priority, long from, int maxEntries, int maxBytes)
                    throws IOException {
                return journal.read(priority, from, maxEntries, maxBytes);
            }
        };
    }
}
