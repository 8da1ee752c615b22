package org.forpost.protocol.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.envelope.Sign1;
import org.jspecify.annotations.Nullable;

/// The signed face of a bundle: who packed it, for which hub, and which bytes belong to it (SPEC.md
/// §8.1). It is written last, so that a bundle with a manifest is a whole one.
///
/// @param carrier the node that packed and signed it
/// @param hub see [#hubId]
/// @param madeMillis the carrier's wall clock, told and used for nothing
/// @param hellos signed word of each node whose records are in it, on where it stands (SPEC.md
///   §5.2)
/// @param files the record files, in order; their names follow from their place
/// @param receipts the hub's last receipts that the post holds, as they came
public record BundleManifest(
        String carrier,
        byte[] hub,
        long madeMillis,
        List<byte[]> hellos,
        List<RecordsFile> files,
        List<byte[]> receipts) {
    /// Eight lanes, and as many again whose boxes were replaced.
    public static final int MAX_HELLOS = 16;

    /// 16 GiB of 4 MiB each, which is a common stick; what is more goes with the next.
    public static final int MAX_FILES = 4096;

    /// Four chains of each node.
    public static final int MAX_RECEIPTS = 4 * MAX_HELLOS;

    /// Most bytes of the file: all lists at their longest are 466 kB.
    public static final int MAX_BYTES = 512 * 1024;

    static final int HUB_ID_BYTES = 8;
    static final int MAX_HELLO_BYTES = 640;
    static final int MAX_RECEIPT_BYTES = 4224;

    public BundleManifest {
        hellos = List.copyOf(hellos);
        files = List.copyOf(files);
        receipts = List.copyOf(receipts);
    }

    /// A file of records.
    ///
    /// @param envelopes how many are in it
    /// @param bytes its length
    /// @param hash its SHA-256
    public record RecordsFile(int envelopes, int bytes, byte[] hash) {}

    /// What names a hub: the first 8 bytes of SHA-256 over the public key that its nodes seal to.
    public static byte[] hubId(byte[] sealPublicKey) {
        return Arrays.copyOf(Sha256.of(sealPublicKey), HUB_ID_BYTES);
    }

    /// Bytes of all record files.
    public long recordBytes() {
        return files.stream().mapToLong(RecordsFile::bytes).sum();
    }

    /// Envelopes in all of them.
    public long envelopes() {
        return files.stream().mapToLong(RecordsFile::envelopes).sum();
    }

    public byte[] sign(byte[] keyId, Signer node) {
        CborWriter out = new CborWriter();
        out.map(4 + (files.isEmpty() ? 0 : 1) + (receipts.isEmpty() ? 0 : 1));
        out.uint(1).text(carrier).uint(2).bytes(hub).uint(3).uint(madeMillis);
        out.uint(4).array(hellos.size());
        hellos.forEach(out::bytes);
        if (!files.isEmpty()) {
            out.uint(5).array(files.size());
            files.forEach(
                    one -> out.array(3).uint(one.envelopes()).uint(one.bytes()).bytes(one.hash()));
        }
        if (!receipts.isEmpty()) {
            out.uint(6).array(receipts.size());
            receipts.forEach(out::bytes);
        }
        return Sign1.sign(Sign1.Purpose.BUNDLE, keyId, out.toByteArray(), node);
    }

    /// @throws MalformedException naming the field that is not as SPEC.md §8.1 says
    /// @throws NotAuthenticException when it is not that node's word
    public static BundleManifest open(byte[] signed, SignatureCheck carrier)
            throws MalformedException, NotAuthenticException {
        byte[] payload = Sign1.open(Sign1.Purpose.BUNDLE, signed, MAX_BYTES, carrier);
        CborReader in = new CborReader(payload);
        Draft draft = new Draft();
        in.map("bundle", 6, key -> draft.field(in, key));
        in.end("bundle");
        return draft.manifest();
    }

    /// Who claims to have signed it, with nothing of it checked: good for finding that node's key,
    /// and for nothing else.
    public static String claim(byte[] signed) throws MalformedException {
        try {
            return open(signed, (message, signature) -> true).carrier();
        } catch (NotAuthenticException e) {
            throw new IllegalStateException("every signature is taken for good here", e);
        }
    }

    private static final class Draft {
        private @Nullable String carrier;
        private byte @Nullable [] hub;
        private long made = -1;
        private List<byte[]> hellos = List.of();
        private List<RecordsFile> files = List.of();
        private List<byte[]> receipts = List.of();

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> carrier = in.text("bundle.carrier", 63);
                case 2 -> hub = in.exactly("bundle.hub", HUB_ID_BYTES);
                case 3 -> made = in.uint("bundle.made", Long.MAX_VALUE);
                case 4 -> hellos = signed(in, "bundle.hellos", MAX_HELLOS, MAX_HELLO_BYTES);
                case 5 -> files = files(in);
                case 6 -> receipts = signed(in, "bundle.receipts", MAX_RECEIPTS, MAX_RECEIPT_BYTES);
                default -> throw CborReader.unknownKey("bundle", key);
            }
        }

        private static List<RecordsFile> files(CborReader in) throws MalformedException {
            int count = atLeastOne(in, "bundle.files", MAX_FILES);
            List<RecordsFile> files = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                String field = "bundle.files[" + i + "]";
                if (in.array(field, 3) != 3) {
                    throw new MalformedException(field, "envelopes, bytes and hash", "fewer");
                }
                RecordsFile file =
                        new RecordsFile(
                                (int) in.uint(field + ".envelopes", EnvelopeFile.MAX_ENVELOPES),
                                (int) in.uint(field + ".bytes", EnvelopeFile.MAX_BYTES),
                                in.exactly(field + ".hash", Sha256.BYTES));
                if (file.envelopes() == 0 || file.bytes() == 0) {
                    throw new MalformedException(field, "one envelope at least", "none");
                }
                files.add(file);
            }
            return files;
        }

        BundleManifest manifest() throws MalformedException {
            if (carrier == null || hub == null || made < 0 || hellos.isEmpty()) {
                throw new MalformedException("bundle", "keys 1 to 4", "fewer");
            }
            return new BundleManifest(carrier, hub, made, hellos, files, receipts);
        }
    }

    /// A list of signed messages.
    static List<byte[]> signed(CborReader in, String field, int most, int maxBytes)
            throws MalformedException {
        int count = atLeastOne(in, field, most);
        List<byte[]> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(in.bytes(field + "[" + i + "]", maxBytes));
        }
        return all;
    }

    private static int atLeastOne(CborReader in, String field, int most) throws MalformedException {
        int count = in.array(field, most);
        if (count == 0) {
            throw new MalformedException(field, "1 to " + most + " items, or no such key", "none");
        }
        return count;
    }
}
