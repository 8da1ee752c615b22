package org.forpost.protocol.crypto;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/// HPKE (RFC 9180), mode base, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: suite 1 of
/// SPEC.md. A later suite (X-Wing) takes another number; the number is always signed.
public final class Hpke {
    public static final int SUITE_X25519 = 1;
    public static final int KEY_BYTES = 32;
    public static final int ENCAPSULATED_BYTES = 32;
    public static final int TAG_BYTES = 16;

    private Hpke() {}

    /// @param publicKey the recipient's X25519 key, 32 bytes
    public static Sealer sealer(byte[] publicKey, Randomness randomness) {
        AsymmetricKeyParameter recipient = suite().deserializePublicKey(publicKey);
        return new Sealer() {
            @Override
            public int suite() {
                return SUITE_X25519;
            }

            @Override
            public Sealer drawing(Randomness other) {
                return sealer(publicKey, other);
            }

            @Override
            public Sealed seal(byte[] info, byte[] associated, byte[] plaintext) {
                HPKE hpke = Hpke.suite();
                AsymmetricCipherKeyPair ephemeral = hpke.deriveKeyPair(randomness.bytes(32));
                HPKEContextWithEncapsulation context = hpke.setupBaseS(recipient, info, ephemeral);
                try {
                    return new Sealed(
                            context.getEncapsulation(), context.seal(associated, plaintext));
                } catch (InvalidCipherTextException e) {
                    throw new IllegalStateException("AES-256-GCM refused to encrypt", e);
                }
            }
        };
    }

    /// @param privateKey the recipient's X25519 key, 32 bytes
    public static Unsealer unsealer(byte[] privateKey) {
        HPKE hpke = suite();
        AsymmetricCipherKeyPair recipient = hpke.deserializePrivateKey(privateKey, null);
        return (info, associated, sealed) -> {
            try {
                if (sealed.encapsulated().length != ENCAPSULATED_BYTES) {
                    throw new NotAuthenticException("encapsulated key is not 32 bytes");
                }
                return suite().setupBaseR(sealed.encapsulated(), recipient, info)
                        .open(associated, sealed.ciphertext());
            } catch (InvalidCipherTextException
                    | IllegalArgumentException
                    | IllegalStateException e) {
                throw new NotAuthenticException("changed, or sealed to another key");
            }
        };
    }

    /// The 32 bytes of the public key that belongs to a private one.
    public static byte[] publicKey(byte[] privateKey) {
        HPKE hpke = suite();
        return hpke.serializePublicKey(hpke.deserializePrivateKey(privateKey, null).getPublic());
    }

    private static HPKE suite() {
        return new HPKE(
                HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
