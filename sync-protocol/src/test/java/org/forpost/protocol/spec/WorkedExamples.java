package org.forpost.protocol.spec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.forpost.protocol.bundle.BundleAnswer;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.EnvelopeFile;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.journal.Store;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.ChipFinding;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.record.Verification;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.TrustAnchors;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.LedgerEntry;

/// What SPEC.md shows, made with the keys that it states.
final class WorkedExamples {
    static final String NODE = "lane-1";
    static final byte[] NODE_SEED = counting(0x00, 32);
    static final byte[] RECEIPT_SEED = counting(0x20, 32);
    static final byte[] RELEASE_SEED = counting(0x40, 32);
    static final byte[] HUB_SEAL = counting(0x60, 32);
    static final byte[] STORAGE_KEY = counting(0x80, 32);
    static final byte[] INCARNATION = counting(0xa0, 16);
    static final byte[] FINGER_IMAGE = "four fingers".getBytes(StandardCharsets.US_ASCII);
    static final long HUB_MILLIS = 1_795_000_009_000L;

    private WorkedExamples() {}

    /// Bytes that count up from a first one: a0 a1 a2 …, and 00 after ff.
    static byte[] counting(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    /// The randomness of the page: one endless count from a0, a fresh one for each example.
    static Randomness randomness() {
        int[] at = {0xa0};
        return count -> {
            byte[] bytes = counting(at[0], count);
            at[0] += count;
            return bytes;
        };
    }

    static PostRecord crossing() {
        return record(
                0x01,
                new Crossing(
                        Crossing.Direction.ENTRY,
                        new Crossing.Document("P", "UZB", "FA1234567"),
                        new Crossing.Person("KARIMOVA", "DILNOZA", 1990_04_17, "UZB", "F"),
                        Crossing.Category.ORDINARY,
                        null,
                        List.of(
                                new Crossing.Finger(
                                        2, 74, counting(1, 6), Sha256.of(FINGER_IMAGE))),
                        List.of(
                                new Crossing.FingerException(
                                        7, Crossing.FingerException.Reason.MISSING, true)),
                        null,
                        new Crossing.Comparison(
                                41,
                                100_000,
                                List.of(new Crossing.Candidate("N-2041", 2, 4_812)),
                                null),
                        new Crossing.Decision(Crossing.Outcome.ADMIT, "", "a.grigoryan"),
                        List.of("SLAP-0001")));
    }

    static PostRecord correction() {
        Crossing first = (Crossing) crossing().body();
        return record(
                0x04,
                new Crossing(
                        first.direction(),
                        first.document(),
                        first.person(),
                        first.category(),
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        new Crossing.Decision(
                                Crossing.Outcome.REFUSE, "document: reported stolen", "m.orlova"),
                        List.of(),
                        new Crossing.Basis(
                                "2026.1",
                                "visa-free",
                                2027_02_19,
                                40,
                                50,
                                41,
                                "list-stale",
                                List.of(
                                        new Crossing.ChipStep(
                                                "passive-authentication",
                                                Crossing.ChipStep.Result.PASSED)),
                                null),
                        List.of(
                                new Crossing.Alert(
                                        Crossing.Alert.Kind.DOCUMENT,
                                        "UZB FA1234567",
                                        0,
                                        Crossing.Word.HIT),
                                new Crossing.Alert(
                                        Crossing.Alert.Kind.NAME,
                                        "N-2041",
                                        71,
                                        Crossing.Word.NOT_THE_SAME)),
                        List.of(new Crossing.Approval("correct", "s.petrova")),
                        crossing().id()));
    }

    /// The second line's decision on the crossing above.
    static PostRecord secondLine() {
        Crossing first = (Crossing) crossing().body();
        return record(
                0x05,
                new Crossing(
                        first.direction(),
                        first.document(),
                        first.person(),
                        first.category(),
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        new Crossing.Decision(Crossing.Outcome.REFUSE, "person", "m.orlova"),
                        List.of(),
                        new Crossing.Basis("2026.1", null, 0, 40, 50, 41, null, List.of(), null),
                        List.of(
                                new Crossing.Alert(
                                        Crossing.Alert.Kind.SEEN_AT_POST,
                                        "606162636465666768696a6b6c6d6e6f",
                                        4_812,
                                        Crossing.Word.HIT)),
                        List.of(),
                        null,
                        crossing().id()));
    }

    /// With a chip that was read, by a traveller whose fingers and face were compared with it.
    static PostRecord chip() {
        Crossing first = (Crossing) crossing().body();
        Crossing without =
                new Crossing(
                        first.direction(),
                        first.document(),
                        first.person(),
                        first.category(),
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        new Crossing.Decision(Crossing.Outcome.ADMIT, "", "a.grigoryan"),
                        List.of());
        return record(
                0x07,
                without.with(
                        new ChipFinding(
                                ChipFinding.Ended.READ,
                                ChipFinding.Access.PACE,
                                7,
                                List.of(
                                        new ChipFinding.Step(
                                                "pace", Crossing.ChipStep.Result.PASSED, ""),
                                        new ChipFinding.Step(
                                                "hashes",
                                                Crossing.ChipStep.Result.FAILED,
                                                "hash-mismatch"),
                                        new ChipFinding.Step(
                                                "dg3",
                                                Crossing.ChipStep.Result.NOT_POSSIBLE,
                                                "not-in-document"))),
                        List.of(
                                new Verification(
                                        Verification.Source.CHIP,
                                        Verification.FACE,
                                        Verification.Result.NOT_POSSIBLE,
                                        0,
                                        0,
                                        "no-model"),
                                new Verification(
                                        Verification.Source.CHIP,
                                        2,
                                        Verification.Result.AGREES,
                                        8_150,
                                        100_000,
                                        ""))));
    }

    static PostRecord audit() {
        return record(
                0x02,
                new Audit("release-refused", "number 40 is lower than 41, which is in force"));
    }

    static PostRecord image() {
        return record(0x03, new Image(crossing().id(), Image.Format.FINGER_RECORD, FINGER_IMAGE));
    }

    private static PostRecord record(int first, org.forpost.protocol.record.Body body) {
        return new PostRecord(
                RecordId.of(counting(first << 4, 16)),
                NODE,
                new Stamp(1_795_000_000_000L + first, 0, ClockTrust.SET_BY_HUB, 118),
                body);
    }

    static Batch batch() {
        return Batch.of(
                NODE,
                INCARNATION,
                Priority.CROSSING,
                Head.START,
                List.of(RecordCodec.encode(crossing())));
    }

    static Head head() {
        return Head.START.next(INCARNATION, Priority.CROSSING, RecordCodec.encode(crossing()));
    }

    static byte[] envelope() {
        return BatchCodec.seal(
                batch(),
                Hpke.sealer(Hpke.publicKey(HUB_SEAL), randomness()),
                keyId(NODE_SEED),
                Ed25519.signer(NODE_SEED));
    }

    static byte[] keyId(byte[] seed) {
        return Sign1.keyId(Ed25519.publicKey(seed));
    }

    static Receipt receipt() {
        return new Receipt(
                NODE,
                INCARNATION,
                Priority.CROSSING,
                head(),
                HUB_MILLIS,
                Receipt.Verdict.COUNTED,
                List.of(new Receipt.Refused(1, "record.node: expected lane-1")));
    }

    /// Of an envelope that the hub could not read.
    static Receipt unreadable() {
        return new Receipt(
                NODE,
                INCARNATION,
                Priority.CROSSING,
                head(),
                HUB_MILLIS,
                Receipt.Verdict.UNREADABLE,
                List.of(),
                counting(0xc0, 32),
                List.of());
    }

    /// Of the first, second and tenth piece of an image's envelope.
    static Receipt holding() {
        return new Receipt(
                        NODE,
                        INCARNATION,
                        Priority.IMAGE,
                        Head.START,
                        HUB_MILLIS,
                        Receipt.Verdict.COUNTED,
                        List.of())
                .with(List.of(new Receipt.Held(counting(0xc0, 32), new byte[] {3, 2})));
    }

    /// What is compressed and sealed where the first record goes by its hash.
    static byte[] withheldItems() {
        byte[] crossing = RecordCodec.encode(crossing());
        return new CborWriter().array(1).array(1).bytes(Sha256.of(crossing)).toByteArray();
    }

    static byte[] bundleRecords() {
        EnvelopeFile file = new EnvelopeFile();
        file.add(envelope());
        return file.toByteArray();
    }

    static BundleManifest bundle() {
        byte[] records = bundleRecords();
        return new BundleManifest(
                NODE,
                BundleManifest.hubId(Hpke.publicKey(HUB_SEAL)),
                1_795_000_008_000L,
                List.of(hello().sign(keyId(NODE_SEED), Ed25519.signer(NODE_SEED))),
                List.of(new BundleManifest.RecordsFile(1, records.length, Sha256.of(records))),
                List.of(holding().sign(keyId(RECEIPT_SEED), Ed25519.signer(RECEIPT_SEED))));
    }

    static byte[] bundleManifest() {
        return bundle().sign(keyId(NODE_SEED), Ed25519.signer(NODE_SEED));
    }

    static BundleAnswer answer() {
        return new BundleAnswer(
                Sha256.of(bundleManifest()),
                NODE,
                HUB_MILLIS,
                List.of(receipt().sign(keyId(RECEIPT_SEED), Ed25519.signer(RECEIPT_SEED))),
                List.of(manifest().sign(keyId(RELEASE_SEED), Ed25519.signer(RELEASE_SEED))));
    }

    static Hello hello() {
        return new Hello(
                NODE,
                INCARNATION,
                new long[] {0, 1, 3, 0},
                new long[] {0, 0, 3, 0},
                new TreeMap<>(Map.of(Role.WATCHLIST, 41L)),
                1_795_000_008_000L);
    }

    static Watchlist watchlist() {
        return new Watchlist(
                List.of(
                        new Watchlist.Nominal(
                                "N-2041",
                                "KARIMOV",
                                "BOBUR",
                                1981_00_00,
                                "UZB",
                                "Refer to second line; do not alert.",
                                List.of(new Watchlist.Finger(2, counting(1, 6))))),
                List.of(
                        new Watchlist.LostDocument(
                                "UZB",
                                "FA7654321",
                                Watchlist.LostDocument.Status.STOLEN,
                                "Keep the document; call the shift's commander.")));
    }

    static Operators operators() {
        return new Operators(
                List.of(
                        new Operators.Operator(
                                "a.grigoryan",
                                "Anahit Grigoryan",
                                Set.of(Operators.Role.OFFICER, Operators.Role.SUPERVISOR),
                                1_795_259_200_000L,
                                new Operators.Verifier(
                                        65_536, 3, 1, counting(0xa0, 16), counting(0x00, 32)))));
    }

    static TrustAnchors trust() {
        return new TrustAnchors(List.of(counting(0x30, 6)), List.of(counting(0x31, 4)));
    }

    static Manifest manifest() {
        byte[] content = watchlist().encode();
        return new Manifest(
                Role.WATCHLIST,
                42,
                1_795_000_000_000L,
                1_795_604_800_000L,
                Sha256.of(content),
                content.length);
    }

    static LedgerEntry ledger() {
        return new LedgerEntry.Accepted(
                NODE,
                INCARNATION,
                Priority.CROSSING,
                1,
                head(),
                HUB_MILLIS,
                "mqtt",
                List.of(),
                envelope());
    }

    static LedgerEntry carried() {
        return new LedgerEntry.Accepted(
                NODE,
                INCARNATION,
                Priority.CROSSING,
                1,
                head(),
                HUB_MILLIS,
                "peer",
                List.of(),
                envelope(),
                "lane-2");
    }

    static LedgerEntry contact() {
        return new LedgerEntry.Contact(NODE, INCARNATION, null, HUB_MILLIS - 1000);
    }

    static Map<String, List<HexLine>> all() {
        Map<String, List<HexLine>> all = new LinkedHashMap<>();
        all.put("record-crossing", HexLine.versioned(RecordCodec.encode(crossing())));
        all.put("record-correction", HexLine.versioned(RecordCodec.encode(correction())));
        all.put("record-second-line", HexLine.versioned(RecordCodec.encode(secondLine())));
        all.put("record-chip", HexLine.versioned(RecordCodec.encode(chip())));
        all.put("record-audit", HexLine.versioned(RecordCodec.encode(audit())));
        all.put("record-image", HexLine.versioned(RecordCodec.encode(image())));
        byte[] segment = segment(STORAGE_KEY);
        all.put("segment-header", segmentHeader(Arrays.copyOf(segment, 370)));
        all.put("journal-entry", entry(Arrays.copyOfRange(segment, 370, segment.length)));
        all.put("segment-header-again", segmentHeaderAgain(Arrays.copyOf(again(), 370)));
        all.put("chain-head", List.of(new HexLine(head().hash(), "after record 1")));
        byte[][] parts = batchParts(envelope());
        all.put("batch-header", HexLine.cbor(parts[0]));
        all.put("batch-envelope", signed(envelope()));
        all.put("batch-withheld", HexLine.cbor(withheldItems()));
        byte[] piece = new Message.Piece(Chunk.cut(envelope()).getFirst()).encode();
        all.put("message-piece", piece("kind: piece", piece));
        byte[] want = new Message.Want(manifest().content(), 8000).encode();
        all.put(
                "message-want",
                cut(want, "version", 1, "kind: want", 1, "object", 32, "from offset 8000", 4));
        byte[] carriedHello =
                new Message.CarriedHello(hello().sign(keyId(NODE_SEED), Ed25519.signer(NODE_SEED)))
                        .encode();
        all.put(
                "message-carried-hello",
                cut(
                        carriedHello,
                        "version",
                        1,
                        "kind: carried hello",
                        1,
                        "all of hello",
                        carriedHello.length - 2));
        byte[] carried = new Message.CarriedPiece(Chunk.cut(envelope()).getFirst()).encode();
        all.put("message-carried-piece", piece("kind: carried piece", carried));
        Signer hub = Ed25519.signer(RECEIPT_SEED);
        all.put("receipt", signed(receipt().sign(keyId(RECEIPT_SEED), hub)));
        all.put("receipt-unreadable", signed(unreadable().sign(keyId(RECEIPT_SEED), hub)));
        all.put("receipt-held", signed(holding().sign(keyId(RECEIPT_SEED), hub)));
        all.put("hello", signed(hello().sign(keyId(NODE_SEED), Ed25519.signer(NODE_SEED))));
        all.put(
                "release",
                signed(manifest().sign(keyId(RELEASE_SEED), Ed25519.signer(RELEASE_SEED))));
        all.put("watchlist", HexLine.versioned(watchlist().encode()));
        all.put("operators", HexLine.versioned(operators().encode()));
        all.put("trust", HexLine.versioned(trust().encode()));
        all.put("ledger-contact", HexLine.versioned(contact().encode()));
        all.put("ledger-accepted", HexLine.versioned(ledger().encode()));
        all.put("ledger-carried", HexLine.versioned(carried().encode()));
        all.put("bundle-manifest", signed(bundleManifest()));
        byte[] records = bundleRecords();
        all.put(
                "bundle-records",
                cut(
                        records,
                        "magic: 1 and \"FPB\"",
                        4,
                        "length of the first envelope",
                        4,
                        "all of batch-envelope",
                        records.length - 8));
        all.put("bundle-answer", signed(answer().sign(keyId(RECEIPT_SEED), hub)));
        return all;
    }

    /// A journal's first segment with the crossing as its only entry.
    static byte[] segment(byte[] storageKey) {
        return written(storageKey, journal -> {}).only();
    }

    /// The second segment of the same journal, which begins another incarnation and carries the
    /// crossing over.
    static byte[] again() {
        return written(
                        STORAGE_KEY,
                        journal ->
                                journal.beginIncarnation(
                                        new long[Priority.COUNT],
                                        succession -> RecordCodec.encode(audit())))
                .bytes("segment-00000002.fpj");
    }

    private interface Afterwards {
        void with(Journal journal) throws IOException;
    }

    private static SegmentBytes written(byte[] storageKey, Afterwards afterwards) {
        SegmentBytes store = new SegmentBytes();
        Randomness randomness = randomness();
        SegmentKeys keys =
                new SegmentKeys(
                        storageKey, Hpke.sealer(Hpke.publicKey(HUB_SEAL), randomness), randomness);
        try (Journal journal = Journal.open(store, keys, randomness, line -> {})) {
            journal.append(Priority.CROSSING, RecordCodec.encode(crossing()));
            journal.force();
            afterwards.with(journal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JournalDamagedException e) {
            throw new IllegalStateException(e);
        }
        return store;
    }

    private static List<HexLine> segmentHeaderAgain(byte[] header) {
        return segmentHeader(
                header,
                "another incarnation",
                "segment 2",
                "first sequence 2",
                "chain 1: 1 carried over, its head told anew");
    }

    private static List<HexLine> segmentHeader(byte[] header) {
        return segmentHeader(
                header, "incarnation", "segment 1", "first sequence 1", "chain 1: number, head");
    }

    private static List<HexLine> segmentHeader(
            byte[] header, String incarnation, String segment, String sequence, String chain1) {
        return cut(
                header,
                "magic: 1 and \"FPJ\"",
                4,
                incarnation,
                16,
                segment,
                8,
                sequence,
                8,
                "chain 0: number, head",
                40,
                chain1,
                40,
                "chain 2: number, head",
                40,
                "chain 3: number, head",
                40,
                "node wrap: nonce",
                12,
                "node wrap: key and tag",
                48,
                "suite 1",
                2,
                "hub wrap: encapsulated key",
                32,
                "hub wrap: key and tag",
                48,
                "check sum",
                32);
    }

    private static List<HexLine> entry(byte[] entry) {
        return cut(
                entry,
                "version",
                1,
                "priority 1",
                1,
                "sealed length",
                4,
                "sequence 1",
                8,
                "forced up to 0",
                8,
                "number 1 of its chain",
                8,
                "chain head",
                32,
                "record, encrypted, and tag",
                entry.length - 62);
    }

    private static List<HexLine> piece(String kind, byte[] piece) {
        return cut(
                piece,
                "version",
                1,
                kind,
                1,
                "object: SHA-256 of the whole",
                32,
                "total",
                4,
                "offset",
                4,
                "the piece: all of batch-envelope",
                piece.length - 42);
    }

    /// Pairs of what a part says and how many bytes it has.
    private static List<HexLine> cut(byte[] bytes, Object... parts) {
        List<HexLine> lines = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < parts.length; i += 2) {
            int length = (Integer) parts[i + 1];
            lines.add(new HexLine(Arrays.copyOfRange(bytes, at, at + length), (String) parts[i]));
            at += length;
        }
        if (at != bytes.length) {
            throw new IllegalArgumentException(at + " bytes are named of " + bytes.length);
        }
        return lines;
    }

    private static List<HexLine> signed(byte[] bytes) {
        return HexLine.versioned(bytes);
    }

    /// Header, encapsulated key and ciphertext of an envelope.
    static byte[][] batchParts(byte[] envelope) {
        try {
            CborReader in = new CborReader(envelope, 1, envelope.length);
            in.array("sign1", 4);
            in.bytes("protected", 64);
            in.map("unprotected", 0, key -> {});
            CborReader payload = new CborReader(in.bytes("payload", 1 << 20));
            payload.array("batch", 3);
            return new byte[][] {
                payload.bytes("header", 256),
                payload.bytes("encapsulated", 32),
                payload.bytes("ciphertext", 1 << 20)
            };
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A store whose segments are looked at afterwards.
    private static final class SegmentBytes implements Store {
        private final Map<String, ByteArrayOutputStream> files = new HashMap<>();

        byte[] only() {
            if (files.size() != 1) {
                throw new IllegalStateException("one segment expected, found " + files.keySet());
            }
            return files.values().iterator().next().toByteArray();
        }

        byte[] bytes(String name) {
            ByteArrayOutputStream file = files.get(name);
            if (file == null) {
                throw new IllegalStateException("no segment " + name + " in " + files.keySet());
            }
            return file.toByteArray();
        }

        @Override
        public List<String> names() {
            return files.keySet().stream().sorted().toList();
        }

        @Override
        public Segment create(String name) {
            files.put(name, new ByteArrayOutputStream());
            return open(name);
        }

        @Override
        public Segment open(String name) {
            ByteArrayOutputStream file = files.get(name);
            if (file == null) {
                throw new IllegalStateException("no segment " + name);
            }
            return new Segment() {
                @Override
                public long size() {
                    return file.size();
                }

                @Override
                public void append(byte[] bytes) {
                    file.writeBytes(bytes);
                }

                @Override
                public void force() {}

                @Override
                public byte[] read(long offset, int length) {
                    return Arrays.copyOfRange(
                            file.toByteArray(), (int) offset, (int) offset + length);
                }

                @Override
                public void overwrite(long offset, byte[] bytes) {
                    throw new UnsupportedOperationException("no key is destroyed here");
                }

                @Override
                public void truncate(long size) {
                    throw new UnsupportedOperationException("nothing is torn here");
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void delete(String name) {
            files.remove(name);
        }

        @Override
        public void syncDirectory() {}
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
