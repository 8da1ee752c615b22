package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.forpost.edge.post.Carrier.Step;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction.CarriedAway.Outcome;
import org.forpost.protocol.sync.EdgeKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lane 1 reaches the hub; lanes 2 and 3 do not.
class CarrierTest {
    private static final String SECOND = "tikhaya-2";
    private static final String THIRD = "tikhaya-3";
    private static final byte[] INCARNATION = new byte[16];

    /// Of lane 1's own journal.
    private static final byte[] PRESENT = HexFormat.of().parseHex("05".repeat(16));

    @TempDir private Path folder;
    private Custodian custodian;
    private Carrier carrier;
    private long now = 1_000;

    /// Lane 2's crossings, one to an envelope, and the heads behind them.
    private final List<byte[]> envelopes = new ArrayList<>();

    private final List<Head> heads = new ArrayList<>(List.of(Head.START));
    private final byte[] hello = hello(2, SECOND, INCARNATION);

    @BeforeEach
    void begin() throws Exception {
        EdgeKeys keys = LaneInPost.keys(2);
        for (int i = 1; i <= 6; i++) {
            Batch batch =
                    Batch.of(
                            SECOND,
                            INCARNATION,
                            Priority.CROSSING,
                            heads.getLast(),
                            List.of(new byte[] {(byte) i}));
            envelopes.add(BatchCodec.seal(batch, keys.hub(), keys.keyId(), keys.signer()));
            heads.add(
                    heads.getLast()
                            .nextOf(
                                    INCARNATION,
                                    Priority.CROSSING,
                                    batch.items().getFirst().hash()));
        }
        custodian = LaneInPost.custodian(folder, Custodian.SHARE_BYTES);
        carrier = new Carrier("tikhaya-1", () -> PRESENT, custodian, () -> now);
    }

    private static byte[] hello(int lane, String node, byte[] incarnation) {
        EdgeKeys keys = LaneInPost.keys(lane);
        return new Hello(node, incarnation, new long[4], new long[4], new TreeMap<>(), 0)
                .sign(keys.keyId(), keys.signer());
    }

    private byte[] envelope(int which) {
        return envelopes.get(which - 1);
    }

    /// Lane 2 gives records into lane 1's custody.
    private void keptHere(int upTo) throws Exception {
        custodian.on(SECOND, new CustodyMessage.Greeting(hello));
        for (int i = 1; i <= upTo; i++) {
            custodian.on(SECOND, new CustodyMessage.Keep(envelope(i)));
        }
    }

    private List<Step> opened(String peer) {
        return carrier.opened(peer);
    }

    private List<Step> has(String peer, long crossings) throws Exception {
        List<Step> steps = new ArrayList<>(carrier.on(peer, new CarriageMessage.Hello(hello)));
        steps.addAll(
                carrier.on(
                        peer,
                        new CarriageMessage.Have(
                                SECOND, INCARNATION, new long[] {0, crossings, 0, 0})));
        return steps;
    }

    /// The hub's answer to lane 2's hello: what it holds of its four chains.
    private List<Step> hubHolds(int crossings) {
        List<Step> steps = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            Head head = priority == Priority.CROSSING ? heads.get(crossings) : Head.START;
            steps.addAll(receipt(priority, head, Receipt.Verdict.COUNTED, null));
        }
        steps.removeIf(Step.SayAll.class::isInstance);
        return steps;
    }

    private List<Step> receipt(
            Priority priority, Head head, Receipt.Verdict verdict, byte @Nullable [] object) {
        Receipt receipt =
                object == null
                        ? new Receipt(SECOND, INCARNATION, priority, head, now, verdict, List.of())
                        : new Receipt(
                                SECOND,
                                INCARNATION,
                                priority,
                                head,
                                now,
                                verdict,
                                List.of(),
                                object,
                                List.of());
        return carrier.receipt(
                receipt,
                receipt.sign(
                        Sign1.keyId(Ed25519.publicKey(LaneInPost.HUB_RECEIPTS)),
                        Ed25519.signer(LaneInPost.HUB_RECEIPTS)));
    }

    private static List<Long> wanted(String of, List<Step> steps) {
        List<Long> numbers = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Say(String peer, CarriageMessage.Want want)) {
                assertEquals(of, peer);
                numbers.add(want.number());
            }
        }
        return numbers;
    }

    private List<Integer> carried(List<Step> steps) {
        List<Integer> which = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Carry(String node, Priority priority, byte[] envelope)) {
                assertEquals(SECOND, node);
                assertEquals(Priority.CROSSING, priority);
                for (int i = 1; i <= envelopes.size(); i++) {
                    if (Arrays.equals(envelope(i), envelope)) {
                        which.add(i);
                    }
                }
            }
        }
        return which;
    }

    private static List<byte[]> greeted(List<Step> steps) {
        return steps.stream()
                .filter(Step.Greet.class::isInstance)
                .map(step -> ((Step.Greet) step).hello())
                .toList();
    }

    private List<Step> acknowledged(int which) {
        return carrier.away(Sha256.of(envelope(which)), new Outcome.Acknowledged());
    }

    @Test
    void aLaneThatIsThereIsAskedItselfFromWhereTheHubStands() throws Exception {
        keptHere(4);
        opened(SECOND);
        assertEquals(List.of(), carried(carrier.link(true)));
        has(SECOND, 6);
        List<Step> steps = hubHolds(2);
        assertEquals(List.of(3L), wanted(SECOND, steps));
        assertEquals(List.of(), carried(steps), "it has it here, and does not carry it twice");

        steps = carrier.on(SECOND, new CarriageMessage.Load(envelope(3)));
        assertEquals(List.of(3), carried(steps));
        assertEquals(List.of(4L), wanted(SECOND, steps), "the line stays busy");
        steps = carrier.on(SECOND, new CarriageMessage.Load(envelope(4)));
        assertEquals(List.of(4), carried(steps));
        assertEquals(List.of(), wanted(SECOND, steps), "two of a chain are enough");
        acknowledged(3);
        steps = receipt(Priority.CROSSING, heads.get(3), Receipt.Verdict.COUNTED, null);
        assertTrue(steps.getFirst() instanceof Step.SayAll, "the peers hear the hub's word");
        assertEquals(List.of(5L), wanted(SECOND, steps));
    }

    @Test
    void whatIsKeptOfALaneThatIsGoneIsCarriedFromHere() throws Exception {
        keptHere(3);
        List<Step> steps = carrier.link(true);
        assertEquals(1, greeted(steps).size());
        assertArrayEquals(hello, greeted(steps).getFirst(), "the hub hears whose they are");
        steps = hubHolds(0);
        assertEquals(List.of(1, 2), carried(steps));
        acknowledged(1);
        acknowledged(2);
        steps = receipt(Priority.CROSSING, heads.get(2), Receipt.Verdict.COUNTED, null);
        assertEquals(List.of(3), carried(steps));
        steps = receipt(Priority.CROSSING, heads.get(3), Receipt.Verdict.COUNTED, null);
        assertEquals(List.of(), carried(steps));
    }

    @Test
    void anotherLaneIsAskedForWhatIsNotHere() throws Exception {
        keptHere(1);
        opened(THIRD);
        carrier.link(true);
        has(THIRD, 2);
        List<Step> steps = hubHolds(0);
        assertEquals(List.of(1), carried(steps));
        assertEquals(List.of(2L), wanted(THIRD, steps));
    }

    @Test
    void whoeverGivesAlteredRecordsOfAnotherIsNotAskedAgain() throws Exception {
        opened(THIRD);
        carrier.link(true);
        has(THIRD, 2);
        assertEquals(List.of(1L), wanted(THIRD, hubHolds(0)));
        byte[] altered = envelope(1).clone();
        altered[altered.length - 1] ^= 1;
        List<Step> steps = carrier.on(THIRD, new CarriageMessage.Load(altered));
        assertEquals(1, steps.stream().filter(Step.Carry.class::isInstance).count());
        steps =
                receipt(
                        Priority.CROSSING,
                        Head.START,
                        Receipt.Verdict.UNREADABLE,
                        Sha256.of(altered));
        assertEquals(List.of(), wanted(THIRD, steps));
        now += CarriedChain.RECEIPT_MILLIS;
        assertEquals(List.of(), wanted(THIRD, carrier.look()), "not in the next ten minutes");
        opened(SECOND);
        assertEquals(List.of(1L), wanted(SECOND, has(SECOND, 2)), "its own lane is");
    }

    @Test
    void aSourceThatDoesNotAnswerIsPassedOver() throws Exception {
        opened(SECOND);
        opened(THIRD);
        carrier.link(true);
        has(SECOND, 2);
        has(THIRD, 2);
        assertEquals(List.of(1L), wanted(SECOND, hubHolds(0)));
        now += CarriedChain.FETCH_MILLIS;
        assertEquals(List.of(1L), wanted(THIRD, carrier.look()));
        assertEquals(List.of(), wanted(THIRD, carrier.closed(THIRD)), "nobody is left to ask");
    }

    @Test
    void afterALossItGoesOnFromWhereTheHubSaysItStands() throws Exception {
        keptHere(3);
        carrier.link(true);
        hubHolds(0);
        acknowledged(1);
        carrier.away(Sha256.of(envelope(2)), new Outcome.Lost());
        carrier.link(false);
        List<Step> steps = carrier.link(true);
        assertEquals(1, greeted(steps).size());
        assertEquals(List.of(), carried(steps), "not before the hub has spoken");
        assertEquals(List.of(2, 3), carried(hubHolds(1)));
    }

    @Test
    void aHelloWithoutAnAnswerIsSaidAgain() throws Exception {
        keptHere(1);
        carrier.link(true);
        assertEquals(List.of(), greeted(carrier.look()));
        now += CarriedJournal.HELLO_MILLIS;
        assertEquals(1, greeted(carrier.look()).size());
    }

    @Test
    void whatTheHubNeverReceiptsIsNotCarriedForEver() throws Exception {
        keptHere(1);
        carrier.link(true);
        hubHolds(0);
        acknowledged(1);
        now += CarriedChain.RECEIPT_MILLIS;
        carrier.look();
        now += CarriedChain.RECEIPT_MILLIS;
        assertEquals(List.of(), carried(carrier.look()));
        assertEquals(List.of(), carried(hubHolds(0)), "not in the next minutes");
        now += CarriedChain.BARRED_MILLIS;
        assertEquals(List.of(1), carried(carrier.look()), "a contact may last for months");
    }

    @Test
    void aLaneThatCallsEverythingUrgentLeavesTheOthersHalfOfTheLine() throws Exception {
        opened(SECOND);
        opened(THIRD);
        carrier.link(true);
        has(SECOND, 6);
        for (int i = 1; i <= 5; i++) {
            alertsOfLane3(i);
        }
        assertEquals(List.of(), wantedOf(SECOND, hubHolds(0)), "the line is full");
        List<Step> steps =
                carrier.on(THIRD, new CarriageMessage.None(THIRD, journal(1), Priority.ALERT, 1));
        assertEquals(List.of(1L), wantedOf(SECOND, steps));
        assertEquals(List.of(), wantedOf(THIRD, steps), "though its fifth journal has an alert");
    }

    @Test
    void aLaneThatDoesNotAnswerHoldsUpNoOther() throws Exception {
        opened(SECOND);
        opened(THIRD);
        carrier.link(true);
        has(SECOND, 6);
        for (int i = 1; i <= 4; i++) {
            alertsOfLane3(i);
        }
        assertEquals(List.of(), wantedOf(SECOND, hubHolds(0)), "the line is full");
        now += CarriedChain.PROMPT_MILLIS;
        assertEquals(List.of(1L), wantedOf(SECOND, carrier.look()));
    }

    private static byte[] journal(int which) {
        byte[] incarnation = new byte[16];
        incarnation[0] = (byte) which;
        return incarnation;
    }

    private void alertsOfLane3(int which) throws Exception {
        byte[] incarnation = journal(which);
        var _ =
                carrier.on(
                        THIRD,
                        new CarriageMessage.Have(THIRD, incarnation, new long[] {9, 0, 0, 0}));
        var _ = carrier.on(THIRD, new CarriageMessage.Hello(hello(3, THIRD, incarnation)));
        Receipt nothing =
                new Receipt(
                        THIRD,
                        incarnation,
                        Priority.ALERT,
                        Head.START,
                        now,
                        Receipt.Verdict.COUNTED,
                        List.of());
        var _ = carrier.receipt(nothing, new byte[0]);
    }

    private static List<Long> wantedOf(String peer, List<Step> steps) {
        List<Step> its = new ArrayList<>(steps);
        its.removeIf(step -> !(step instanceof Step.Say(String to, _)) || !to.equals(peer));
        return wanted(peer, its);
    }

    @Test
    void aForkedJournalIsLeftToPeople() throws Exception {
        keptHere(2);
        carrier.link(true);
        receipt(Priority.CROSSING, heads.get(1), Receipt.Verdict.FORKED, null);
        assertEquals(List.of(), carried(carrier.look()));
    }

    @Test
    void aPeerSendsNothingUnasked() throws Exception {
        opened(THIRD);
        carrier.link(true);
        for (CarriageMessage message :
                List.of(
                        new CarriageMessage.Load(envelope(1)),
                        new CarriageMessage.Load(new byte[300]),
                        new CarriageMessage.Hello(new byte[300]),
                        new CarriageMessage.Carrying(true))) {
            assertThrows(MalformedException.class, () -> carrier.on(THIRD, message));
        }
        for (int i = 0; i < 1_000; i++) {
            var _ = carrier.on(THIRD, nine("node-" + i, INCARNATION));
            byte[] made = new byte[16];
            made[0] = (byte) (i + 1);
            var _ = carrier.on(THIRD, nine(SECOND, made));
        }
        assertEquals(List.of(1L), wanted(SECOND, comes()), "it keeps nobody else out");
    }

    private static CarriageMessage nine(String node, byte[] incarnation) {
        return new CarriageMessage.Have(node, incarnation, new long[] {9, 9, 9, 9});
    }

    @Test
    void aHelloThatTheHubRefusesIsReplacedByAnothersOfTheSameLane() throws Exception {
        byte[] forged = hello(3, SECOND, INCARNATION);
        opened(THIRD);
        carrier.link(true);
        List<Step> steps = carrier.on(THIRD, new CarriageMessage.Hello(forged));
        assertArrayEquals(forged, greeted(steps).getFirst());
        opened(SECOND);
        carrier.on(SECOND, new CarriageMessage.Hello(hello));
        carrier.away(Sha256.of(forged), new Outcome.Rejected(0x87));
        now += 5_000;
        assertArrayEquals(hello, greeted(carrier.look()).getFirst());
    }

    @Test
    void aLaneWhoseEnvelopesAreNeverReadableCostsABoundedShareOfTheLine() throws Exception {
        opened(SECOND);
        carrier.link(true);
        has(SECOND, 9);
        hubHolds(0);
        for (int i = 0; i < CarriedChain.MOST_REFUSED; i++) {
            List<Step> steps = carrier.on(SECOND, new CarriageMessage.Load(envelope(1)));
            assertEquals(1, steps.stream().filter(Step.Carry.class::isInstance).count());
            receipt(
                    Priority.CROSSING,
                    Head.START,
                    Receipt.Verdict.UNREADABLE,
                    Sha256.of(envelope(1)));
            // What was asked for meanwhile stands behind it.
            carrier.on(SECOND, new CarriageMessage.Load(envelope(2)));
        }
        assertEquals(List.of(), wanted(SECOND, carrier.look()));
        now += CarriedChain.BARRED_MILLIS;
        assertEquals(List.of(1L), wanted(SECOND, carrier.look()));
    }

    @Test
    void whatTheBoxBeforeThisOneRecordedComesFromPeers() throws Exception {
        opened(SECOND);
        carrier.link(true);
        assertEquals(List.of(), greeted(tells(PRESENT)), "its own it sends itself");
        assertEquals(1, greeted(tells(INCARNATION)).size());
        List<Step> steps = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            Receipt receipt =
                    new Receipt(
                            "tikhaya-1",
                            INCARNATION,
                            priority,
                            Head.START,
                            now,
                            Receipt.Verdict.COUNTED,
                            List.of());
            steps.addAll(carrier.receipt(receipt, new byte[0]));
        }
        assertEquals(List.of(1L, 1L, 1L, 1L), wanted(SECOND, steps), "one of each chain");
    }

    /// Lane 2 keeps records of a journal of lane 1.
    private List<Step> tells(byte[] incarnation) throws Exception {
        byte[] its = hello(1, "tikhaya-1", incarnation);
        List<Step> steps = new ArrayList<>(carrier.on(SECOND, nine("tikhaya-1", incarnation)));
        steps.addAll(carrier.on(SECOND, new CarriageMessage.Hello(its)));
        return steps;
    }

    private List<Step> comes() throws Exception {
        opened(SECOND);
        has(SECOND, 1);
        return hubHolds(0);
    }

    @Test
    void everyMessageComesBackAsItWent() throws Exception {
        for (CarriageMessage message :
                List.of(
                        new CarriageMessage.Carrying(true),
                        new CarriageMessage.Hello(hello),
                        new CarriageMessage.Have(SECOND, INCARNATION, new long[] {1, 2, 3, 4}),
                        new CarriageMessage.Want(SECOND, INCARNATION, Priority.AUDIT, 7),
                        new CarriageMessage.Load(envelope(1)),
                        new CarriageMessage.None(SECOND, INCARNATION, Priority.IMAGE, 9),
                        new CarriageMessage.Word(new byte[120]))) {
            byte[] bytes = message.encode();
            assertArrayEquals(bytes, CarriageMessage.decode(bytes).encode());
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThrows(MalformedException.class, () -> CarriageMessage.decode(cut));
            }
        }
    }
}
