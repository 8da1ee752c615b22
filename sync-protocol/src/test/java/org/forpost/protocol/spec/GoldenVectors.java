package org.forpost.protocol.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forpost.protocol.bundle.BundleAnswer;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.EnvelopeFile;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.MemorySegments;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.TrustAnchors;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.LedgerEntry;
import org.forpost.protocol.synthetic.SyntheticCrossings;

/// The golden vectors: bytes of every format, good and bad, with what a reader must make of them.
/// `GoldenVectors FILE` writes them; a test compares the file with what it would write.
///
/// What `expect` may say stands in `vectors/README.md`.
final class GoldenVectors {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern LINE =
            Pattern.compile(
                    " *\\{\"kind\": \"([a-z-]+)\", \"name\": \"([a-z0-9 .,-]+)\", \"expect\":"
                            + " \"([a-z-]+)\", \"field\": \"([^\"]*)\", \"bytes\":"
                            + " \"([0-9a-f]*)\"\\},?");

    private GoldenVectors() {}

    /// @param expect `ok`, `refused`, `not-authentic`, `torn` or `damaged`
    /// @param field that a refusal names; empty otherwise
    record Vector(String kind, String name, String expect, String field, byte[] bytes) {
        String line() {
            return "  {\"kind\": \""
                    + kind
                    + "\", \"name\": \""
                    + name
                    + "\", \"expect\": \""
                    + expect
                    + "\", \"field\": \""
                    + field
                    + "\", \"bytes\": \""
                    + HEX.formatHex(bytes)
                    + "\"}";
        }
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), text(all()));
    }

    static String text(List<Vector> vectors) {
        return "{\"version\": 1, \"vectors\": [\n"
                + String.join(",\n", vectors.stream().map(Vector::line).toList())
                + "\n]}\n";
    }

    static List<Vector> read(String text) {
        List<Vector> vectors = new ArrayList<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            vectors.add(
                    new Vector(
                            line.group(1),
                            line.group(2),
                            line.group(3),
                            line.group(4),
                            HEX.parseHex(line.group(5))));
        }
        return vectors;
    }

    /// What a reader of that kind makes of these bytes.
    static Vector judged(String kind, String name, byte[] bytes) {
        try {
            return new Vector(kind, name, reads(kind, bytes), "", bytes);
        } catch (MalformedException e) {
            return new Vector(kind, name, "refused", e.field(), bytes);
        } catch (NotAuthenticException e) {
            return new Vector(kind, name, "not-authentic", "", bytes);
        }
    }

    private static SignatureCheck signedBy(byte[] seed) {
        return Ed25519.check(Ed25519.publicKey(seed));
    }

    private static String reads(String kind, byte[] bytes)
            throws MalformedException, NotAuthenticException {
        switch (kind) {
            case "record" -> RecordCodec.decode(bytes);
            case "envelope" ->
                    BatchCodec.open(
                            bytes,
                            signedBy(WorkedExamples.NODE_SEED),
                            Hpke.unsealer(WorkedExamples.HUB_SEAL));
            case "message" -> Message.decode(bytes, BatchCodec.MAX_ENVELOPE_BYTES);
            case "receipt" -> Receipt.open(bytes, signedBy(WorkedExamples.RECEIPT_SEED));
            case "hello" -> Hello.open(bytes, signedBy(WorkedExamples.NODE_SEED));
            case "release" -> Manifest.open(bytes, signedBy(WorkedExamples.RELEASE_SEED));
            case "watchlist" -> Watchlist.decode(bytes);
            case "operators" -> Operators.decode(bytes);
            case "trust" -> TrustAnchors.decode(bytes);
            case "ledger" -> LedgerEntry.decode(bytes);
            case "bundle" -> BundleManifest.open(bytes, signedBy(WorkedExamples.NODE_SEED));
            case "bundle-records" -> EnvelopeFile.read(bytes);
            case "bundle-answer" -> BundleAnswer.open(bytes, signedBy(WorkedExamples.RECEIPT_SEED));
            case "segment" -> {
                return segment(bytes);
            }
            default -> throw new IllegalArgumentException(kind);
        }
        return "ok";
    }

    /// The only segment of a journal.
    private static String segment(byte[] bytes) {
        try {
            JournalCheck.Report report =
                    JournalCheck.check(
                            new MemorySegments(Map.of("segment-00000001.fpj", bytes)),
                            SegmentKeys.toRead(WorkedExamples.STORAGE_KEY),
                            (segment, offset, entry) -> {});
            if (!report.clean()) {
                return "damaged";
            }
            return report.findings().isEmpty() ? "ok" : "torn";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Vector> all() {
        Map<String, byte[]> good = new LinkedHashMap<>();
        WorkedExamples.all().forEach((name, lines) -> good.put(name, HexLine.join(lines)));
        List<Vector> all = new ArrayList<>();
        Map<String, String> kinds = new TreeMap<>();
        for (String name : good.keySet()) {
            kindOf(name).ifPresent(kind -> kinds.put(name, kind));
        }
        good.put("segment", WorkedExamples.segment(WorkedExamples.STORAGE_KEY));
        kinds.put("segment", "segment");
        kinds.forEach(
                (name, kind) -> around(all, kind, name, good.getOrDefault(name, new byte[0])));
        records(all);
        decisions(all);
        batches(all);
        receipts(all);
        bundles(all);
        return all;
    }

    private static java.util.Optional<String> kindOf(String example) {
        return switch (example) {
            case "record-crossing",
                    "record-correction",
                    "record-second-line",
                    "record-chip",
                    "record-audit",
                    "record-image" ->
                    java.util.Optional.of("record");
            case "batch-envelope" -> java.util.Optional.of("envelope");
            case "message-piece",
                    "message-want",
                    "message-carried-hello",
                    "message-carried-piece" ->
                    java.util.Optional.of("message");
            case "receipt",
                    "hello",
                    "release",
                    "watchlist",
                    "operators",
                    "trust",
                    "bundle-records",
                    "bundle-answer" ->
                    java.util.Optional.of(example);
            case "receipt-unreadable", "receipt-held" -> java.util.Optional.of("receipt");
            case "bundle-manifest" -> java.util.Optional.of("bundle");
            case "ledger-contact", "ledger-accepted", "ledger-carried" ->
                    java.util.Optional.of("ledger");
            default -> java.util.Optional.empty();
        };
    }

    /// A good example and what becomes of it when it is spoilt in the ways that every format knows.
    private static void around(List<Vector> all, String kind, String name, byte[] good) {
        all.add(judged(kind, name, good));
        byte[] version = good.clone();
        version[0] = 2;
        all.add(judged(kind, name + " of version 2", version));
        all.add(
                judged(
                        kind,
                        name + " without its last byte",
                        Arrays.copyOf(good, good.length - 1)));
        all.add(judged(kind, name + " with a byte more", Arrays.copyOf(good, good.length + 1)));
        byte[] last = good.clone();
        last[last.length - 1] ^= 1;
        all.add(judged(kind, name + " with its last bit changed", last));
        byte[] middle = good.clone();
        middle[good.length / 2] ^= (byte) 0x80;
        all.add(judged(kind, name + " with a bit changed in the middle", middle));
        all.add(judged(kind, name + " of its version byte alone", Arrays.copyOf(good, 1)));
        byte[] huge = Arrays.copyOf(good, 10);
        Arrays.fill(huge, 2, 10, (byte) 0xff);
        huge[1] = (byte) 0xbb; // a map of 2^64 - 1
        all.add(judged(kind, name + " with a length of 2 to the 64", huge));
    }

    private static void records(List<Vector> all) {
        byte[] audit = RecordCodec.encode(WorkedExamples.audit());
        String hex = HEX.formatHex(audit);
        all.add(record("an integer in a longer form", hex.replaceFirst("^01a50102", "01a5011802")));
        all.add(record("a map of indefinite length", hex.replaceFirst("^01a5", "01bf") + "ff"));
        all.add(record("keys that do not ascend", hex.replaceFirst("^01a50102", "01a50202")));
        all.add(record("a key twice", hex.replaceFirst("^01a5", "01a60102")));
        all.add(record("a key that is not known", hex.replaceFirst("^01a5", "01a6") + "0600"));
        all.add(record("a tag", hex.replaceFirst("^01a50102", "01a501c102")));
        all.add(record("a float", hex.replaceFirst("^01a50102", "01a501f94000")));
        all.add(record("a kind that does not exist", hex.replaceFirst("^01a50102", "01a50109")));
        all.add(record("a missing body", "01a4" + hex.substring(4, hex.indexOf("05a2"))));
        all.add(record("a text that is no utf-8", hex.replace("6c616e652d31", "6c616e65c328")));
        all.add(
                record(
                        "a year after 9999",
                        hex.replaceFirst("1b000001a1ee565e02", "1b0000e677d21fdc00")));
        all.add(
                record(
                        "a trust that does not exist",
                        hex.replaceFirst("5e02000118", "5e02000918")));
        all.add(record("a body of another kind", hex.replaceFirst("^01a50102", "01a50101")));
        byte[] deep = new byte[200];
        Arrays.fill(deep, (byte) 0x81);
        deep[0] = 1;
        all.add(judged("record", "arrays 199 deep", deep));
        var people = new SyntheticCrossings(5, "lane-1", 1_795_000_000_000L);
        for (int i = 0; i < 4; i++) {
            all.add(
                    judged(
                            "record",
                            "a synthetic crossing " + i,
                            RecordCodec.encode(people.withoutTemplates())));
        }
        all.add(
                judged(
                        "record",
                        "a synthetic crossing with biometrics",
                        RecordCodec.encode(people.withBiometrics(64))));
    }

    /// What lanes tell of a decision, spelled in ways that nobody may read.
    private static void decisions(List<Vector> all) {
        String hex = HEX.formatHex(RecordCodec.encode(WorkedExamples.correction()));
        String alerts = "0d828401";
        all.add(record("a list of alerts that is there and empty", emptied(hex)));
        all.add(record("an alert of no kind", hex.replace(alerts, "0d828400")));
        all.add(
                record(
                        "a stay until no day",
                        hex.replaceFirst("031a0135[0-9a-f]{4}0482", "03000482")));
        all.add(record("a correction of an id too short", hex.replaceFirst("0e50", "0e4f")));
        all.add(
                record(
                        "a referral of an id too short",
                        HEX.formatHex(RecordCodec.encode(WorkedExamples.secondLine()))
                                .replaceFirst("1050101112", "104f101112")));
        String chip = HEX.formatHex(RecordCodec.encode(WorkedExamples.chip()));
        all.add(record("a chip without its end", chip.replace("11a40101", "11a3")));
        all.add(record("a chip that ended in no way", chip.replace("11a40101", "11a40103")));
        all.add(record("a way into a chip that is none", chip.replace("0201030704", "0203030704")));
        all.add(
                record(
                        "a step of a chip without its reason",
                        chip.replace("83647061636501" + "60", "82647061636501")));
        all.add(record("a comparison of an eleventh finger", chip.replace("860102", "86010b")));
        all.add(record("a comparison with no known source", chip.replace("860102", "860302")));
        all.add(record("a basis without rules", hex.replaceFirst("0ca70166323032362e31", "0ca6")));
    }

    private static String emptied(String hex) {
        return hex.substring(0, hex.indexOf("0d828401"))
                + "0d80"
                + hex.substring(hex.indexOf("0e50"));
    }

    private static Vector record(String name, String hex) {
        return judged("record", name, HEX.parseHex(hex));
    }

    private static void batches(List<Vector> all) {
        List<byte[]> records = new ArrayList<>();
        var people = new SyntheticCrossings(6, WorkedExamples.NODE, 1_795_000_000_000L);
        for (int i = 0; i < 3; i++) {
            records.add(RecordCodec.encode(people.withoutTemplates()));
        }
        Batch batch =
                Batch.of(
                        WorkedExamples.NODE,
                        WorkedExamples.INCARNATION,
                        Priority.CROSSING,
                        WorkedExamples.head(),
                        records);
        all.add(
                judged(
                        "envelope",
                        "three records after the first",
                        sealed(batch, WorkedExamples.HUB_SEAL, WorkedExamples.NODE_SEED)));
        all.add(
                judged(
                        "envelope",
                        "sealed to another hub",
                        sealed(batch, WorkedExamples.NODE_SEED, WorkedExamples.NODE_SEED)));
        all.add(
                judged(
                        "envelope",
                        "signed by another node",
                        sealed(batch, WorkedExamples.HUB_SEAL, WorkedExamples.HUB_SEAL)));
        byte[] piece = new Message.Piece(Chunk.cut(new byte[9_000]).get(1)).encode();
        all.add(judged("message", "the second piece of two", piece));
        all.add(judged("message", "a piece at an odd offset", changed(piece, 38, 0x00001f41)));
        all.add(judged("message", "a piece behind the end", changed(piece, 38, 16_000)));
        all.add(judged("message", "a piece of nothing", changed(piece, 34, 0)));
        all.add(
                judged(
                        "message",
                        "a piece of two gibibytes",
                        changed(piece, 34, Integer.MAX_VALUE)));
        all.add(judged("message", "a kind that does not exist", new byte[] {1, 9, 0}));
        all.add(judged("message", "too long", Arrays.copyOf(piece, Message.MAX_BYTES + 1)));
    }

    /// Signed, and not of the form that SPEC.md prescribes.
    private static void receipts(List<Vector> all) {
        String good =
                HEX.formatHex(WorkedExamples.receipt().sign(new byte[8], unsigned -> new byte[64]));
        String payload =
                good.substring(good.indexOf("a80166"), good.indexOf("5840" + "00".repeat(64)));
        all.add(receipt("of a priority that does not exist", payload.replace("af0301", "af0304")));
        all.add(receipt("with a verdict that does not exist", payload.replace("070108", "070408")));
        all.add(
                receipt(
                        "with an object and verdict 1",
                        payload.replaceFirst("^a8", "a9") + "095820" + "c0".repeat(32)));
        String held =
                HEX.formatHex(WorkedExamples.holding().sign(new byte[8], unsigned -> new byte[64]));
        String pieces =
                held.substring(held.indexOf("a80166"), held.indexOf("5840" + "00".repeat(64)));
        all.add(receipt("with an empty list of pieces", pieces.replaceAll("0a8182.*$", "0a80")));
        all.add(
                receipt(
                        "with a bitmap of 14 bytes",
                        pieces.replaceAll("420302$", "4e" + "01".repeat(14))));
    }

    private static Vector receipt(String name, String payload) {
        return judged(
                "receipt",
                name,
                Sign1.sign(
                        Sign1.Purpose.RECEIPT,
                        WorkedExamples.keyId(WorkedExamples.RECEIPT_SEED),
                        HEX.parseHex(payload),
                        Ed25519.signer(WorkedExamples.RECEIPT_SEED)));
    }

    private static void bundles(List<Vector> all) {
        BundleManifest good = WorkedExamples.bundle();
        all.add(
                bundle(
                        "without records",
                        new BundleManifest(
                                good.carrier(),
                                good.hub(),
                                good.madeMillis(),
                                good.hellos(),
                                List.of(),
                                List.of())));
        all.add(
                bundle(
                        "with a hello too many",
                        new BundleManifest(
                                good.carrier(),
                                good.hub(),
                                good.madeMillis(),
                                Collections.nCopies(17, good.hellos().getFirst()),
                                List.of(),
                                List.of())));
        all.add(
                bundle(
                        "without a hello",
                        new BundleManifest(
                                good.carrier(),
                                good.hub(),
                                good.madeMillis(),
                                List.of(),
                                List.of(),
                                List.of())));
        all.add(bundle("with a file of no envelope", files(0, 400)));
        all.add(bundle("with a file of 4 mebibytes and one byte", files(1, (4 << 20) + 1)));
        all.add(
                judged(
                        "bundle",
                        "signed as a hello",
                        WorkedExamples.hello()
                                .sign(
                                        WorkedExamples.keyId(WorkedExamples.NODE_SEED),
                                        Ed25519.signer(WorkedExamples.NODE_SEED))));
        byte[] records = WorkedExamples.bundleRecords();
        all.add(judged("bundle-records", "no envelope at all", Arrays.copyOf(records, 4)));
        all.add(judged("bundle-records", "an envelope of 0 bytes", changed(records, 4, 0)));
        all.add(
                judged(
                        "bundle-records",
                        "an envelope of two gibibytes",
                        changed(records, 4, Integer.MAX_VALUE)));
        all.add(
                judged(
                        "bundle-records",
                        "an envelope longer than its file",
                        changed(records, 4, records.length - 7)));
        BundleAnswer answer = WorkedExamples.answer();
        all.add(
                judged(
                        "bundle-answer",
                        "of another hub",
                        answer.sign(
                                WorkedExamples.keyId(WorkedExamples.NODE_SEED),
                                Ed25519.signer(WorkedExamples.NODE_SEED))));
    }

    private static BundleManifest files(int envelopes, int bytes) {
        BundleManifest good = WorkedExamples.bundle();
        return new BundleManifest(
                good.carrier(),
                good.hub(),
                good.madeMillis(),
                good.hellos(),
                List.of(new BundleManifest.RecordsFile(envelopes, bytes, new byte[32])),
                List.of());
    }

    private static Vector bundle(String name, BundleManifest manifest) {
        return judged(
                "bundle",
                name,
                manifest.sign(
                        WorkedExamples.keyId(WorkedExamples.NODE_SEED),
                        Ed25519.signer(WorkedExamples.NODE_SEED)));
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        java.nio.ByteBuffer.wrap(changed).putInt(at, value);
        return changed;
    }

    private static byte[] sealed(Batch batch, byte[] hubSeal, byte[] nodeSeed) {
        return BatchCodec.seal(
                batch,
                Hpke.sealer(Hpke.publicKey(hubSeal), WorkedExamples.randomness()),
                WorkedExamples.keyId(nodeSeed),
                Ed25519.signer(nodeSeed));
    }
}
