package org.forpost.protocol.bundle;

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

/// What the hub sends back in a bundle's folder (SPEC.md §8.3).
///
/// @param bundle SHA-256 of the manifest that it answers
/// @param carrier who packed that bundle
/// @param hubMillis the hub's clock when it signed
/// @param receipts signed receipts for the chains of the nodes that the bundle named
/// @param releases signed manifests of the releases in force at the hub; their contents lie beside
///   it as files
public record BundleAnswer(
        byte[] bundle,
        String carrier,
        long hubMillis,
        List<byte[]> receipts,
        List<byte[]> releases) {
    /// Four of each node, and as many again that tell of refused records; what is not told goes
    /// with the next answer.
    public static final int MAX_RECEIPTS = 2 * BundleManifest.MAX_RECEIPTS;

    /// Most bytes of the file: both lists at their longest are 543 kB.
    public static final int MAX_BYTES = 544 * 1024;

    private static final int MAX_RELEASES = 4;
    private static final int MAX_RELEASE_BYTES = 384;

    public BundleAnswer {
        receipts = List.copyOf(receipts);
        releases = List.copyOf(releases);
    }

    public byte[] sign(byte[] keyId, Signer hub) {
        CborWriter out = new CborWriter();
        out.map(3 + (receipts.isEmpty() ? 0 : 1) + (releases.isEmpty() ? 0 : 1));
        out.uint(1).bytes(bundle).uint(2).text(carrier).uint(3).uint(hubMillis);
        if (!receipts.isEmpty()) {
            out.uint(4).array(receipts.size());
            receipts.forEach(out::bytes);
        }
        if (!releases.isEmpty()) {
            out.uint(5).array(releases.size());
            releases.forEach(out::bytes);
        }
        return Sign1.sign(Sign1.Purpose.ANSWER, keyId, out.toByteArray(), hub);
    }

    /// @param hub checks the hub's receipt key, with which answers are signed as well
    /// @throws MalformedException naming the field that is not as SPEC.md §8.3 says
    /// @throws NotAuthenticException when it is not the hub's word
    public static BundleAnswer open(byte[] signed, SignatureCheck hub)
            throws MalformedException, NotAuthenticException {
        byte[] payload = Sign1.open(Sign1.Purpose.ANSWER, signed, MAX_BYTES, hub);
        CborReader in = new CborReader(payload);
        Draft draft = new Draft();
        in.map("answer", 5, key -> draft.field(in, key));
        in.end("answer");
        return draft.answer();
    }

    private static final class Draft {
        private byte @Nullable [] bundle;
        private @Nullable String carrier;
        private long hubMillis = -1;
        private List<byte[]> receipts = List.of();
        private List<byte[]> releases = List.of();

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> bundle = in.exactly("answer.bundle", Sha256.BYTES);
                case 2 -> carrier = in.text("answer.carrier", 63);
                case 3 -> hubMillis = in.uint("answer.hub_time", Long.MAX_VALUE);
                case 4 ->
                        receipts =
                                BundleManifest.signed(
                                        in,
                                        "answer.receipts",
                                        MAX_RECEIPTS,
                                        BundleManifest.MAX_RECEIPT_BYTES);
                case 5 ->
                        releases =
                                BundleManifest.signed(
                                        in, "answer.releases", MAX_RELEASES, MAX_RELEASE_BYTES);
                default -> throw CborReader.unknownKey("answer", key);
            }
        }

        BundleAnswer answer() throws MalformedException {
            if (bundle == null || carrier == null || hubMillis < 0) {
                throw new MalformedException("answer", "keys 1 to 3", "fewer");
            }
            return new BundleAnswer(bundle, carrier, hubMillis, receipts, releases);
        }
    }
}
