package org.forpost.protocol.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.Inflater;
import org.forpost.protocol.bundle.BundleAnswer;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.EnvelopeFile;
import org.forpost.protocol.crypto.Aead;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sealed;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.ChipFinding;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.TrustAnchors;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.LedgerEntry;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every worked example of SPEC.md, read out of the page: the code says the same bytes, and reads
/// in them what the page says.
class SpecPageTest {
    private static final Path PAGE = Path.of("SPEC.md");

    private final Map<String, byte[]> page;

    SpecPageTest() throws IOException {
        page = SpecPage.read(PAGE);
    }

    private byte[] example(String name) {
        byte[] bytes = page.get(name);
        assertTrue(bytes != null && bytes.length > 0, () -> "SPEC.md shows no " + name);
        return bytes;
    }

    @TestFactory
    List<DynamicTest> theCodeWritesWhatThePageShows() {
        assertEquals(WorkedExamples.all().keySet(), page.keySet());
        return WorkedExamples.all().entrySet().stream()
                .map(example ->
                        DynamicTest.dynamicTest(
                                example.getKey(),
                                () -> assertWrites(example.getKey(), example.getValue())))
                .toList();
    }

    /// The Deflate stream inside an envelope is the library's choice (§3.3): where this JDK's zlib
    /// chooses another one, what stands around it cannot be the same bytes either.
    private void assertWrites(String name, List<HexLine> made) throws NotAuthenticException {
        boolean holdsEnvelope =
                List.of(
                                "batch-envelope",
                                "message-piece",
                                "ledger-accepted",
                                "bundle-records",
                                "bundle-manifest",
                                "bundle-answer")
                        .contains(name);
        if (holdsEnvelope) {
            assumeTrue(
                    Arrays.equals(
                            deflated(example("batch-envelope")),
                            deflated(WorkedExamples.envelope())),
                    "this zlib chooses another Deflate stream than the page shows");
        }
        assertArrayEquals(HexLine.join(made), example(name));
    }

    private static byte[] deflated(byte[] envelope) throws NotAuthenticException {
        byte[][] parts = WorkedExamples.batchParts(envelope);
        return Hpke.unsealer(WorkedExamples.HUB_SEAL)
                .open(
                        "forpost/v1/batch".getBytes(StandardCharsets.US_ASCII),
                        parts[0],
                        new Sealed(parts[1], parts[2]));
    }

    @Test
    void theCrossingIsReadAsThePageTellsIt() throws Exception {
        PostRecord record = RecordCodec.decode(example("record-crossing"));
        assertEquals("lane-1", record.node());
        assertEquals(1_795_000_000_001L, record.stamp().wallMillis());
        assertEquals("101112131415161718191a1b1c1d1e1f", record.id().toString());
        Crossing crossing = (Crossing) record.body();
        assertEquals(new Crossing.Document("P", "UZB", "FA1234567"), crossing.document());
        assertEquals("KARIMOVA", crossing.person().surname());
        assertEquals(1990_04_17, crossing.person().birthDate());
        assertEquals(74, crossing.fingers().getFirst().quality());
        assertEquals(7, crossing.exceptions().getFirst().position());
        assertEquals(Crossing.Outcome.ADMIT, crossing.decision().outcome());
        assertEquals(List.of("SLAP-0001"), crossing.devices());
        Crossing correction = (Crossing) RecordCodec.decode(example("record-correction")).body();
        assertEquals(record.id(), correction.corrects());
        assertEquals(WorkedExamples.correction().body(), correction);
        assertTrue(correction.hit());
        Crossing second = (Crossing) RecordCodec.decode(example("record-second-line")).body();
        assertEquals(record.id(), second.referred());
        assertEquals(WorkedExamples.secondLine().body(), second);
        Crossing chip = (Crossing) RecordCodec.decode(example("record-chip")).body();
        assertEquals(WorkedExamples.chip().body(), chip);
        ChipFinding finding = Objects.requireNonNull(chip.chip());
        assertFalse(finding.anchored() || finding.hashesFit());
        assertTrue(finding.suspect());
        Image image = (Image) RecordCodec.decode(example("record-image")).body();
        assertEquals(record.id(), image.crossing());
        assertArrayEquals(crossing.fingers().getFirst().image(), image.hash());
        Audit audit = (Audit) RecordCodec.decode(example("record-audit")).body();
        assertEquals("release-refused", audit.event());
    }

    @Test
    void theEntryOpensWithTheNodesKeyAndWithTheHubs() throws Exception {
        byte[] header = example("segment-header");
        byte[] place = ByteBuffer.allocate(24).put(WorkedExamples.INCARNATION).putLong(1).array();
        byte[] byNode =
                new Aead(WorkedExamples.STORAGE_KEY)
                        .decrypt(
                                Arrays.copyOfRange(header, 196, 208),
                                place,
                                Arrays.copyOfRange(header, 208, 256));
        byte[] byHub =
                Hpke.unsealer(WorkedExamples.HUB_SEAL)
                        .open(
                                "forpost/v1/segment-key".getBytes(StandardCharsets.US_ASCII),
                                place,
                                new Sealed(
                                        Arrays.copyOfRange(header, 258, 290),
                                        Arrays.copyOfRange(header, 290, 338)));
        assertArrayEquals(byNode, byHub);
        byte[] entry = example("journal-entry");
        byte[] record =
                new Aead(byHub)
                        .decrypt(
                                ByteBuffer.allocate(12).putLong(4, 1).array(),
                                Arrays.copyOf(entry, 62),
                                Arrays.copyOfRange(entry, 62, entry.length));
        assertArrayEquals(example("record-crossing"), record);
        assertArrayEquals(example("chain-head"), Arrays.copyOfRange(entry, 30, 62));
        byte[] numbered = ByteBuffer.allocate(8).putLong(1).array();
        assertArrayEquals(
                example("chain-head"),
                Sha256.of(
                        new byte[] {1},
                        WorkedExamples.INCARNATION,
                        new byte[] {1},
                        numbered,
                        new byte[32],
                        Sha256.of(record)));
    }

    @Test
    void theBatchOpensAtTheHub() throws Exception {
        byte[] envelope = example("batch-envelope");
        Batch batch =
                BatchCodec.open(
                        envelope,
                        check(WorkedExamples.NODE_SEED),
                        Hpke.unsealer(WorkedExamples.HUB_SEAL));
        assertEquals("lane-1", batch.node());
        assertEquals(Priority.CROSSING, batch.priority());
        assertEquals(1, batch.first());
        assertArrayEquals(
                example("record-crossing"), ((Batch.Item.Whole) batch.items().getFirst()).record());
        assertArrayEquals(example("batch-header"), WorkedExamples.batchParts(envelope)[0]);
        Chunk chunk = ((Message.Piece) Message.decode(example("message-piece"), 1 << 20)).chunk();
        assertTrue(chunk.whole());
        assertArrayEquals(envelope, chunk.piece());
        assertArrayEquals(Sha256.of(envelope), chunk.object());
    }

    @Test
    void receiptHelloAndReleaseAreReadAsThePageTellsThem() throws Exception {
        Receipt receipt = Receipt.open(example("receipt"), check(WorkedExamples.RECEIPT_SEED));
        assertEquals(WorkedExamples.receipt().refused(), receipt.refused());
        assertArrayEquals(example("chain-head"), receipt.head().hash());
        assertEquals(Receipt.Verdict.COUNTED, receipt.verdict());
        Hello hello = Hello.open(example("hello"), check(WorkedExamples.NODE_SEED));
        assertEquals(1, hello.backlog());
        assertEquals(Map.of(Role.WATCHLIST, 41L), hello.releases());
        Manifest manifest = Manifest.open(example("release"), check(WorkedExamples.RELEASE_SEED));
        assertEquals(42, manifest.number());
        byte[] content = example("watchlist");
        assertEquals(content.length, manifest.contentBytes());
        assertArrayEquals(Sha256.of(content), manifest.content());
        Watchlist.Nominal nominal = Watchlist.decode(content).nominals().getFirst();
        assertEquals("N-2041", nominal.id());
        assertEquals(1981_00_00, nominal.birthDate());
        Operators.Operator operator = Operators.decode(example("operators")).operators().getFirst();
        assertEquals("a.grigoryan", operator.login());
        assertEquals(Set.of(Operators.Role.OFFICER, Operators.Role.SUPERVISOR), operator.roles());
        assertEquals(65_536, operator.verifier().memoryKib());
        TrustAnchors trust = TrustAnchors.decode(example("trust"));
        assertEquals(6, trust.certificates().getFirst().length);
        assertEquals(4, trust.revocations().getFirst().length);
        assertEquals("FA7654321", Watchlist.decode(content).documents().getFirst().number());
        Message.Want want = (Message.Want) Message.decode(example("message-want"), 1 << 24);
        assertArrayEquals(manifest.content(), want.object());
    }

    @Test
    void theLedgerIsReadAsThePageTellsIt() throws Exception {
        LedgerEntry.Accepted accepted =
                (LedgerEntry.Accepted) LedgerEntry.decode(example("ledger-accepted"));
        assertEquals(1, accepted.first());
        assertArrayEquals(example("batch-envelope"), accepted.envelope());
        LedgerEntry.Contact contact =
                (LedgerEntry.Contact) LedgerEntry.decode(example("ledger-contact"));
        assertArrayEquals(WorkedExamples.INCARNATION, contact.incarnation());
    }

    @Test
    void theSecondSegmentBeginsAnotherIncarnationThatCarriesTheCrossing() throws Exception {
        ByteBuffer header = ByteBuffer.wrap(example("segment-header-again"));
        byte[] incarnation = new byte[16];
        header.position(4).get(incarnation);
        assertFalse(Arrays.equals(WorkedExamples.INCARNATION, incarnation));
        byte[] carried = new byte[32];
        assertEquals(2, header.getLong());
        assertEquals(2, header.getLong());
        assertEquals(0, header.getLong());
        header.position(header.position() + 32);
        assertEquals(1, header.getLong());
        header.get(carried);
        assertArrayEquals(
                Sha256.of(
                        new byte[] {1},
                        incarnation,
                        new byte[] {1},
                        ByteBuffer.allocate(8).putLong(1).array(),
                        new byte[32],
                        Sha256.of(example("record-crossing"))),
                carried);
        byte[] place =
                ByteBuffer.allocate(40)
                        .put(incarnation)
                        .putLong(2)
                        .put(WorkedExamples.INCARNATION)
                        .array();
        byte[] bytes = example("segment-header-again");
        byte[] key =
                new Aead(WorkedExamples.STORAGE_KEY)
                        .decrypt(
                                Arrays.copyOfRange(bytes, 196, 208),
                                place,
                                Arrays.copyOfRange(bytes, 208, 256));
        assertEquals(32, key.length);
        assertArrayEquals(
                Sha256.of(Arrays.copyOf(bytes, 196), Arrays.copyOfRange(bytes, 256, 338)),
                Arrays.copyOfRange(bytes, 338, 370));
    }

    @Test
    void aRecordByItsHashIsReadAsThePageTellsIt() throws Exception {
        Batch batch =
                new Batch(
                        WorkedExamples.NODE,
                        WorkedExamples.INCARNATION,
                        Priority.CROSSING,
                        Head.START,
                        List.of(new Batch.Item.Withheld(Sha256.of(example("record-crossing")))));
        byte[] envelope =
                BatchCodec.seal(
                        batch,
                        Hpke.sealer(
                                Hpke.publicKey(WorkedExamples.HUB_SEAL),
                                WorkedExamples.randomness()),
                        WorkedExamples.keyId(WorkedExamples.NODE_SEED),
                        Ed25519.signer(WorkedExamples.NODE_SEED));
        assertArrayEquals(example("batch-withheld"), expanded(deflated(envelope)));
        Batch opened =
                BatchCodec.open(
                        envelope,
                        check(WorkedExamples.NODE_SEED),
                        Hpke.unsealer(WorkedExamples.HUB_SEAL));
        Batch.Item.Withheld item = (Batch.Item.Withheld) opened.items().getFirst();
        assertArrayEquals(
                Arrays.copyOfRange(example("batch-withheld"), 4, 36),
                item.hash(),
                "array of one, array of one, 32 bytes");
        Head after = Head.START.nextOf(WorkedExamples.INCARNATION, Priority.CROSSING, item.hash());
        assertArrayEquals(example("chain-head"), after.hash());
    }

    private static byte[] expanded(byte[] deflated) throws Exception {
        Inflater inflater = new Inflater(true);
        inflater.setDictionary(dictionary());
        inflater.setInput(deflated);
        byte[] plain = new byte[1024];
        int length = inflater.inflate(plain);
        inflater.end();
        return Arrays.copyOf(plain, length);
    }

    @Test
    void theReceiptsOfAnUnreadableEnvelopeAndOfPiecesAreReadAsThePageTellsThem() throws Exception {
        Receipt unreadable =
                Receipt.open(example("receipt-unreadable"), check(WorkedExamples.RECEIPT_SEED));
        assertEquals(Receipt.Verdict.UNREADABLE, unreadable.verdict());
        assertArrayEquals(WorkedExamples.counting(0xc0, 32), unreadable.object());
        Receipt holding = Receipt.open(example("receipt-held"), check(WorkedExamples.RECEIPT_SEED));
        assertEquals(Priority.IMAGE, holding.priority());
        Receipt.Held held = holding.held().getFirst();
        assertArrayEquals(WorkedExamples.counting(0xc0, 32), held.object());
        assertEquals("{0, 1, 9}", BitSet.valueOf(held.bitmap()).toString());
    }

    @Test
    void theBundleAndItsAnswerAreReadAsThePageTellsThem() throws Exception {
        byte[] file = example("bundle-records");
        List<byte[]> envelopes = EnvelopeFile.read(file);
        assertEquals(1, envelopes.size());
        assertArrayEquals(example("batch-envelope"), envelopes.getFirst());
        byte[] signed = example("bundle-manifest");
        assertEquals("lane-1", BundleManifest.claim(signed));
        BundleManifest manifest = BundleManifest.open(signed, check(WorkedExamples.NODE_SEED));
        assertArrayEquals(
                Arrays.copyOf(Sha256.of(Hpke.publicKey(WorkedExamples.HUB_SEAL)), 8),
                manifest.hub());
        assertArrayEquals(example("hello"), manifest.hellos().getFirst());
        assertArrayEquals(example("receipt-held"), manifest.receipts().getFirst());
        BundleManifest.RecordsFile records = manifest.files().getFirst();
        assertEquals(1, records.envelopes());
        assertEquals(file.length, records.bytes());
        assertArrayEquals(Sha256.of(file), records.hash());
        BundleAnswer answer =
                BundleAnswer.open(example("bundle-answer"), check(WorkedExamples.RECEIPT_SEED));
        assertArrayEquals(Sha256.of(signed), answer.bundle());
        assertEquals("lane-1", answer.carrier());
        assertArrayEquals(example("receipt"), answer.receipts().getFirst());
        assertArrayEquals(example("release"), answer.releases().getFirst());
    }

    private static byte[] dictionary() throws IOException {
        return Files.readAllBytes(
                Path.of("src/main/resources/org/forpost/protocol/envelope/dictionary-1.bin"));
    }

    @Test
    void theDictionaryIsTheOneThatThePageNames() throws Exception {
        assertTrue(
                Files.readString(PAGE).contains(HexFormat.of().formatHex(Sha256.of(dictionary()))));
    }

    private static SignatureCheck check(byte[] seed) {
        return Ed25519.check(Ed25519.publicKey(seed));
    }
}
