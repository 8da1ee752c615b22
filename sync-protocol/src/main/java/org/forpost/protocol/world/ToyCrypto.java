package org.forpost.protocol.world;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sealed;
import org.forpost.protocol.crypto.Sealer;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.crypto.Unsealer;

/// Signatures and seals that take a microsecond. They keep nobody out, but they tell one signer and
/// one message from another, which is all that a world without attackers asks.
final class ToyCrypto {
    private ToyCrypto() {}

    static Signer signer(String who) {
        byte[] key = who.getBytes(StandardCharsets.UTF_8);
        return message -> {
            byte[] half = Sha256.of(key, message);
            byte[] signature = Arrays.copyOf(half, 64);
            System.arraycopy(half, 0, signature, 32, 32);
            return signature;
        };
    }

    static SignatureCheck check(String who) {
        Signer signer = signer(who);
        return (message, signature) -> Arrays.equals(signer.sign(message), signature);
    }

    /// Each seal differs, as real ones do.
    static Sealer sealer(Randomness randomness) {
        return new Sealer() {
            @Override
            public int suite() {
                return 1;
            }

            @Override
            public Sealer drawing(Randomness other) {
                return sealer(other);
            }

            @Override
            public Sealed seal(byte[] info, byte[] associated, byte[] plaintext) {
                byte[] once = randomness.bytes(32);
                byte[] tag = Sha256.of(once, info, associated, plaintext);
                byte[] sealed = Arrays.copyOf(plaintext, plaintext.length + 16);
                System.arraycopy(tag, 0, sealed, plaintext.length, 16);
                return new Sealed(once, sealed);
            }
        };
    }

    static Unsealer unsealer() {
        return (info, associated, sealed) -> {
            byte[] bytes = sealed.ciphertext();
            byte[] plaintext = Arrays.copyOf(bytes, bytes.length - 16);
            byte[] tag = Sha256.of(sealed.encapsulated(), info, associated, plaintext);
            if (!Arrays.equals(tag, 0, 16, bytes, plaintext.length, bytes.length)) {
                throw new NotAuthenticException("changed");
            }
            return plaintext;
        };
    }
}
