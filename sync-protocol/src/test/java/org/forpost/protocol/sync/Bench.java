package org.forpost.protocol.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sealed;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.world.FaultyDisk;
import org.jspecify.annotations.Nullable;

/// A hub and as many machines as a story needs, with real keys and real journals, talking without a
/// network.
final class Bench {
    static final byte[] RECEIPTS = seed(2);
    private static final byte[] NODE = seed(1);
    private static final byte[] SEAL = seed(3);

    private final Random random = new Random(1);
    final Randomness randomness =
            count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            };
    final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<HubAlarm> alarms = new ArrayList<>();

    /// What a restarted hub found in its ledger that people had to look at.
    final List<HubAlarm> restored = new ArrayList<>();

    /// What never comes down to a lane.
    Predicate<byte[]> lost = message -> false;

    private final LinkedHashSet<RecordId> written = new LinkedHashSet<>();
    private HubConversation hub = hub();
    private @Nullable List<byte[]> tapUp;
    private @Nullable List<byte[]> tapDown;

    /// A record that this hub cannot read an envelope with, for a reason that nobody foresaw.
    byte @Nullable [] poison;

    /// It cannot read any.
    boolean allPoison;

    /// A standard broker between the two acknowledges everything and passes no refusal on.
    boolean broker;

    long now;
    private long ticket;

    private static byte[] seed(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return seed;
    }

    private HubConversation hub() {
        return new HubConversation(
                new HubKeys(
                        new byte[8],
                        Ed25519.signer(RECEIPTS),
                        this::unseal,
                        node ->
                                node.equals("lane-1")
                                        ? Ed25519.check(Ed25519.publicKey(NODE))
                                        : null),
                () -> 1_795_000_000_000L);
    }

    private byte[] unseal(byte[] info, byte[] associated, Sealed sealed)
            throws NotAuthenticException {
        byte[] compressed = Hpke.unsealer(SEAL).open(info, associated, sealed);
        byte[] bad = poison;
        if (allPoison) {
            throw new NotAuthenticException("a wrong key");
        }
        if (bad != null && HexFormat.of().formatHex(expanded(compressed)).contains(hex(bad))) {
            throw new IllegalStateException("a bug of this hub");
        }
        return compressed;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] expanded(byte[] compressed) {
        Inflater inflater = new Inflater(true);
        try (InputStream dictionary = Batch.class.getResourceAsStream("dictionary-1.bin")) {
            inflater.setDictionary(Objects.requireNonNull(dictionary).readAllBytes());
            inflater.setInput(compressed);
            byte[] plain = new byte[1 << 20];
            return Arrays.copyOf(plain, inflater.inflate(plain));
        } catch (IOException | DataFormatException e) {
            throw new IllegalStateException(e);
        } finally {
            inflater.end();
        }
    }

    void restartHub() throws Exception {
        hub = hub();
        restored.clear();
        for (LedgerEntry entry : List.copyOf(ledger)) {
            restored.addAll(hub.restore(LedgerEntry.decode(entry.encode())));
        }
    }

    void wiretap(List<byte[]> up, List<byte[]> down) {
        tapUp = up;
        tapDown = down;
    }

    <T extends HubAlarm> List<T> alarms(Class<T> kind) {
        return alarms.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The record that this hub will stumble over; nobody expects it to be counted.
    byte[] poisonRecord() {
        byte[] bytes = audit("poison");
        written.remove(written.reversed().getFirst());
        poison = bytes;
        return bytes;
    }

    byte[] audit(String event) {
        RecordId id = RecordId.random(randomness);
        written.add(id);
        return RecordCodec.encode(
                new PostRecord(
                        id,
                        "lane-1",
                        new Stamp(now, 0, ClockTrust.NEVER_SET, 0),
                        new Audit(event, "a story")));
    }

    byte[] receipt(String node, byte[] incarnation, Head head, byte[] key) {
        Receipt receipt =
                new Receipt(
                        node,
                        incarnation,
                        Priority.AUDIT,
                        head,
                        1_795_000_000_000L,
                        Receipt.Verdict.COUNTED,
                        List.of());
        return new Message.Receipt(receipt.sign(new byte[8], Ed25519.signer(key))).encode();
    }

    /// The hub takes a message, forces what it appends, and answers.
    List<HubAction> hubTakes(byte[] message) {
        if (tapUp != null) {
            tapUp.add(message);
        }
        List<HubAction> all = new ArrayList<>();
        for (HubAction action : hub.on(new HubEvent.Arrived("lane-1", ++ticket, message))) {
            all.add(action);
            if (action instanceof HubAction.Append append) {
                ledger.add(append.entry());
                all.addAll(hub.on(new HubEvent.Forced(append.ticket())));
            }
        }
        for (HubAction action : all) {
            if (action instanceof HubAction.Alarm alarm) {
                alarms.add(alarm.what());
            }
            if (action instanceof HubAction.Publish down && tapDown != null) {
                tapDown.add(down.message());
            }
        }
        return all;
    }

    List<Receipt> receiptsFor(byte[] message) throws Exception {
        hub.on(new HubEvent.Joined("lane-1"));
        List<Receipt> receipts = new ArrayList<>();
        for (HubAction action : hubTakes(message)) {
            if (action instanceof HubAction.Publish down
                    && Message.decode(down.message(), 1) instanceof Message.Receipt receipt) {
                receipts.add(
                        Receipt.open(receipt.signed(), Ed25519.check(Ed25519.publicKey(RECEIPTS))));
            }
        }
        return receipts;
    }

    /// Records that count at the hub, as its registry would: each id once.
    Set<RecordId> counted() throws Exception {
        Set<RecordId> ids = new LinkedHashSet<>();
        for (PostRecord record : recordsAtHub()) {
            ids.add(record.id());
        }
        return ids;
    }

    private List<PostRecord> recordsAtHub() throws Exception {
        List<PostRecord> records = new ArrayList<>();
        Map<String, Long> numbers = new HashMap<>();
        for (LedgerEntry entry : ledger) {
            if (!(entry instanceof LedgerEntry.Accepted accepted)) {
                continue;
            }
            Batch batch =
                    BatchCodec.open(
                            accepted.envelope(),
                            Ed25519.check(Ed25519.publicKey(NODE)),
                            Hpke.unsealer(SEAL));
            String chain = HexFormat.of().formatHex(batch.incarnation()) + batch.priority().code();
            assertEquals(numbers.getOrDefault(chain, 0L) + 1, accepted.first());
            numbers.put(chain, accepted.head().number());
            Set<Long> refused = new TreeSet<>();
            accepted.refused().forEach(one -> refused.add(one.number()));
            for (long number = accepted.first(); number <= batch.last(); number++) {
                if (!refused.contains(number)) {
                    records.add(
                            RecordCodec.decode(
                                    ((Batch.Item.Whole)
                                                    batch.items()
                                                            .get((int) (number - batch.first())))
                                            .record()));
                }
            }
        }
        return records;
    }

    List<Audit> auditsAtHub() throws Exception {
        return recordsAtHub().stream()
                .filter(record -> record.body() instanceof Audit)
                .map(record -> (Audit) record.body())
                .toList();
    }

    /// Everything that any machine ever recorded is counted.
    void assertAllCounted() throws Exception {
        Set<RecordId> missing = new LinkedHashSet<>(written);
        missing.removeAll(counted());
        assertEquals(Set.of(), missing);
    }

    /// Nobody can bring the last so many records of this machine any more.
    void forget(Lane lane, int records) {
        for (int i = 0; i < records; i++) {
            written.remove(lane.own.removeLast());
        }
    }

    Lane lane(FaultyDisk disk) throws Exception {
        return lane(disk, EdgeConversation.Standing.none());
    }

    Lane lane(FaultyDisk disk, EdgeConversation.Standing standing) throws Exception {
        return lane(disk, standing, 8 << 20);
    }

    Lane lane(FaultyDisk disk, EdgeConversation.Standing standing, long segmentBytes)
            throws Exception {
        return new Lane(disk, standing, segmentBytes);
    }

    /// One machine.
    final class Lane {
        final Journal journal;
        final EdgeConversation edge;
        final List<EdgeAction.Alarm> alarms = new ArrayList<>();
        final List<EdgeAction.Quarantined> quarantined = new ArrayList<>();
        private final Head[] shelf;
        private final long[] told;
        private final LinkedHashSet<RecordId> own = new LinkedHashSet<>();
        private final List<byte[]> sent = new ArrayList<>();
        private boolean joined;

        private Lane(FaultyDisk disk, EdgeConversation.Standing standing, long segmentBytes)
                throws Exception {
            shelf = standing.receipted().clone();
            told = standing.told().clone();
            journal =
                    Journal.open(
                            disk,
                            new SegmentKeys(
                                    new byte[32],
                                    Hpke.sealer(Hpke.publicKey(SEAL), randomness),
                                    randomness),
                            randomness,
                            segmentBytes,
                            line -> {});
            edge =
                    new EdgeConversation(
                            new EdgeKeys(
                                    "lane-1",
                                    Sign1.keyId(Ed25519.publicKey(NODE)),
                                    Ed25519.signer(NODE),
                                    Hpke.sealer(Hpke.publicKey(SEAL), randomness),
                                    Ed25519.check(Ed25519.publicKey(RECEIPTS))),
                            Outbox.of(journal),
                            standing,
                            new Releases(Map.of(), (message, signature) -> false),
                            () -> 0);
        }

        /// The same machine after a restart.
        Lane adopt(Lane before) {
            own.addAll(before.own);
            return this;
        }

        EdgeConversation.Standing standing() {
            return new EdgeConversation.Standing(shelf.clone(), told.clone());
        }

        /// Something that is no record, or that the hub will not take.
        void writeRaw(byte[]... payloads) throws Exception {
            for (byte[] payload : payloads) {
                journal.append(Priority.AUDIT, payload);
            }
            journal.force();
        }

        void write(int audits) throws Exception {
            for (int i = 0; i < audits; i++) {
                byte[] bytes = audit("happened");
                own.add(RecordCodec.decode(bytes).id());
                journal.append(Priority.AUDIT, bytes);
            }
            journal.force();
        }

        Set<RecordId> written() {
            return own;
        }

        /// Of its own records, those that a receipt covers.
        Set<RecordId> receiptedRecords() throws Exception {
            Set<RecordId> covered = new LinkedHashSet<>();
            long upTo = shelf[Priority.AUDIT.code()].number();
            for (var entry : journal.read(Priority.AUDIT, 1, 1_000, 1 << 20)) {
                RecordId id = RecordCodec.decode(entry.payload()).id();
                if (entry.head().number() <= upTo && own.contains(id)) {
                    covered.add(id);
                }
            }
            return covered;
        }

        byte[] hello() {
            Hello hello =
                    new Hello(
                            "lane-1",
                            journal.incarnation(),
                            new long[4],
                            new long[4],
                            new TreeMap<>(),
                            0);
            return new Message.Hello(
                            hello.sign(Sign1.keyId(Ed25519.publicKey(NODE)), Ed25519.signer(NODE)))
                    .encode();
        }

        /// One contact, from dialling until nothing more is to be said.
        void meet() throws Exception {
            now += 60_000;
            perform(edge.on(now, new EdgeEvent.Lost("for the story")));
            now += 60_000;
            hub.on(new HubEvent.Left("lane-1"));
            hub.on(new HubEvent.Joined("lane-1"));
            joined = true;
            perform(edge.on(now, new EdgeEvent.Wake()));
            perform(edge.on(now, new EdgeEvent.Connected()));
            joined = false;
        }

        /// Sends on what was written since, in the same contact.
        void goOn() throws Exception {
            joined = true;
            perform(edge.on(now, new EdgeEvent.Recorded()));
            joined = false;
        }

        /// A broker takes what is sent on, and forgets it.
        void goOnInVain() {
            for (EdgeAction action : edge.on(now, new EdgeEvent.Recorded())) {
                if (action instanceof EdgeAction.Publish publish) {
                    edge.on(now, new EdgeEvent.Acknowledged(publish.ticket()));
                }
            }
        }

        /// The first piece that it sends after the hub's greeting, held back.
        byte[] batchAfterGreeting() throws Exception {
            now += 60_000;
            hub.on(new HubEvent.Joined("lane-1"));
            edge.on(now, new EdgeEvent.Wake());
            List<EdgeAction> next = new ArrayList<>();
            for (EdgeAction action : edge.on(now, new EdgeEvent.Connected())) {
                if (action instanceof EdgeAction.Publish hello) {
                    for (HubAction answer : hubTakes(hello.message())) {
                        if (answer instanceof HubAction.Publish down) {
                            next.addAll(edge.on(now, new EdgeEvent.Arrived(down.message())));
                        }
                    }
                }
            }
            return next.stream()
                    .filter(EdgeAction.Publish.class::isInstance)
                    .map(action -> ((EdgeAction.Publish) action).message())
                    .findFirst()
                    .orElseThrow();
        }

        /// What it would send if the hub had nothing of it.
        byte[] batchIgnoringReceipts() throws IOException {
            return seal(
                    journal.read(Priority.AUDIT, 1, 100, 1 << 20).stream()
                            .<Batch.Item>map(entry -> new Batch.Item.Whole(entry.payload()))
                            .toList());
        }

        /// A batch from the start of its chain.
        byte[] seal(List<Batch.Item> items) {
            byte[] envelope =
                    BatchCodec.seal(
                            new Batch(
                                    "lane-1",
                                    journal.incarnation(),
                                    Priority.AUDIT,
                                    Head.START,
                                    items),
                            Hpke.sealer(Hpke.publicKey(SEAL), randomness),
                            Sign1.keyId(Ed25519.publicKey(NODE)),
                            Ed25519.signer(NODE));
            return new Message.Piece(org.forpost.protocol.envelope.Chunk.cut(envelope).getFirst())
                    .encode();
        }

        /// Does what its conversation wants, and tells it what comes of it.
        void perform(List<EdgeAction> actions) throws Exception {
            List<EdgeAction> todo = new ArrayList<>(actions);
            int steps = 0;
            while (!todo.isEmpty()) {
                assertTrue(steps++ < 100_000, "they never stop talking");
                EdgeAction action = todo.removeFirst();
                switch (action) {
                    case EdgeAction.Publish publish -> todo.addAll(publish(publish));
                    case EdgeAction.NewIncarnation ending -> todo.addAll(begin(ending));
                    case EdgeAction.Receipted receipted ->
                            shelf[receipted.receipt().priority().code()] =
                                    receipted.receipt().head();
                    case EdgeAction.Quarantined bad -> {
                        quarantined.add(bad);
                        told[bad.receipt().priority().code()] = bad.refused().getLast().number();
                        todo.addAll(edge.on(now, new EdgeEvent.Noted(bad.receipt())));
                    }
                    case EdgeAction.Alarm alarm -> alarms.add(alarm);
                    case EdgeAction.Dial _,
                            EdgeAction.HangUp _,
                            EdgeAction.Install _,
                            EdgeAction.PeerReceipt _,
                            EdgeAction.CarriedAway _,
                            EdgeAction.Refuse _,
                            EdgeAction.WakeAt _ -> {}
                }
            }
        }

        private List<EdgeAction> begin(EdgeAction.NewIncarnation ending) {
            try {
                journal.beginIncarnation(
                        ending.held(),
                        succession ->
                                RecordCodec.encode(
                                        new PostRecord(
                                                RecordId.random(randomness),
                                                "lane-1",
                                                new Stamp(now, 0, ClockTrust.NEVER_SET, 0),
                                                ending.audit(succession))));
                Arrays.fill(shelf, Head.START);
                Arrays.fill(told, 0);
                return edge.on(now, new EdgeEvent.Incarnated());
            } catch (IOException e) {
                return edge.on(now, new EdgeEvent.NotIncarnated(String.valueOf(e.getMessage())));
            }
        }

        private List<EdgeAction> publish(EdgeAction.Publish publish) {
            if (!joined) {
                return List.of();
            }
            sent.add(publish.message());
            List<EdgeAction> next = new ArrayList<>();
            for (HubAction answer : hubTakes(publish.message())) {
                switch (answer) {
                    case HubAction.Acknowledge _ ->
                            next.addAll(edge.on(now, new EdgeEvent.Acknowledged(publish.ticket())));
                    case HubAction.Reject _ when broker ->
                            next.addAll(edge.on(now, new EdgeEvent.Acknowledged(publish.ticket())));
                    case HubAction.Reject reject ->
                            next.addAll(
                                    edge.on(
                                            now,
                                            new EdgeEvent.Rejected(
                                                    publish.ticket(), reject.code())));
                    case HubAction.Publish down when lost.test(down.message()) -> {}
                    case HubAction.Publish down ->
                            next.addAll(edge.on(now, new EdgeEvent.Arrived(down.message())));
                    default -> {}
                }
            }
            return next;
        }

        /// How many messages it has sent so far.
        int sent() {
            return sent.size();
        }
    }
}
