package org.forpost.edge.uplink.mqtt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.net.ssl.SSLContext;
import org.forpost.edge.uplink.Downstream;
import org.forpost.edge.uplink.HubUplink;
import org.forpost.edge.uplink.ReceiptShelf;
import org.forpost.edge.uplink.Uplink;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Body;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.forpost.protocol.sync.Releases;
import org.jspecify.annotations.Nullable;

/// A node with a real journal and a real uplink, and a note of everything that the hub brings.
final class Post implements Downstream, AutoCloseable {
    static final String NODE = "post-1-lane-1";

    private final TestKeys keys;
    private final SSLContext tls;
    private final Journal journal;
    private final Path receipts;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLongArray receipted = new AtomicLongArray(Priority.COUNT);
    private @Nullable HubUplink uplink;

    final List<RecordId> written = new ArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();

    /// For other lanes.
    final List<Receipt> peers = new CopyOnWriteArrayList<>();

    final List<String> alarms = new CopyOnWriteArrayList<>();
    final List<String> linkWords = new CopyOnWriteArrayList<>();
    final List<Installed> installed = new CopyOnWriteArrayList<>();

    /// What an installation answers: empty for success.
    volatile Optional<String> installs = Optional.empty();

    record Installed(long number, byte[] content) {}

    Post(Path folder, TestKeys keys, SSLContext tls) throws Exception {
        this.keys = keys;
        this.tls = tls;
        this.receipts = folder.resolve("receipts");
        this.journal =
                Journal.open(
                        new FileStore(folder.resolve("journal")),
                        new SegmentKeys(
                                TestKeys.key(),
                                Hpke.sealer(Hpke.publicKey(keys.seal()), TestKeys.RANDOMNESS),
                                TestKeys.RANDOMNESS),
                        TestKeys.RANDOMNESS,
                        cut -> {});
    }

    /// What the shelf says, as at a start of the program.
    Head[] shelf() throws IOException {
        return standing().receipted();
    }

    private EdgeConversation.Standing standing() throws IOException {
        return openShelf().load(journal.incarnation(), refused::add);
    }

    private ReceiptShelf openShelf() throws IOException {
        return new ReceiptShelf(receipts, Ed25519.check(Ed25519.publicKey(keys.receipts())));
    }

    /// Starts the uplink with what is on the shelf.
    Post dial(int port, int openSeconds, long release) throws IOException {
        var check = Ed25519.check(Ed25519.publicKey(keys.receipts()));
        var conversation =
                new EdgeConversation(
                        new EdgeKeys(
                                NODE,
                                Sign1.keyId(Ed25519.publicKey(keys.node())),
                                Ed25519.signer(keys.node()),
                                Hpke.sealer(Hpke.publicKey(keys.seal()), TestKeys.RANDOMNESS),
                                check),
                        Outbox.of(journal),
                        standing(),
                        new Releases(
                                Map.of(Role.WATCHLIST, release),
                                Ed25519.check(Ed25519.publicKey(keys.releases()))),
                        System::currentTimeMillis);
        uplink =
                new HubUplink(
                        conversation,
                        new PahoTransport(
                                new PahoTransport.HubAddress("127.0.0.1", port),
                                NODE,
                                tls,
                                timer,
                                openSeconds),
                        openShelf(),
                        this,
                        Clock.systemUTC(),
                        () -> System.nanoTime() / 1_000_000);
        uplink.start();
        return this;
    }

    Post dial(int port) throws IOException {
        return dial(port, 30, 0);
    }

    void hangUp() {
        if (uplink != null) {
            uplink.close();
        }
    }

    Uplink.Link link() {
        if (uplink == null) {
            throw new IllegalStateException("never dialled");
        }
        return uplink.link();
    }

    void audits(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            write(new Audit("test", "record " + written.size()));
        }
        force();
    }

    /// Images that no compression makes smaller: 20,000 bytes each.
    void images(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            write(
                    new Image(
                            RecordId.random(TestKeys.RANDOMNESS),
                            Image.Format.FINGER_RECORD,
                            TestKeys.RANDOMNESS.bytes(20_000)));
        }
        force();
    }

    private void write(Body body) throws IOException {
        var record =
                new PostRecord(
                        RecordId.random(TestKeys.RANDOMNESS),
                        NODE,
                        new Stamp(System.currentTimeMillis(), 0, ClockTrust.NEVER_SET, 0),
                        body);
        journal.append(record.priority(), RecordCodec.encode(record));
        written.add(record.id());
    }

    private void force() {
        journal.force();
        if (uplink != null) {
            uplink.recorded();
        }
    }

    /// Whether receipts cover every chain.
    boolean allReceipted() {
        for (Priority priority : Priority.values()) {
            if (receipted.get(priority.code()) < journal.recorded(priority).number()) {
                return false;
            }
        }
        return true;
    }

    Head head(Priority priority) {
        return journal.recorded(priority);
    }

    byte[] incarnation() {
        return journal.incarnation();
    }

    long receipted(Priority priority) {
        return receipted.get(priority.code());
    }

    @Override
    public void receipted(Receipt receipt, boolean fresh) {
        receipted.set(receipt.priority().code(), receipt.head().number());
    }

    @Override
    public Optional<String> install(Manifest manifest, byte[] signed, byte[] content) {
        if (installs.isEmpty()) {
            installed.add(new Installed(manifest.number(), content));
        }
        return installs;
    }

    @Override
    public void peerReceipt(Receipt receipt, byte[] signed) {
        peers.add(receipt);
    }

    @Override
    public void refused(String why) {
        refused.add(why);
    }

    @Override
    public boolean quarantined(EdgeAction.Quarantined told) {
        alarms.add(told.audit().detail());
        return true;
    }

    @Override
    public Optional<String> begin(EdgeAction.NewIncarnation ending) {
        alarms.add(ending.why());
        return Optional.of("this post begins none");
    }

    @Override
    public void alarm(EdgeAction.Alarm alarm) {
        alarms.add(alarm.what());
    }

    @Override
    public void linkChanged() {
        linkWords.add(link().up() ? "up" : link().why());
    }

    boolean saidOfLink(String part) {
        return linkWords.stream().anyMatch(line -> line.contains(part));
    }

    /// Threads of the client library that serve this node.
    static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("MQTT ") && thread.isAlive())
                .count();
    }

    @Override
    public void close() throws IOException {
        hangUp();
        timer.shutdownNow();
        journal.close();
    }
}
