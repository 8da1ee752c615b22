package org.forpost.hub.registry;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Unsealer;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.sync.LedgerEntry;

/// Keeps the registry up with the ledger: one thread that reads every entry once, in order, and
/// applies it.
public final class Projection implements Closeable {
    /// Rows of one transaction: each one writes the same pages of the indexes again, and half a
    /// second is as long as a page should wait to see the first of a large backlog.
    private static final int ROWS_AT_ONCE = 8_000;

    /// A page shows the newest; whoever wants them all asks the registry.
    private static final int ROWS_TOLD = 50;

    private static final long TURN_MILLIS = 5;

    private static final long RETRY_SECONDS = 5;

    /// One envelope that cannot be opened is left out; so many in a row are no mishap but a wrong
    /// key, and leaving them all out would empty the registry.
    private static final int MOST_LEFT_OUT = 8;

    private final Source ledger;
    private final Registry registry;
    private final Unsealer seal;
    private final BooleanSupplier nodesWait;
    private final Consumer<List<Registry.Row>> applied;
    private final Consumer<String> trouble;
    private final Semaphore news = new Semaphore(1);
    private final Thread thread = new Thread(this::follow, "registry");
    private volatile boolean closed;
    private int leftOutInARow;

    /// The ledger, as far as it is read here.
    @FunctionalInterface
    public interface Source {
        /// Visits durable entries in their order, from `sequence` on.
        void read(long sequence, Visitor visitor) throws IOException;
    }

    @FunctionalInterface
    public interface Visitor {
        void entry(long sequence, LedgerEntry entry);
    }

    /// @param seal opens the envelopes that the ledger keeps
    /// @param nodesWait whether messages wait for the ledger: a node waits for its receipt, nobody
    ///   for a row, so the registry then takes a quarter of its thread's time at most
    /// @param applied told the newest of the rows that are new, on the projection's thread
    /// @param trouble told in one line what the registry leaves out, or why it does not follow
    public Projection(
            Source ledger,
            Registry registry,
            Unsealer seal,
            BooleanSupplier nodesWait,
            Consumer<List<Registry.Row>> applied,
            Consumer<String> trouble) {
        this.ledger = ledger;
        this.registry = registry;
        this.seal = seal;
        this.nodesWait = nodesWait;
        this.applied = applied;
        this.trouble = trouble;
    }

    public void start() {
        thread.start();
    }

    /// The ledger has grown. Returns at once.
    public void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private void follow() {
        while (!closed) {
            try {
                news.acquire();
                news.drainPermits();
                catchUp();
            } catch (IOException | RuntimeException e) {
                // Whatever is wrong here, records go on being counted: the registry catches up
                // later.
                trouble.accept(String.valueOf(e.getMessage()));
                waitBeforeRetry();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void waitBeforeRetry() {
        try {
            TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            wake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void catchUp() throws IOException {
        var gathering = new Gathering();
        ledger.read(registry.applied() + 1, gathering::entry);
        gathering.apply();
    }

    private final class Gathering {
        private final List<Arrival> arrivals = new ArrayList<>();
        private long upTo;
        private long begun = System.nanoTime();

        void entry(long sequence, LedgerEntry entry) {
            if (entry instanceof LedgerEntry.Accepted accepted) {
                count(sequence, accepted);
            }
            upTo = sequence;
            if (arrivals.size() >= ROWS_AT_ONCE) {
                apply();
            }
        }

        /// What cannot be read is left out, and told: everything behind it would wait for ever. It
        /// stays in the ledger, from which a registry can be built again.
        private void count(long sequence, LedgerEntry.Accepted accepted) {
            Batch batch;
            try {
                batch = open(accepted);
                leftOutInARow = 0;
            } catch (MalformedException | NotAuthenticException | RuntimeException e) {
                if (++leftOutInARow > MOST_LEFT_OUT) {
                    throw new IllegalStateException(
                            "one envelope after the other cannot be opened, up to ledger entry "
                                    + sequence
                                    + ": is this the hub's seal key? "
                                    + e.getMessage(),
                            e);
                }
                trouble.accept(
                        "ledger entry "
                                + sequence
                                + " is left out of the registry: the envelope of "
                                + accepted.node()
                                + " cannot be opened: "
                                + e.getMessage());
                return;
            }
            Set<Long> quarantined = new HashSet<>();
            for (Receipt.Refused refused : accepted.refused()) {
                quarantined.add(refused.number());
            }
            for (long number = accepted.first(); number <= batch.last(); number++) {
                if (!quarantined.contains(number)) {
                    add(sequence, accepted, batch, number);
                }
            }
        }

        private void add(long sequence, LedgerEntry.Accepted accepted, Batch batch, long number) {
            try {
                arrivals.add(arrival(accepted, batch, number));
            } catch (MalformedException | RuntimeException e) {
                trouble.accept(
                        "record "
                                + number
                                + " in ledger entry "
                                + sequence
                                + ", of "
                                + accepted.node()
                                + ", is left out of the registry: "
                                + e.getMessage());
            }
        }

        private Arrival arrival(LedgerEntry.Accepted accepted, Batch batch, long number)
                throws MalformedException {
            var place =
                    new Arrival.Place(
                            0, // the registry numbers what it counts
                            HexFormat.of().formatHex(accepted.incarnation()),
                            accepted.priority().code(),
                            number,
                            Instant.ofEpochMilli(accepted.atMillis()),
                            accepted.road(),
                            accepted.carrier());
            return Arrival.of(
                    RecordCodec.decode(bytes(batch.items().get((int) (number - batch.first())))),
                    place);
        }

        /// A record that came by its hash only is always among the quarantined.
        private static byte[] bytes(Batch.Item item) {
            return switch (item) {
                case Batch.Item.Whole(byte[] record) -> record;
                case Batch.Item.Withheld _ -> new byte[0];
            };
        }

        void apply() {
            if (upTo <= registry.applied()) {
                return;
            }
            long before = registry.counted();
            registry.apply(arrivals, upTo);
            long more = registry.counted() - before;
            if (more > 0) {
                int told = (int) Math.min(more, ROWS_TOLD);
                applied.accept(registry.after(registry.counted() - told, told));
            }
            arrivals.clear();
            letNodesPass(System.nanoTime() - begun);
            begun = System.nanoTime();
        }

        /// @param spentNanos on the rows just written; three times as long at most is waited
        private void letNodesPass(long spentNanos) {
            long until = System.nanoTime() + 3 * spentNanos;
            while (!closed && nodesWait.getAsBoolean() && System.nanoTime() < until) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TURN_MILLIS));
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    }

    /// Who signed it was checked before the ledger took it, and the ledger's own encryption vouches
    /// that it is still the same; the node may have been struck off since.
    private Batch open(LedgerEntry.Accepted accepted)
            throws MalformedException, NotAuthenticException {
        return BatchCodec.open(accepted.envelope(), (message, signature) -> true, seal);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
