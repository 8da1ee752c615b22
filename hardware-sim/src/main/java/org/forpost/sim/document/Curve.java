package org.forpost.sim.document;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import org.bouncycastle.asn1.teletrust.TeleTrusTNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.bouncycastle.math.ec.ECPoint;

/// brainpoolP256r1 (RFC 5639), parameter 13 of Doc 9303 part 11 table 6: what most passports have.
final class Curve {
    /// Its number among the standardized domain parameters.
    static final int PARAMETER_ID = 13;

    /// Not registered: nobody else in this process is meant to get it.
    static final Provider PROVIDER = new BouncyCastleProvider();

    static final X9ECParameters PARAMETERS = TeleTrusTNamedCurves.getByName("brainpoolP256r1");
    private static final int FIELD_BYTES = 32;

    private Curve() {}

    static ECParameterSpec spec() {
        return new ECParameterSpec(
                PARAMETERS.getCurve(),
                PARAMETERS.getG(),
                PARAMETERS.getN(),
                PARAMETERS.getH(),
                PARAMETERS.getSeed());
    }

    /// A key whose public half names the curve by its parameters, as Doc 9303 part 11 wants it for
    /// chip authentication.
    static KeyPair explicitKeys(SecureRandom random) {
        return keys(spec(), random);
    }

    static KeyPair namedKeys(SecureRandom random) {
        return keys(new java.security.spec.ECGenParameterSpec("brainpoolP256r1"), random);
    }

    private static KeyPair keys(
            java.security.spec.AlgorithmParameterSpec spec, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
            generator.initialize(spec, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle has elliptic curves", e);
        }
    }

    static BigInteger scalar(SecureRandom random) {
        BigInteger n = PARAMETERS.getN();
        BigInteger k;
        do {
            k = new BigInteger(n.bitLength(), random);
        } while (k.signum() == 0 || k.compareTo(n) >= 0);
        return k;
    }

    /// @throws BadCommand when these bytes are no point of the curve
    static ECPoint point(byte[] uncompressed) throws BadCommand {
        try {
            ECPoint point = PARAMETERS.getCurve().decodePoint(uncompressed);
            if (point.isInfinity() || !point.isValid()) {
                throw new BadCommand(BadCommand.WRONG_DATA);
            }
            return point;
        } catch (IllegalArgumentException e) {
            throw new BadCommand(BadCommand.WRONG_DATA);
        }
    }

    /// The shared secret of a key agreement: the point's x coordinate, 32 bytes.
    static byte[] x(ECPoint point) {
        return org.bouncycastle.util.BigIntegers.asUnsignedByteArray(
                FIELD_BYTES, point.normalize().getAffineXCoord().toBigInteger());
    }
}
