package org.forpost.protocol.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;

/// A signed message: the version byte 1 and a COSE_Sign1 (RFC 9052 §4.2) with Ed25519 (`EdDSA`,
/// -8).
///
/// What is checked are the bytes that arrived, never a re-encoding of them. The purpose goes into
/// `external_aad` (RFC 9052 §4.3), so that a receipt never passes for a release.
public final class Sign1 {
    private static final int VERSION = 1;
    private static final int EDDSA = -8;
    private static final int KEY_ID_BYTES = 8;
    private static final int SIGNATURE_BYTES = 64;

    /// Version byte, array head, protected header, empty map, the payload's and the signature's
    /// heads.
    public static final int OVERHEAD_BYTES = 1 + 1 + 15 + 1 + 5 + 2 + SIGNATURE_BYTES;

    private Sign1() {}

    /// What a signature is good for.
    public enum Purpose {
        BATCH("forpost/v1/batch"),
        RECEIPT("forpost/v1/receipt"),
        RELEASE("forpost/v1/release"),
        HELLO("forpost/v1/hello"),
        BUNDLE("forpost/v1/bundle"),
        ANSWER("forpost/v1/answer");

        private final String label;

        Purpose(String label) {
            this.label = label;
        }

        byte[] label() {
            return label.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /// @param keyId see [#keyId(byte[])]
    public static byte[] sign(Purpose purpose, byte[] keyId, byte[] payload, Signer signer) {
        byte[] protectedHeader =
                new CborWriter().map(2).uint(1).integer(EDDSA).uint(4).bytes(keyId).toByteArray();
        byte[] signature = signer.sign(toBeSigned(purpose, protectedHeader, payload));
        byte[] cose =
                new CborWriter()
                        .array(4)
                        .bytes(protectedHeader)
                        .map(0)
                        .bytes(payload)
                        .bytes(signature)
                        .toByteArray();
        byte[] bytes = new byte[cose.length + 1];
        bytes[0] = VERSION;
        System.arraycopy(cose, 0, bytes, 1, cose.length);
        return bytes;
    }

    /// The payload, once the signature was found good.
    ///
    /// @param maxPayload most bytes that the payload may have
    /// @throws MalformedException when it is not a COSE_Sign1 as SPEC.md §3.1 has it
    /// @throws NotAuthenticException when it was signed by another key, for another purpose, or
    ///   changed
    public static byte[] open(Purpose purpose, byte[] bytes, int maxPayload, SignatureCheck check)
            throws MalformedException, NotAuthenticException {
        CborReader in = begin(bytes);
        byte[] protectedHeader = in.bytes("sign1.protected", 32);
        unprotected(in);
        byte[] payload = in.bytes("sign1.payload", maxPayload);
        byte[] signature = in.exactly("sign1.signature", SIGNATURE_BYTES);
        in.end("sign1");
        checkProtected(protectedHeader);
        if (!check.verifies(toBeSigned(purpose, protectedHeader, payload), signature)) {
            throw new NotAuthenticException(
                    "the signature does not fit: changed on the way, or signed by another key");
        }
        return payload;
    }

    private static CborReader begin(byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new MalformedException(
                    "sign1.version", "1", bytes.length == 0 ? "nothing" : "" + (bytes[0] & 0xff));
        }
        CborReader in = new CborReader(bytes, 1, bytes.length);
        if (in.array("sign1", 4) != 4) {
            throw new MalformedException("sign1", "an array of 4 items", "fewer");
        }
        return in;
    }

    private static void unprotected(CborReader in) throws MalformedException {
        in.map(
                "sign1.unprotected",
                0,
                key -> {
                    throw CborReader.unknownKey("sign1.unprotected", key);
                });
    }

    /// The beginning of a payload, from the first bytes of a signed message: nothing of it is
    /// checked.
    ///
    /// @return a reader that stands at the payload's first byte
    static CborReader peek(byte[] beginning, int maxPayload) throws MalformedException {
        CborReader in = begin(beginning);
        var _ = in.bytes("sign1.protected", 32);
        unprotected(in);
        var _ = in.enter("sign1.payload", maxPayload);
        return in;
    }

    /// Whether the holder of that key made these bytes for this purpose, whatever is in them.
    public static boolean isBy(Purpose purpose, byte[] bytes, SignatureCheck check) {
        try {
            open(purpose, bytes, bytes.length, check);
            return true;
        } catch (MalformedException | NotAuthenticException e) {
            return false;
        }
    }

    /// The first 8 bytes of SHA-256 over the public key.
    public static byte[] keyId(byte[] publicKey) {
        return Arrays.copyOf(Sha256.of(publicKey), KEY_ID_BYTES);
    }

    private static void checkProtected(byte[] header) throws MalformedException {
        CborReader in = new CborReader(header);
        long[] algorithm = new long[1];
        boolean[] keyId = new boolean[1];
        in.map(
                "sign1.protected",
                2,
                key -> {
                    switch ((int) key) {
                        case 1 -> algorithm[0] = in.integer("sign1.protected.alg");
                        case 4 ->
                                keyId[0] =
                                        in.exactly("sign1.protected.kid", KEY_ID_BYTES).length > 0;
                        default -> throw CborReader.unknownKey("sign1.protected", key);
                    }
                });
        in.end("sign1.protected");
        if (algorithm[0] != EDDSA) {
            throw new MalformedException("sign1.protected.alg", "-8 (EdDSA)", "" + algorithm[0]);
        }
        if (!keyId[0]) {
            throw new MalformedException("sign1.protected.kid", KEY_ID_BYTES + " bytes", "none");
        }
    }

    private static byte[] toBeSigned(Purpose purpose, byte[] protectedHeader, byte[] payload) {
        return new CborWriter()
                .array(4)
                .text("Signature1")
                .bytes(protectedHeader)
                .bytes(purpose.label())
                .bytes(payload)
                .toByteArray();
    }
}
