package org.forpost.protocol.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubAlarm;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.Outbox;
import org.forpost.protocol.sync.Releases;
import org.forpost.protocol.world.FaultyDisk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The error tables of SPEC.md, held against what both ends really do: each fault is committed, and
/// the page must have a row with its field and its code.
class ErrorTablesTest {
    private static final String NODE = WorkedExamples.NODE;
    private static final byte[] NODE_KEY = WorkedExamples.keyId(WorkedExamples.NODE_SEED);

    private final List<String> page;
    private final HubConversation hub =
            new HubConversation(
                    new HubKeys(
                            WorkedExamples.keyId(WorkedExamples.RECEIPT_SEED),
                            Ed25519.signer(WorkedExamples.RECEIPT_SEED),
                            Hpke.unsealer(WorkedExamples.HUB_SEAL),
                            ErrorTablesTest::enrolled),
                    () -> WorkedExamples.HUB_MILLIS);
    private long ticket;

    ErrorTablesTest() throws Exception {
        page = Files.readAllLines(Path.of("SPEC.md"));
    }

    private static @Nullable SignatureCheck enrolled(String node) {
        return switch (node) {
            case NODE -> Ed25519.check(Ed25519.publicKey(WorkedExamples.NODE_SEED));
            case "lane-2" -> Ed25519.check(Ed25519.publicKey(WorkedExamples.STORAGE_KEY));
            default -> null;
        };
    }

    /// Rows of the table in a section, as lists of cells.
    private List<List<String>> table(String section) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : page) {
            if (line.startsWith("#")) {
                inside = line.startsWith("### " + section + " ");
            } else if (inside && line.startsWith("|")) {
                rows.add(Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList());
            }
        }
        return rows;
    }

    private List<String> row(String section, String fault) {
        List<List<String>> found =
                table(section).stream().filter(row -> row.getFirst().contains(fault)).toList();
        assertEquals(1, found.size(), () -> "§" + section + " has no one row on " + fault);
        return found.getFirst();
    }

    private List<HubAction> take(String node, Message message) {
        return take(node, message.encode());
    }

    private List<HubAction> take(String node, byte[] message) {
        List<HubAction> done =
                new ArrayList<>(hub.on(new HubEvent.Arrived(node, ++ticket, message)));
        for (HubAction action : List.copyOf(done)) {
            if (action instanceof HubAction.Append(long entry, var _)) {
                done.addAll(hub.on(new HubEvent.Forced(entry)));
            }
        }
        return done;
    }

    private static <T> T only(List<?> actions, Class<T> type) {
        List<T> found = actions.stream().filter(type::isInstance).map(type::cast).toList();
        assertEquals(1, found.size(), () -> type.getSimpleName() + " in " + actions);
        return found.getFirst();
    }

    /// The hub refuses, and the page says with which code.
    private List<HubAction> assertRefused(
            String section, String fault, String says, String node, byte[] message) {
        List<HubAction> done = take(node, message);
        HubAction.Reject reject = only(done, HubAction.Reject.class);
        HubAction.Alarm alarm = only(done, HubAction.Alarm.class);
        HubAlarm.Refused refused = assertInstanceOf(HubAlarm.Refused.class, alarm.what());
        assertTrue(refused.field().startsWith(says), refused.field());
        assertEquals(reject.code(), refused.code());
        String code = "0x" + Integer.toHexString(reject.code());
        assertTrue(row(section, fault).get(1).contains(code), () -> fault + " is " + code);
        return done;
    }

    private byte[] hello(String node) {
        Hello good = WorkedExamples.hello();
        return new Message.Hello(
                        new Hello(
                                        node,
                                        good.incarnation(),
                                        good.recorded(),
                                        good.receipted(),
                                        good.releases(),
                                        good.wallMillis())
                                .sign(NODE_KEY, Ed25519.signer(WorkedExamples.NODE_SEED)))
                .encode();
    }

    private static byte[] piece(Batch batch) {
        byte[] envelope =
                BatchCodec.seal(
                        batch,
                        Hpke.sealer(
                                Hpke.publicKey(WorkedExamples.HUB_SEAL),
                                WorkedExamples.randomness()),
                        NODE_KEY,
                        Ed25519.signer(WorkedExamples.NODE_SEED));
        return new Message.Piece(Chunk.cut(envelope).getFirst()).encode();
    }

    private static Batch batch(String node, byte[] record) {
        return Batch.of(
                node, WorkedExamples.INCARNATION, Priority.CROSSING, Head.START, List.of(record));
    }

    private static byte[] record(String node) {
        PostRecord good = WorkedExamples.crossing();
        return RecordCodec.encode(new PostRecord(good.id(), node, good.stamp(), good.body()));
    }

    @Test
    void messagesThatAreNone() {
        assertRefused("4.1", "`message`", "message:", NODE, new byte[] {1});
        assertRefused("4.1", "`message.version`", "message.version", NODE, new byte[] {2, 1, 0});
        assertRefused("4.1", "`message.kind`", "message.kind", NODE, new byte[] {1, 9, 0});
        byte[] receipt = new Message.Receipt(new byte[] {1}).encode();
        assertRefused("4.1", "a kind that this end never gets", "message.kind", NODE, receipt);
        byte[] want = new Message.Want(new byte[32], 8000).encode();
        want[want.length - 1]++;
        assertRefused("4.1", "`want.offset`", "want.offset", NODE, want);
        assertEquals(
                1,
                take(NODE, new Message.Want(new byte[32], 0)).size(),
                "a want of nothing is acknowledged and answered by nothing");
    }

    @Test
    void piecesThatAreOfNothing() {
        Chunk good = Chunk.cut(new byte[16_000]).get(1);
        byte[] odd = new Message.Piece(good).encode();
        odd[41]++;
        assertRefused("4.1", "`chunk.offset`", "chunk.offset", NODE, odd);
        byte[] long1 = Arrays.copyOf(new Message.Piece(good).encode(), 8043);
        assertRefused("4.1", "`chunk.piece`", "chunk.piece", NODE, long1);
        byte[] huge = new Message.Piece(good).encode();
        huge[34] = 0x7f;
        assertRefused("4.1", "`chunk.total`", "chunk.total", NODE, huge);
        take(NODE, hello(NODE));
        byte[] other = new byte[8000];
        other[0] = 1;
        take(NODE, new Message.Piece(new Chunk(good.object(), 16_000, 0, other)));
        assertRefused(
                "4.1", "`chunk.object`", "chunk.object", NODE, new Message.Piece(good).encode());
    }

    @Test
    void hellosThatAreNotBelieved() {
        byte[] spoilt = hello(NODE);
        spoilt[spoilt.length - 1]++;
        assertRefused("5.3", "`hello` and its keys", "the signature", NODE, spoilt);
        assertRefused("5.3", "`hello.node`", "hello.node", NODE, hello("lane-2"));
        assertRefused("5.3", "not enrolled", "no such node", "lane-9", hello("lane-9"));
        for (int i = 0; i < 4096; i++) {
            var _ = take(NODE, incarnation(i));
        }
        List<HubAction> done = take(NODE, incarnation(4096));
        assertEquals(0x83, only(done, HubAction.Reject.class).code());
        assertInstanceOf(
                HubAlarm.TooManyIncarnations.class, only(done, HubAction.Alarm.class).what());
        assertEquals("0x83", row("5.3", "a 4,097th incarnation").get(1));
    }

    /// Of another node, by the connection of this one.
    @Test
    void whatIsCarriedThatIsNotBelieved() throws Exception {
        byte[] good = hello(NODE);
        byte[] signed = Arrays.copyOfRange(good, 2, good.length);
        byte[] spoilt = signed.clone();
        spoilt[spoilt.length - 1]++;
        String by = "lane-2";
        assertRefused(
                "5.3",
                "carried hello: its keys",
                "the signature",
                by,
                new Message.CarriedHello(spoilt).encode());
        byte[] stranger = hello("lane-9");
        assertRefused(
                "5.3",
                "carried hello of a node that nobody enrolled",
                "of lane-9: hello.node",
                by,
                new Message.CarriedHello(Arrays.copyOfRange(stranger, 2, stranger.length))
                        .encode());
        byte[] envelope = WorkedExamples.envelope();
        assertRefused(
                "4.1",
                "carried piece: an incarnation",
                "of lane-1: batch.incarnation",
                by,
                carried(envelope));
        take(by, new Message.CarriedHello(signed).encode());
        var _ = hub.on(new HubEvent.Joined(by));
        byte[] altered = envelope.clone();
        altered[altered.length - 1]++;
        List<HubAction> done =
                assertRefused(
                        "4.1",
                        "carried piece: an envelope that is not authentic",
                        "of lane-1: the signature",
                        by,
                        carried(altered));
        assertTrue(done.stream().noneMatch(HubAction.Publish.class::isInstance));
        assertRefused(
                "4.1",
                "carried piece: no header",
                "batch.header",
                by,
                carried(new byte[] {1, 2, 3}));
        done = take(by, carried(envelope));
        only(done, HubAction.Acknowledge.class);
        only(done, HubAction.Publish.class);
    }

    private static byte[] carried(byte[] envelope) {
        return new Message.CarriedPiece(Chunk.cut(envelope).getFirst()).encode();
    }

    private static byte[] incarnation(int which) {
        byte[] incarnation = new byte[16];
        incarnation[0] = (byte) which;
        incarnation[1] = (byte) (which >> 8);
        return new Message.Hello(
                        new Hello(NODE, incarnation, new long[4], new long[4], new TreeMap<>(), 0)
                                .sign(NODE_KEY, Ed25519.signer(WorkedExamples.NODE_SEED)))
                .encode();
    }

    @Test
    void envelopesThatCannotBeRead() throws Exception {
        byte[] good = piece(batch(NODE, record(NODE)));
        assertRefused("3.5", "`batch.incarnation`", "batch.incarnation", NODE, good);
        var _ = hub.on(new HubEvent.Joined(NODE));
        take(NODE, hello(NODE));
        byte[] spoilt = WorkedExamples.envelope();
        spoilt[spoilt.length - 1]++;
        byte[] message = new Message.Piece(Chunk.cut(spoilt).getFirst()).encode();
        List<HubAction> done =
                assertRefused(
                        "3.5", "signature or seal does not fit", "the signature", NODE, message);
        HubAction.Publish published = only(done, HubAction.Publish.class);
        byte[] signed = ((Message.Receipt) Message.decode(published.message(), 1 << 20)).signed();
        Receipt receipt =
                Receipt.open(signed, Ed25519.check(Ed25519.publicKey(WorkedExamples.RECEIPT_SEED)));
        assertEquals(Receipt.Verdict.UNREADABLE, receipt.verdict());
        byte[] another = piece(batch("lane-2", record("lane-2")));
        assertRefused("3.5", "`batch.node`", "batch.node", NODE, another);
        byte[] version = WorkedExamples.envelope();
        version[0] = 2;
        assertRefused(
                "3.5",
                "`sign1.version`",
                "sign1.version",
                NODE,
                new Message.Piece(Chunk.cut(version).getFirst()).encode());
    }

    @Test
    void aBadRecordIsToldByNumberAndField() throws Exception {
        var _ = hub.on(new HubEvent.Joined(NODE));
        take(NODE, hello(NODE));
        Head lastHead = Head.START;
        for (Map.Entry<String, byte[]> fault :
                Map.of(
                                "`record.node`",
                                record("lane-2"),
                                "`record: of another chain`",
                                RecordCodec.encode(WorkedExamples.audit()))
                        .entrySet()) {
            Batch batch =
                    new Batch(
                            NODE,
                            WorkedExamples.INCARNATION,
                            Priority.CROSSING,
                            lastHead,
                            List.of(new Batch.Item.Whole(fault.getValue())));
            lastHead =
                    lastHead.next(WorkedExamples.INCARNATION, Priority.CROSSING, fault.getValue());
            List<HubAction> done = take(NODE, piece(batch));
            HubAlarm.Quarantined alarm =
                    assertInstanceOf(
                            HubAlarm.Quarantined.class, only(done, HubAction.Alarm.class).what());
            String field = fault.getKey().replace("`", "");
            assertTrue(alarm.field().startsWith(field), alarm.field());
            assertEquals("receipt key 8", row("1.3", fault.getKey()).get(1));
        }
    }

    @Test
    void aNodeIgnoresWhatIsNotTheHubsAndStaysConnected() throws Exception {
        try (Journal journal = journal()) {
            EdgeConversation node = node(journal);
            var _ = node.on(0, new EdgeEvent.Wake());
            List<EdgeAction> greeting = node.on(1, new EdgeEvent.Connected());
            assertIgnored(node, new byte[] {1, 9, 0}, "message refused: message.kind");
            assertIgnored(node, hello(NODE), "message refused: message.kind");
            Receipt receipt = WorkedExamples.unreadable();
            byte[] forged = receipt.sign(NODE_KEY, Ed25519.signer(WorkedExamples.NODE_SEED));
            assertIgnored(node, new Message.Receipt(forged).encode(), "receipt refused: it is not");
            byte[] another =
                    WorkedExamples.receipt()
                            .sign(NODE_KEY, Ed25519.signer(WorkedExamples.RECEIPT_SEED));
            assertIgnored(
                    node, new Message.Receipt(another).encode(), "receipt refused: it is for");
            assertTrue(
                    row("5.3", "a receipt for a journal that is not its own")
                            .get(3)
                            .contains("the same"));
            byte[] peers =
                    new Receipt(
                                    "lane-2",
                                    WorkedExamples.INCARNATION,
                                    Priority.CROSSING,
                                    new Head(7, new byte[32]),
                                    WorkedExamples.HUB_MILLIS,
                                    Receipt.Verdict.COUNTED,
                                    List.of())
                            .sign(NODE_KEY, Ed25519.signer(WorkedExamples.RECEIPT_SEED));
            List<EdgeAction> handed =
                    node.on(1, new EdgeEvent.Arrived(new Message.Receipt(peers).encode()));
            only(handed, EdgeAction.PeerReceipt.class);
            assertTrue(handed.stream().noneMatch(EdgeAction.Receipted.class::isInstance));
            assertTrue(row("5.3", "a receipt for another node").get(3).contains("hands it on"));
            assertTrue(row("5.3", "`receipt` and its keys").get(3).contains("stays connected"));
            long hello = only(greeting, EdgeAction.Publish.class).ticket();
            List<EdgeAction> done = node.on(2, new EdgeEvent.Rejected(hello, 0x99));
            only(done, EdgeAction.HangUp.class);
            assertEquals(
                    EdgeAction.Alarm.Code.MESSAGE_REFUSED,
                    only(done, EdgeAction.Alarm.class).code());
            assertEquals(2 + 30_000, only(done, EdgeAction.WakeAt.class).millis());
        }
        Predicate<String> says = line -> line.contains("hangs up and dials again after 30 s");
        assertTrue(page.stream().anyMatch(says));
    }

    private static void assertIgnored(EdgeConversation node, byte[] message, String says) {
        List<EdgeAction> done = node.on(1, new EdgeEvent.Arrived(message));
        String why = only(done, EdgeAction.Refuse.class).why();
        assertTrue(why.startsWith(says), why);
        assertTrue(done.stream().noneMatch(EdgeAction.HangUp.class::isInstance));
    }

    private static Journal journal() throws Exception {
        var randomness = WorkedExamples.randomness();
        return Journal.open(
                FaultyDisk.of(Map.of()),
                new SegmentKeys(
                        WorkedExamples.STORAGE_KEY,
                        Hpke.sealer(Hpke.publicKey(WorkedExamples.HUB_SEAL), randomness),
                        WorkedExamples.randomness()),
                count -> new byte[count],
                line -> {});
    }

    private static EdgeConversation node(Journal journal) {
        SignatureCheck releases = Ed25519.check(Ed25519.publicKey(WorkedExamples.RELEASE_SEED));
        return new EdgeConversation(
                new EdgeKeys(
                        NODE,
                        NODE_KEY,
                        Ed25519.signer(WorkedExamples.NODE_SEED),
                        Hpke.sealer(
                                Hpke.publicKey(WorkedExamples.HUB_SEAL),
                                WorkedExamples.randomness()),
                        Ed25519.check(Ed25519.publicKey(WorkedExamples.RECEIPT_SEED))),
                Outbox.of(journal),
                EdgeConversation.Standing.none(),
                new Releases(Map.of(Role.WATCHLIST, 41L), releases),
                () -> 0);
    }

    @Test
    void everySectionWithAFormatHasItsTable() {
        for (String section : List.of("1.3", "2.6", "3.5", "4.1", "5.3", "6.5", "8.5")) {
            assertTrue(table(section).size() > 5, section);
            int cells = table(section).getFirst().size();
            table(section).forEach(row -> assertEquals(cells, row.size(), row.toString()));
        }
    }
}
