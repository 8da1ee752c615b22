package org.forpost.edge.document.jmrtd;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ISO9796d2Signer;
import org.forpost.edge.document.ChipReason;
import org.jmrtd.lds.ActiveAuthenticationInfo;
import org.jmrtd.lds.SecurityInfo;
import org.jspecify.annotations.Nullable;

/// Whether a chip's answer to a challenge is by the key in its DG15 (ICAO Doc 9303 part 11 section
/// 6.1).
final class ActiveAuthentication {
    /// Larger keys would not fit a chip's answer; smaller ones prove nothing.
    private static final int LEAST_RSA_BITS = 1_024;

    private static final int MOST_RSA_BITS = 4_096;

    private ActiveAuthentication() {}

    /// The hash of a plain ECDSA signature, as DG14 names it; SHA-256 where it does not.
    static String digest(Collection<SecurityInfo> infos) {
        for (SecurityInfo info : infos) {
            if (info instanceof ActiveAuthenticationInfo active) {
                String oid = active.getSignatureAlgorithmOID();
                if (oid == null) {
                    continue;
                }
                switch (oid) {
                    case ActiveAuthenticationInfo.ECDSA_PLAIN_SHA1_OID -> {
                        return "SHA1";
                    }
                    case ActiveAuthenticationInfo.ECDSA_PLAIN_SHA224_OID -> {
                        return "SHA224";
                    }
                    case ActiveAuthenticationInfo.ECDSA_PLAIN_SHA384_OID -> {
                        return "SHA384";
                    }
                    case ActiveAuthenticationInfo.ECDSA_PLAIN_SHA512_OID -> {
                        return "SHA512";
                    }
                    default -> {}
                }
            }
        }
        return "SHA256";
    }

    /// @param digest for ECDSA; RSA signatures say theirs themselves
    /// @return what kind of signature it is
    /// @throws ChipProblem when it is not by this key over this challenge
    static String check(
            PublicKey key, String digest, byte[] challenge, byte[] response, Provider provider)
            throws ChipProblem {
        if (key instanceof RSAPublicKey rsa) {
            return rsa(rsa, challenge, response);
        }
        if (key instanceof ECPublicKey) {
            return ecdsa(key, digest, challenge, response, provider);
        }
        throw new ChipProblem(ChipReason.UNSUPPORTED, "a key of " + key.getAlgorithm());
    }

    private static String ecdsa(
            PublicKey key, String digest, byte[] challenge, byte[] response, Provider provider)
            throws ChipProblem {
        boolean right;
        try {
            Signature check = Signature.getInstance(digest + "withPLAIN-ECDSA", provider);
            check.initVerify(key);
            check.update(challenge);
            right = check.verify(response);
        } catch (GeneralSecurityException | RuntimeException e) {
            // What a foreign key and a foreign signature do inside of a provider is anybody's
            // guess.
            right = false;
        }
        if (!right) {
            throw notGenuine();
        }
        return "ECDSA with " + digest;
    }

    /// ISO/IEC 9796-2 digital signature scheme 1: the challenge is the part that is not recovered.
    private static String rsa(RSAPublicKey key, byte[] challenge, byte[] response)
            throws ChipProblem {
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw new ChipProblem(ChipReason.UNSUPPORTED, "an RSA key of " + bits + " bits");
        }
        var parameters = new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent());
        try {
            RSAEngine engine = new RSAEngine();
            engine.init(false, parameters);
            byte[] opened = engine.processBlock(response, 0, response.length);
            int last = opened[opened.length - 1] & 0xFF;
            Digest digest = last == 0xBC ? new SHA1Digest() : explicit(opened);
            if (digest == null) {
                throw notGenuine();
            }
            var check = new ISO9796d2Signer(new RSAEngine(), digest, last == 0xBC);
            check.init(false, parameters);
            check.updateWithRecoveredMessage(response);
            check.update(challenge, 0, challenge.length);
            if (!check.verifySignature(response)) {
                throw notGenuine();
            }
            return "RSA of " + bits + " bits with " + digest.getAlgorithmName();
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw notGenuine();
        }
    }

    /// The hash that a trailer of two bytes names (ISO/IEC 10118-3 identifiers).
    private static @Nullable Digest explicit(byte[] opened) {
        if (opened.length < 2 || (opened[opened.length - 1] & 0xFF) != 0xCC) {
            return null;
        }
        return switch (opened[opened.length - 2]) {
            case 0x33 -> new SHA1Digest();
            case 0x34 -> new SHA256Digest();
            case 0x35 -> new SHA512Digest();
            case 0x36 -> new SHA384Digest();
            case 0x38 -> new SHA224Digest();
            default -> null;
        };
    }

    private static ChipProblem notGenuine() {
        return new ChipProblem(
                ChipReason.NOT_GENUINE, "the answer is not by the key that the document names");
    }
}
