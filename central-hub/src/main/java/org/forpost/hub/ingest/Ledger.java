package org.forpost.hub.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.journal.DurabilityLostException;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.LedgerEntry;

/// The hub's ledger: a journal of one chain, written by one thread with one `force` for all that
/// waits.
///
/// ```
/// append(ticket, entry) ─► queue ─► [take all that waits ─► append each ─► force once] ─► forced(entries, last ticket)
/// ```
///
/// A failed write or `force` stops the process; nothing is tried again.
public final class Ledger implements Closeable {
    /// The ledger knows no urgency among its own entries: all are in this chain.
    private static final Priority CHAIN = Priority.CROSSING;

    /// One `force` serves at most so many, so that the first of them does not wait for ever.
    private static final int MAX_GROUP = 512;

    private final Journal journal;
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "ledger");
    private final Stop stop;
    private Listener listener = (entries, ticket) -> {};

    /// Told what is durable, on the ledger's thread.
    @FunctionalInterface
    public interface Listener {
        /// @param entries in their order
        /// @param ticket of the last one
        void forced(List<LedgerEntry> entries, long ticket);
    }

    private sealed interface Waiting {
        record Write(long ticket, LedgerEntry entry) implements Waiting {}

        record End() implements Waiting {}
    }

    public Ledger(Journal journal, Stop stop) {
        this.journal = journal;
        this.stop = stop;
        writer.setUncaughtExceptionHandler((dying, failure) ->
                stop.because("the hub's own thread died of " + failure, failure));
    }

    /// An entry with its place.
    ///
    /// @param sequence of the ledger, from 1
    public record Placed(long sequence, LedgerEntry entry) {}

    /// Visits durable entries in their order, from `sequence` on.
    public void read(long sequence, Consumer<Placed> visitor) throws IOException {
        journal.replay(
                sequence, entry -> visitor.accept(new Placed(entry.sequence(), decode(entry))));
    }

    private static LedgerEntry decode(Entry entry) throws IOException {
        try {
            return LedgerEntry.decode(entry.payload());
        } catch (MalformedException e) {
            throw new IOException(
                    "ledger entry " + entry.sequence() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Sequence of the last durable entry, 0 for none.
    public long recorded() {
        return journal.recordedSequence();
    }

    /// Which ledger this is: 16 bytes.
    public byte[] incarnation() {
        return journal.incarnation();
    }

    /// Begins to write.
    public void start(Listener told) {
        listener = told;
        writer.start();
    }

    /// Hands an entry to the writer.
    ///
    /// @param ticket higher than every one before
    public void append(long ticket, LedgerEntry entry) {
        waiting.add(new Waiting.Write(ticket, entry));
    }

    private void write() {
        List<Waiting> group = new ArrayList<>();
        boolean ended = false;
        try {
            while (!ended) {
                group.add(waiting.take());
                waiting.drainTo(group, MAX_GROUP - 1);
                ended = group.stream().anyMatch(Waiting.End.class::isInstance);
                writeGroup(group);
                group.clear();
            }
        } catch (IOException | DurabilityLostException e) {
            stop.because(
                    "the ledger could not be written: "
                            + e.getMessage()
                            + ". Nothing that was acknowledged is lost; make room or replace the disk,"
                            + " then start the hub again",
                    e);
        } catch (RuntimeException e) {
            stop.because("the ledger's writer failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeGroup(List<Waiting> group) throws IOException {
        List<LedgerEntry> entries = new ArrayList<>(group.size());
        long last = 0;
        for (Waiting one : group) {
            if (one instanceof Waiting.Write(long ticket, LedgerEntry entry)) {
                journal.append(CHAIN, entry.encode());
                entries.add(entry);
                last = ticket;
            }
        }
        if (!entries.isEmpty()) {
            journal.force();
            listener.forced(entries, last);
        }
    }

    /// Writes what waits, then closes the files.
    @Override
    public void close() throws IOException {
        if (writer.isAlive()) {
            waiting.add(new Waiting.End());
            try {
                writer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        journal.close();
    }
}
