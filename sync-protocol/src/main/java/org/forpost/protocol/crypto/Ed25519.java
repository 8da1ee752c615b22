package org.forpost.protocol.crypto;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Ed25519 (RFC 8032 §5.1) by Bouncy Castle, which signs 5 to 18 times faster than the JDK's.
public final class Ed25519 {
    public static final int SIGNATURE_BYTES = 64;
    public static final int KEY_BYTES = 32;

    private Ed25519() {}

    /// @param seed the 32 bytes of the private key
    public static Signer signer(byte[] seed) {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed);
        return message -> {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        };
    }

    /// @param publicKey 32 bytes
    public static SignatureCheck check(byte[] publicKey) {
        Ed25519PublicKeyParameters key = new Ed25519PublicKeyParameters(publicKey);
        return (message, signature) -> {
            if (signature.length != SIGNATURE_BYTES) {
                return false;
            }
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, key);
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature);
        };
    }

    /// The 32 bytes of the public key that belongs to a private one.
    public static byte[] publicKey(byte[] seed) {
        return new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
    }
}
