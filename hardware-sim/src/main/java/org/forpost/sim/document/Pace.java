package org.forpost.sim.document;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/// The chip's end of PACE with generic mapping over brainpoolP256r1 (Doc 9303 part 11 section 4.4):
/// four steps of GENERAL AUTHENTICATE, in their order or not at all.
final class Pace {
    /// id-PACE-ECDH-GM (0.4.0.127.0.7.2.2.4.2); 1 to 4 below it are the ciphers.
    private static final String ECDH_GM = "0.4.0.127.0.7.2.2.4.2.";

    private final SessionCipher cipher;
    private final byte[] protocol;
    private final byte[] nonceKey;
    private final SecureRandom random;
    private byte[] nonce = new byte[0];
    private @Nullable ECPoint generator;
    private @Nullable ECPoint own;
    private @Nullable ECPoint theirs;
    private byte[] secret = new byte[0];
    private int done;

    /// @param password what [SessionCipher#key] makes the nonce's key of
    Pace(SessionCipher cipher, byte[] password, SecureRandom random) {
        this.cipher = cipher;
        this.protocol = protocol(cipher);
        this.nonceKey = cipher.key(password, 3);
        this.random = random;
    }

    /// The object identifier as it stands in EF.CardAccess.
    static ASN1ObjectIdentifier identifier(SessionCipher cipher) {
        return new ASN1ObjectIdentifier(ECDH_GM + cipher.suffix());
    }

    /// The identifier's content bytes, as commands have it.
    static byte[] protocol(SessionCipher cipher) {
        return content(identifier(cipher));
    }

    static byte[] content(ASN1ObjectIdentifier identifier) {
        try {
            byte[] der = identifier.getEncoded();
            return java.util.Arrays.copyOfRange(der, 2, der.length);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("an identifier has an encoding", e);
        }
    }

    /// One GENERAL AUTHENTICATE.
    ///
    /// @param data within the dynamic authentication data object, 7C
    /// @return the same of the answer
    byte[] step(byte[] data) throws BadCommand {
        Map<Integer, byte[]> in = Tlv.parse(Tlv.parse(data).getOrDefault(0x7C, new byte[0]));
        return Tlv.of(
                0x7C,
                switch (done++) {
                    case 0 -> Tlv.of(0x80, sealedNonce());
                    case 1 -> Tlv.of(0x82, map(need(in, 0x81)));
                    case 2 -> Tlv.of(0x84, agree(need(in, 0x83)));
                    case 3 -> Tlv.of(0x86, confirm(need(in, 0x85)));
                    default -> throw new BadCommand(BadCommand.CONDITIONS);
                });
    }

    private static byte[] need(Map<Integer, byte[]> objects, int tag) throws BadCommand {
        byte[] value = objects.get(tag);
        if (value == null) {
            throw new BadCommand(BadCommand.WRONG_DATA);
        }
        return value;
    }

    private byte[] sealedNonce() {
        nonce = new byte[16];
        random.nextBytes(nonce);
        return cipher.encrypt(nonceKey, new byte[cipher.block()], nonce);
    }

    /// Generic mapping: the new generator is the nonce times the old, plus what both agreed on.
    private byte[] map(byte[] theirPoint) throws BadCommand {
        ECPoint g = Curve.PARAMETERS.getG();
        BigInteger k = Curve.scalar(random);
        ECPoint agreed = Curve.point(theirPoint).multiply(k);
        generator = g.multiply(new BigInteger(1, nonce)).add(agreed).normalize();
        return g.multiply(k).getEncoded(false);
    }

    private byte[] agree(byte[] theirPoint) throws BadCommand {
        ECPoint from = generator;
        if (from == null) {
            throw new BadCommand(BadCommand.CONDITIONS);
        }
        BigInteger k = Curve.scalar(random);
        ECPoint mine = from.multiply(k).normalize();
        ECPoint other = Curve.point(theirPoint);
        secret = Curve.x(other.multiply(k));
        own = mine;
        theirs = other;
        return mine.getEncoded(false);
    }

    private byte[] confirm(byte[] token) throws BadCommand {
        ECPoint mine = own;
        ECPoint other = theirs;
        if (mine == null || other == null) {
            throw new BadCommand(BadCommand.CONDITIONS);
        }
        if (!MessageDigest.isEqual(token(mine), token)) {
            throw new BadCommand(BadCommand.AUTHENTICATION_FAILED);
        }
        return token(other);
    }

    private byte[] token(ECPoint of) {
        return cipher.token(
                cipher.key(secret, 2),
                Tlv.of(0x7F49, Tlv.of(0x06, protocol), Tlv.of(0x86, of.getEncoded(false))));
    }

    /// Whether all four steps are done.
    boolean complete() {
        return done == 4;
    }

    SecureMessaging messaging() {
        return SecureMessaging.fromZero(cipher, secret);
    }
}
