package org.forpost.protocol.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.world.FaultyDisk;

/// A hub and the lanes of one post, with real keys and journals, of which some have a line and
/// carry for the others.
final class PostBench {
    private static final byte[] RECEIPTS = seed(200);
    private static final byte[] SEAL = seed(201);

    private final Random random = new Random(1);
    private final Randomness randomness =
            count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            };
    private final Map<String, Lane> lanes = new TreeMap<>();
    final List<LedgerEntry> ledger = new ArrayList<>();
    final List<HubAction.Alarm> alarms = new ArrayList<>();

    /// What goes up and is not lost on the way, of all lanes, in its order.
    final List<byte[]> wire = new ArrayList<>();

    /// What never arrives at the hub, though the line stands.
    Predicate<byte[]> lost = message -> false;

    HubConversation hub = hub();
    long now = 1_000;
    private long hubTicket;

    static byte[] seed(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return seed;
    }

    private HubConversation hub() {
        return new HubConversation(
                new HubKeys(
                        new byte[8],
                        Ed25519.signer(RECEIPTS),
                        Hpke.unsealer(SEAL),
                        node -> {
                            Lane lane = lanes.get(node);
                            return lane == null ? null : Ed25519.check(Ed25519.publicKey(lane.key));
                        }),
                () -> 1_795_000_000_000L + now);
    }

    /// The hub again, from its ledger; all lines are gone.
    void restartHub() throws Exception {
        for (Lane lane : lanes.values()) {
            lane.hangUp();
        }
        hub = hub();
        for (LedgerEntry entry : List.copyOf(ledger)) {
            hub.restore(LedgerEntry.decode(entry.encode()));
        }
    }

    /// A hub that has lost its disk.
    void emptyHub() throws Exception {
        ledger.clear();
        restartHub();
    }

    Lane lane(String name) throws Exception {
        Lane lane = new Lane(name, new FaultyDisk());
        lanes.put(name, lane);
        return lane;
    }

    List<HubAction> tell(HubEvent event) {
        List<HubAction> all = new ArrayList<>();
        Deque<HubAction> todo = new ArrayDeque<>(hub.on(event));
        while (!todo.isEmpty()) {
            HubAction action = todo.remove();
            all.add(action);
            if (action instanceof HubAction.Append append) {
                ledger.add(append.entry());
                todo.addAll(hub.on(new HubEvent.Forced(append.ticket())));
            }
            if (action instanceof HubAction.Alarm alarm) {
                alarms.add(alarm);
            }
        }
        return all;
    }

    List<HubAction> arrives(String node, byte[] message) {
        return tell(new HubEvent.Arrived(node, ++hubTicket, message));
    }

    List<LedgerEntry.Accepted> accepted() {
        return ledger.stream()
                .filter(LedgerEntry.Accepted.class::isInstance)
                .map(LedgerEntry.Accepted.class::cast)
                .toList();
    }

    /// Records of a lane that count, each number once.
    long counted(Lane lane) {
        Map<String, Long> upTo = new HashMap<>();
        long sum = 0;
        for (LedgerEntry.Accepted one : accepted()) {
            if (one.node().equals(lane.name)) {
                String chain = Arrays.toString(one.incarnation()) + one.priority();
                assertTrue(one.first() == upTo.getOrDefault(chain, 0L) + 1, "counted twice");
                upTo.put(chain, one.head().number());
                sum += one.head().number() - one.first() + 1;
            }
        }
        return sum;
    }

    /// One lane.
    final class Lane {
        final String name;
        final byte[] key;
        final Journal journal;
        EdgeConversation edge;
        final List<EdgeAction> done = new ArrayList<>();
        final Map<Integer, Head> shelf = new HashMap<>();
        private boolean connected;

        private Lane(String name, FaultyDisk disk) throws Exception {
            this.name = name;
            this.key = seed(1 + lanes.size());
            this.journal =
                    Journal.open(
                            disk,
                            new SegmentKeys(
                                    new byte[32],
                                    Hpke.sealer(Hpke.publicKey(SEAL), randomness),
                                    randomness),
                            randomness,
                            8 << 20,
                            line -> {});
            this.edge = restarted();
        }

        EdgeConversation restarted() {
            Head[] receipted = new Head[Priority.COUNT];
            for (int i = 0; i < receipted.length; i++) {
                receipted[i] = shelf.getOrDefault(i, Head.START);
            }
            edge =
                    new EdgeConversation(
                            new EdgeKeys(
                                    name,
                                    Sign1.keyId(Ed25519.publicKey(key)),
                                    Ed25519.signer(key),
                                    Hpke.sealer(Hpke.publicKey(SEAL), randomness),
                                    Ed25519.check(Ed25519.publicKey(RECEIPTS))),
                            Outbox.of(journal),
                            new EdgeConversation.Standing(receipted, new long[Priority.COUNT]),
                            new Releases(Map.of(), (message, signature) -> false),
                            () -> 0);
            connected = false;
            return edge;
        }

        /// Number up to which it holds the hub's receipt.
        long receipted(Priority priority) {
            return shelf.getOrDefault(priority.code(), Head.START).number();
        }

        void write(int audits) throws Exception {
            for (int i = 0; i < audits; i++) {
                journal.append(
                        Priority.AUDIT, RecordCodec.encode(record(new Audit("happened", "here"))));
            }
            journal.force();
        }

        void writeImage(int bytes) throws Exception {
            journal.append(
                    Priority.IMAGE,
                    RecordCodec.encode(
                            record(
                                    new Image(
                                            RecordId.random(randomness),
                                            Image.Format.FACE_RECORD,
                                            randomness.bytes(bytes)))));
            journal.force();
        }

        private PostRecord record(org.forpost.protocol.record.Body body) {
            return new PostRecord(
                    RecordId.random(randomness),
                    name,
                    new Stamp(now, 0, ClockTrust.NEVER_SET, 0),
                    body);
        }

        /// Records of a chain, sealed as they are when a peer takes them into its custody.
        byte[] sealed(Priority priority, long first, int count) throws Exception {
            return sealed(priority, first, count, Hpke.publicKey(SEAL));
        }

        byte[] sealed(Priority priority, long first, int count, byte[] forWhom) throws Exception {
            List<Entry> entries = journal.read(priority, first, count, 1 << 20);
            return BatchCodec.seal(
                    new Batch(
                            name,
                            journal.incarnation(),
                            priority,
                            journal.headAt(priority, first - 1),
                            entries.stream()
                                    .<Batch.Item>map(one -> new Batch.Item.Whole(one.payload()))
                                    .toList()),
                    Hpke.sealer(forWhom, randomness),
                    Sign1.keyId(Ed25519.publicKey(key)),
                    Ed25519.signer(key));
        }

        /// A contact from its beginning, until nothing more is to be said.
        void connect() throws Exception {
            now += 60_000;
            perform(edge.on(now, new EdgeEvent.Wake()));
            now += 60_000;
            tell(new HubEvent.Joined(name));
            connected = true;
            perform(edge.on(now, new EdgeEvent.Connected()));
        }

        void hangUp() throws Exception {
            if (connected) {
                connected = false;
                tell(new HubEvent.Left(name));
                perform(edge.on(now, new EdgeEvent.Lost("for the story")));
            }
        }

        void on(EdgeEvent event) throws Exception {
            perform(edge.on(now, event));
        }

        void carryFor(Lane owner, Priority priority, byte[] envelope) throws Exception {
            on(new EdgeEvent.Carry(owner.name, priority, envelope));
        }

        List<EdgeAction.CarriedAway.Outcome> outcomes(byte[] envelope) {
            return done.stream()
                    .filter(EdgeAction.CarriedAway.class::isInstance)
                    .map(EdgeAction.CarriedAway.class::cast)
                    .filter(one -> Arrays.equals(one.object(), Sha256.of(envelope)))
                    .map(EdgeAction.CarriedAway::outcome)
                    .toList();
        }

        List<Receipt> peerReceipts() {
            return done.stream()
                    .filter(EdgeAction.PeerReceipt.class::isInstance)
                    .map(action -> ((EdgeAction.PeerReceipt) action).receipt())
                    .toList();
        }

        List<byte[]> peerReceiptsAsTheyCame() {
            return done.stream()
                    .filter(EdgeAction.PeerReceipt.class::isInstance)
                    .map(action -> ((EdgeAction.PeerReceipt) action).signed())
                    .toList();
        }

        private void perform(List<EdgeAction> actions) throws Exception {
            Deque<EdgeAction> todo = new ArrayDeque<>(actions);
            while (!todo.isEmpty()) {
                EdgeAction action = todo.remove();
                done.add(action);
                switch (action) {
                    case EdgeAction.Publish publish -> todo.addAll(publish(publish));
                    case EdgeAction.Receipted receipted ->
                            shelf.put(
                                    receipted.receipt().priority().code(),
                                    receipted.receipt().head());
                    case EdgeAction.HangUp _ -> {
                        connected = false;
                        tell(new HubEvent.Left(name));
                    }
                    case EdgeAction.NewIncarnation ending -> {
                        journal.beginIncarnation(
                                ending.held(),
                                succession -> RecordCodec.encode(record(ending.audit(succession))));
                        shelf.clear();
                        todo.addAll(edge.on(now, new EdgeEvent.Incarnated()));
                    }
                    default -> {}
                }
            }
        }

        private List<EdgeAction> publish(EdgeAction.Publish publish) throws Exception {
            List<EdgeAction> after = new ArrayList<>();
            if (!connected || lost.test(publish.message())) {
                return after;
            }
            wire.add(publish.message());
            Map<String, List<byte[]>> others = new TreeMap<>();
            for (HubAction answer : arrives(name, publish.message())) {
                switch (answer) {
                    case HubAction.Acknowledge _ ->
                            after.addAll(
                                    edge.on(now, new EdgeEvent.Acknowledged(publish.ticket())));
                    case HubAction.Reject(String _, long _, int code) ->
                            after.addAll(
                                    edge.on(now, new EdgeEvent.Rejected(publish.ticket(), code)));
                    case HubAction.Publish down when down.node().equals(name) ->
                            after.addAll(edge.on(now, new EdgeEvent.Arrived(down.message())));
                    case HubAction.Publish down ->
                            others.computeIfAbsent(down.node(), _ -> new ArrayList<>())
                                    .add(down.message());
                    default -> {}
                }
            }
            for (Map.Entry<String, List<byte[]>> other : others.entrySet()) {
                for (byte[] message : other.getValue()) {
                    Lane lane = Objects.requireNonNull(lanes.get(other.getKey()));
                    lane.perform(lane.edge.on(now, new EdgeEvent.Arrived(message)));
                }
            }
            return after;
        }
    }

    static boolean isKind(byte[] message, int kind) {
        return message[1] == kind;
    }

    static Message decoded(byte[] message) throws Exception {
        return Message.decode(message, BatchCodec.MAX_ENVELOPE_BYTES);
    }
}
