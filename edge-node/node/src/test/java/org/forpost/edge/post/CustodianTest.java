package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.forpost.protocol.bundle.HeldForPeers;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a peer keeps, what it lets go, and what it takes from nobody.
class CustodianTest {
    private static final byte[] INCARNATION = new byte[16];
    private static final String OWNER = "tikhaya-1";

    @TempDir private Path folder;
    private Custodian custodian;

    /// Envelopes of one record each, and the heads behind them.
    private final List<byte[]> envelopes = new ArrayList<>();

    private final List<Head> heads = new ArrayList<>(List.of(Head.START));

    @BeforeEach
    void greeted() throws Exception {
        EdgeKeys keys = LaneInPost.keys(1);
        for (int i = 0; i < 6; i++) {
            byte[] record = new byte[600];
            new java.util.Random(i).nextBytes(record);
            Batch batch =
                    Batch.of(OWNER, INCARNATION, Priority.AUDIT, heads.getLast(), List.of(record));
            envelopes.add(BatchCodec.seal(batch, keys.hub(), keys.keyId(), keys.signer()));
            heads.add(
                    heads.getLast()
                            .nextOf(INCARNATION, Priority.AUDIT, batch.items().get(0).hash()));
        }
        custodian = LaneInPost.custodian(folder, 3L * envelopes.getFirst().length + 100);
        greet(custodian);
    }

    private static CustodyMessage.Stand greet(Custodian by) throws MalformedException, IOException {
        return greet(by, INCARNATION);
    }

    private static CustodyMessage.Stand greet(Custodian by, byte[] incarnation)
            throws MalformedException, IOException {
        EdgeKeys keys = LaneInPost.keys(1);
        byte[] hello =
                new Hello(
                                OWNER,
                                incarnation,
                                new long[4],
                                new long[4],
                                new TreeMap<>(),
                                0,
                                new long[4],
                                null)
                        .sign(keys.keyId(), keys.signer());
        return assertInstanceOf(
                CustodyMessage.Stand.class,
                by.on(OWNER, new CustodyMessage.Greeting(hello)).orElseThrow());
    }

    private CustodyMessage keep(int which) throws MalformedException, IOException {
        return custodian.on(OWNER, new CustodyMessage.Keep(envelopes.get(which - 1))).orElseThrow();
    }

    private byte[] receipt(int upTo, Receipt.Verdict verdict) {
        return LaneInPost.receipt(OWNER, INCARNATION, Priority.AUDIT, heads.get(upTo), verdict);
    }

    private List<Long> firsts() {
        return custodian.unreceipted().stream().map(CustodyShelf.Kept::first).toList();
    }

    @Test
    void whatIsNotReceiptedNeverGoes() throws Exception {
        for (int i = 1; i <= 3; i++) {
            assertEquals(new CustodyMessage.Held(Priority.AUDIT, i, i), keep(i));
        }
        assertEquals(new CustodyMessage.Full(Priority.AUDIT, 4, 4), keep(4), "the share is used");
        assertEquals(new CustodyMessage.Held(Priority.AUDIT, 2, 2), keep(2), "held already");
        assertEquals(List.of(1L, 2L, 3L), firsts());

        assertTrue(custodian.word(receipt(1, Receipt.Verdict.COUNTED)));
        assertEquals(new CustodyMessage.Held(Priority.AUDIT, 4, 4), keep(4), "the first went");
        assertEquals(new CustodyMessage.Full(Priority.AUDIT, 5, 5), keep(5));
        assertEquals(List.of(2L, 3L, 4L), firsts());
        assertEquals(3, custodian.kept().getFirst().envelopes());
        assertEquals(3, custodian.kept().getFirst().unreceipted());
        assertTrue(custodian.word(receipt(3, Receipt.Verdict.COUNTED)));
        assertEquals(1, custodian.kept().getFirst().unreceipted());
    }

    @Test
    void onlyTheHubsReceiptOfThisHistoryLetsGo() throws Exception {
        CustodyMessage last = keep(1);
        for (int i = 2; i <= 3; i++) {
            last = keep(i);
        }
        assertEquals(new CustodyMessage.Held(Priority.AUDIT, 3, 3), last);
        byte[] forged = receipt(3, Receipt.Verdict.COUNTED);
        forged[forged.length - 1] ^= 1;
        assertFalse(custodian.word(forged));
        assertFalse(custodian.word(receipt(3, Receipt.Verdict.FORKED)));
        assertFalse(custodian.word(new byte[0]));
        assertEquals(List.of(1L, 2L, 3L), firsts());
        Head another = new Head(2, heads.get(1).hash());
        assertTrue(
                custodian.word(
                        LaneInPost.receipt(
                                OWNER,
                                INCARNATION,
                                Priority.AUDIT,
                                another,
                                Receipt.Verdict.COUNTED)));
        assertEquals(List.of(1L, 2L, 3L), firsts(), "the hub holds another history");
        assertEquals(3, custodian.kept().getFirst().unreceipted());
    }

    @Test
    void aPeerGivesNothingButItsOwn() throws Exception {
        CustodyMessage.Keep others = new CustodyMessage.Keep(envelopes.getFirst());
        var refused =
                assertThrows(MalformedException.class, () -> custodian.on("tikhaya-3", others));
        assertTrue(String.valueOf(refused.getMessage()).contains("custody.envelope.node"));
        assertThrows(
                MalformedException.class,
                () -> custodian.on(OWNER, new CustodyMessage.Keep(new byte[200])));
        assertThrows(
                MalformedException.class,
                () -> custodian.on("tikhaya-3", new CustodyMessage.Greeting(new byte[100])));
        assertThrows(
                MalformedException.class,
                () -> custodian.on(OWNER, new CustodyMessage.Held(Priority.AUDIT, 1, 1)));
        assertEquals(List.of(), firsts());
    }

    @Test
    void aPowerCutLeavesWholeEnvelopesOnly() throws Exception {
        assertEquals(new CustodyMessage.Held(Priority.AUDIT, 1, 1), keep(1));
        assertEquals(new CustodyMessage.Held(Priority.AUDIT, 2, 2), keep(2));
        Path incarnation = folder.resolve("custody").resolve(OWNER).resolve("0".repeat(32));
        Path torn = incarnation.resolve("2-00000000000000000003-1-0011223344556677.envelope.part");
        Files.write(torn, new byte[10]);
        Custodian again = LaneInPost.custodian(folder, 1 << 20);
        assertFalse(Files.exists(torn));
        var runs = greet(again).chains().get(Priority.AUDIT.code());
        assertEquals(1, runs.size());
        assertEquals(1, runs.getFirst().first());
        assertEquals(2, runs.getFirst().last());
        assertEquals(2, runs.getFirst().from());
    }

    @Test
    void whatTheHubHasIsRememberedOverARestart() throws Exception {
        for (int i = 1; i <= 3; i++) {
            assertInstanceOf(CustodyMessage.Held.class, keep(i));
        }
        assertTrue(custodian.word(receipt(2, Receipt.Verdict.COUNTED)));
        Custodian again = LaneInPost.custodian(folder, 1 << 20);
        assertEquals(
                List.of(3L), again.unreceipted().stream().map(CustodyShelf.Kept::first).toList());
        assertFalse(again.word(receipt(2, Receipt.Verdict.COUNTED)), "no news");
        assertEquals(1, again.receipts().size());
        PostStanding.Kept all = again.kept().getFirst();
        assertEquals(3, all.envelopes());
        assertEquals(1, all.unreceipted());

        // A receipt that somebody else laid there is nobody's word.
        Path incarnation = folder.resolve("custody").resolve(OWNER).resolve("0".repeat(32));
        Files.write(incarnation.resolve("chain-2.receipt"), new byte[90]);
        assertEquals(3, LaneInPost.custodian(folder, 1 << 20).unreceipted().size());
    }

    @Test
    void aBundleTakesWhatLiesThereAndChangesNothing() throws Exception {
        for (int i = 1; i <= 3; i++) {
            assertInstanceOf(CustodyMessage.Held.class, keep(i));
        }
        Path incarnation = folder.resolve("custody").resolve(OWNER).resolve("0".repeat(32));
        Path part = incarnation.resolve("2-00000000000000000009-1-0011223344556677.envelope.part");
        Files.write(part, new byte[10]);
        HeldForPeers custody =
                LaneInPost.custodyAsItLies(folder)
                        .forBundle(List.of(receipt(1, Receipt.Verdict.COUNTED)));
        assertTrue(Files.exists(part), "the lane is about to write it");
        assertEquals(1, custody.hellos().size());
        assertEquals(
                List.of(false, true, true),
                custody.all().stream().map(HeldForPeers.Held::waits).toList());
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(envelopes.get(i), custody.envelope(custody.all().get(i)));
        }
        // Let go by the lane meanwhile; and a sector that went bad.
        Files.delete(file(incarnation, custody.all().get(0)));
        assertNull(custody.envelope(custody.all().get(0)));
        Path second = file(incarnation, custody.all().get(1));
        byte[] bytes = Files.readAllBytes(second);
        bytes[300] ^= 1;
        Files.write(second, bytes);
        assertThrows(IOException.class, () -> custody.envelope(custody.all().get(1)));
        assertEquals(0, LaneInPost.custodyAsItLies(folder.resolve("none")).kept().size());
        assertFalse(Files.exists(folder.resolve("none")));
    }

    private static Path file(Path incarnation, HeldForPeers.Held one) {
        return incarnation.resolve(
                "%d-%020d-1-%s.envelope"
                        .formatted(one.priority().code(), one.first(), one.digest()));
    }

    /// A box whose disk is restored now and then: of its journals those go that the hub holds.
    @Test
    void aNinthJournalOfALaneTakesThePlaceOfOneThatTheHubHolds() throws Exception {
        assertInstanceOf(CustodyMessage.Held.class, keep(1));
        for (int i = 1; i < Custodian.MOST_INCARNATIONS; i++) {
            greet(custodian, incarnation(i));
        }
        greet(custodian, incarnation(100));
        assertEquals(Custodian.MOST_INCARNATIONS, custodian.hellos().size());
        assertEquals(List.of(1L), firsts(), "what waits stays, whichever journal it is of");
        assertTrue(greet(custodian).chains().stream().anyMatch(runs -> !runs.isEmpty()));
        assertTrue(custodian.word(receipt(1, Receipt.Verdict.COUNTED)));
        for (int i = 101; i < 110; i++) {
            greet(custodian, incarnation(i));
        }
        assertEquals(0, custodian.kept().size());
        assertEquals(
                Custodian.MOST_INCARNATIONS, LaneInPost.custodian(folder, 1 << 20).hellos().size());
    }

    private static byte[] incarnation(int which) {
        byte[] incarnation = new byte[16];
        incarnation[0] = (byte) which;
        return incarnation;
    }

    @Test
    void everyMessageComesBackAsItWent() throws Exception {
        List<CustodyMessage> all =
                List.of(
                        new CustodyMessage.Held(Priority.ALERT, 7, 9),
                        new CustodyMessage.Full(Priority.IMAGE, 1, 1),
                        greet(custodian));
        for (CustodyMessage one : all) {
            assertEquals(one, CustodyMessage.decode(one.encode()));
        }
        for (int cut = 0; cut < all.getFirst().encode().length; cut++) {
            byte[] torn = java.util.Arrays.copyOf(all.getFirst().encode(), cut);
            assertThrows(MalformedException.class, () -> CustodyMessage.decode(torn));
        }
    }

    @Test
    void whoeverNamesItsJournalAsAnotherLanesTakesNothingFromIt() throws Exception {
        assertInstanceOf(CustodyMessage.Held.class, keep(1));
        EdgeKeys keys = LaneInPost.keys(3);
        byte[] hello =
                new Hello("tikhaya-3", INCARNATION, new long[4], new long[4], new TreeMap<>(), 0)
                        .sign(keys.keyId(), keys.signer());
        var _ = custodian.on("tikhaya-3", new CustodyMessage.Greeting(hello));
        Custodian.Waiting waiting = custodian.waiting().getFirst();
        assertEquals(OWNER, waiting.node());
        assertEquals(
                OWNER,
                Hello.open(waiting.hello(), (message, signature) -> true).node(),
                "the hub hears whose they are");
        assertInstanceOf(CustodyMessage.Held.class, keep(2), "its own lane is still known");
    }
}
