package org.forpost.edge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.store.Draft;
import org.forpost.edge.store.JournalLogbook;
import org.forpost.edge.store.NotRecordedException;
import org.forpost.edge.uplink.Downstream;
import org.forpost.edge.uplink.HubUplink;
import org.forpost.edge.uplink.ReceiptShelf;
import org.forpost.edge.uplink.Transport;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.forpost.protocol.sync.Releases;
import org.forpost.protocol.synthetic.SyntheticCrossings;

/// A lane's journal and uplink as they are at a post, without the lane: crossings of synthetic
/// people are written into it.
final class SendingNode implements Downstream, AutoCloseable {
    private static final long NOVEMBER_2026 = 1_795_000_000_000L;

    /// So many are written by one `force`: a backlog is there before it is measured.
    private static final int AT_ONCE = 500;

    private final Journal journal;
    private final JournalLogbook logbook;
    private final HubUplink uplink;
    private final SyntheticCrossings synthetic;
    private final long[] receipted = new long[Priority.COUNT];
    private String trouble = "";

    SendingNode(
            Identity identity, Path folder, Transport transport, long seed, Randomness randomness)
            throws IOException {
        try {
            this.journal =
                    Journal.open(
                            new FileStore(folder.resolve("journal")),
                            new SegmentKeys(
                                    identity.storageKey(),
                                    Hpke.sealer(identity.hubSealKey(), randomness),
                                    randomness),
                            randomness,
                            said -> {});
        } catch (JournalDamagedException e) {
            throw new IOException(e.getMessage(), e);
        }
        this.logbook =
                new JournalLogbook(
                        journal,
                        identity.node(),
                        new HybridClock(
                                System::currentTimeMillis, () -> System.nanoTime() / 1_000_000),
                        this::fail);
        this.synthetic = new SyntheticCrossings(seed, identity.node(), NOVEMBER_2026);
        var receipts = Ed25519.check(identity.hubReceiptKey());
        var shelf = new ReceiptShelf(folder.resolve("receipts"), receipts);
        var conversation =
                new EdgeConversation(
                        new EdgeKeys(
                                identity.node(),
                                Sign1.keyId(Ed25519.publicKey(identity.signingKey())),
                                Ed25519.signer(identity.signingKey()),
                                Hpke.sealer(identity.hubSealKey(), randomness),
                                receipts),
                        Outbox.of(journal),
                        shelf.load(journal.incarnation(), said -> {}),
                        new Releases(
                                Map.of(Role.WATCHLIST, 0L), Ed25519.check(identity.releaseKey())),
                        System::currentTimeMillis);
        this.uplink =
                new HubUplink(
                        conversation,
                        transport,
                        shelf,
                        this,
                        Clock.systemUTC(),
                        () -> System.nanoTime() / 1_000_000);
        logbook.onWritten(uplink::recorded);
    }

    void start() {
        uplink.start();
    }

    /// Makes so many ordinary crossings durable.
    void write(int crossings) throws IOException {
        for (int left = crossings; left > 0; left -= AT_ONCE) {
            List<Draft> drafts =
                    java.util.stream.Stream.generate(() -> next(Priority.CROSSING))
                            .limit(Math.min(left, AT_ONCE))
                            .toList();
            write(drafts);
        }
    }

    /// Makes one hit or refusal durable.
    ///
    /// @return its number in its chain
    long writeUrgent() throws IOException {
        return write(List.of(next(Priority.of(0))));
    }

    private long write(List<Draft> drafts) throws IOException {
        try {
            return logbook.write(drafts).getLast().number();
        } catch (NotRecordedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Draft next(Priority priority) {
        PostRecord record = synthetic.withoutTemplates();
        while (record.priority() != priority) {
            record = synthetic.withoutTemplates();
        }
        return new Draft(record.id(), record.body());
    }

    synchronized long receipted(Priority priority) {
        return receipted[priority.code()];
    }

    /// Waits until the hub's receipt covers that number of that chain.
    synchronized void awaitReceipt(Priority priority, long number, int seconds)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (receipted[priority.code()] < number) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || !trouble.isEmpty()) {
                throw new IOException(
                        "no receipt for record "
                                + number
                                + " of chain "
                                + priority.code()
                                + " in "
                                + seconds
                                + " s (the last is "
                                + receipted[priority.code()]
                                + "; link "
                                + uplink.link()
                                + ") "
                                + trouble);
            }
            wait(left);
        }
    }

    @Override
    public synchronized void receipted(Receipt receipt, boolean fresh) {
        receipted[receipt.priority().code()] = receipt.head().number();
        notifyAll();
    }

    @Override
    public Optional<String> install(Manifest manifest, byte[] signed, byte[] content) {
        return Optional.of("this is a measurement");
    }

    @Override
    public void refused(String why) {
        fail(why);
    }

    @Override
    public boolean quarantined(EdgeAction.Quarantined told) {
        fail("the hub refused a record");
        return false;
    }

    @Override
    public Optional<String> begin(EdgeAction.NewIncarnation ending) {
        fail("the hub holds another journal of this node");
        return Optional.of("this is a measurement");
    }

    @Override
    public void alarm(EdgeAction.Alarm alarm) {
        fail(alarm.toString());
    }

    private synchronized void fail(String why) {
        trouble = why;
        notifyAll();
    }

    @Override
    public void linkChanged() {}

    /// Sends nothing more.
    void hangUp() {
        uplink.close();
    }

    @Override
    public void close() throws IOException {
        uplink.close();
        journal.close();
    }
}
