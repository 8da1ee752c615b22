package org.forpost.edge.bench;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Issues certificates of lanes as the hub does, for one measurement.
@SuppressWarnings("JavaUtilDate") // Bouncy Castle's builder takes no other
final class ThrowAwayCa {
    private static final X500Name NAME = new X500Name("O=Forpost,CN=Forpost node CA");

    private final KeyPair keys = pair();
    final X509Certificate certificate = make(NAME, keys, true);

    record Issued(PrivateKey key, X509Certificate certificate) {}

    Issued lane(String node, String post) {
        KeyPair pair = pair();
        X500Name subject = new X500Name("O=Forpost,OU=" + post + ",CN=" + node);
        return new Issued(pair.getPrivate(), make(subject, pair, false));
    }

    private X509Certificate make(X500Name subject, KeyPair pair, boolean authority) {
        Instant now = Instant.now();
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            NAME,
                            BigInteger.valueOf(now.toEpochMilli()),
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now.plus(Duration.ofDays(1))),
                            subject,
                            pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(keys.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for the measurement", e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime offers no EC P-256 keys", e);
        }
    }
}
