package org.forpost.edge.post;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A node CA that issues as the hub's does, made without a class of the hub; what it issues can be
/// spoilt on purpose.
@SuppressWarnings("JavaUtilDate")
public final class NodeCa {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final X500Name name = new X500Name("O=Forpost,CN=Forpost node CA");
    private final KeyPair keys = pair();
    private final X509Certificate own;

    /// A key and its certificate.
    public record Issued(PrivateKey key, X509Certificate certificate) {}

    public NodeCa() {
        own = make(name, keys, keys, name, true, null, Duration.ofDays(10));
    }

    public X509Certificate certificate() {
        return own;
    }

    /// As `forpost hub enrol` makes it.
    public Issued lane(String node, String post) {
        return issue("O=Forpost,OU=" + post + ",CN=" + node, KeyPurposeId.id_kp_clientAuth, 10);
    }

    public Issued hub() {
        return issue("O=Forpost,CN=Forpost hub", KeyPurposeId.id_kp_serverAuth, 10);
    }

    /// @param days until it expires; it began twenty days ago
    public Issued expiring(String node, String post, int days) {
        return issue("O=Forpost,OU=" + post + ",CN=" + node, KeyPurposeId.id_kp_clientAuth, days);
    }

    /// Says of itself whatever it likes.
    public static Issued selfSigned(String node, String post) {
        KeyPair pair = pair();
        X500Name self = new X500Name("O=Forpost,OU=" + post + ",CN=" + node);
        return new Issued(
                pair.getPrivate(),
                make(
                        self,
                        pair,
                        pair,
                        self,
                        false,
                        KeyPurposeId.id_kp_clientAuth,
                        Duration.ofDays(10)));
    }

    private Issued issue(String subject, KeyPurposeId purpose, int days) {
        KeyPair pair = pair();
        return new Issued(
                pair.getPrivate(),
                make(
                        new X500Name(subject),
                        pair,
                        keys,
                        name,
                        false,
                        purpose,
                        Duration.ofDays(days)));
    }

    public X509CRL revoking(X509Certificate... taken) {
        try {
            var builder =
                    new JcaX509v2CRLBuilder(
                            own.getSubjectX500Principal(), Date.from(Instant.now()));
            for (X509Certificate one : taken) {
                builder.addCRLEntry(one.getSerialNumber(), Date.from(Instant.now()), 1);
            }
            return new JcaX509CRLConverter()
                    .getCRL(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(keys.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate make(
            X500Name subject,
            KeyPair pair,
            KeyPair signer,
            X500Name issuer,
            boolean authority,
            @org.jspecify.annotations.Nullable KeyPurposeId purpose,
            Duration life) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            Date.from(Instant.now().minus(Duration.ofDays(20))),
                            Date.from(Instant.now().plus(life)),
                            subject,
                            pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            authority
                                    ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                                    : KeyUsage.digitalSignature));
            if (purpose != null) {
                builder.addExtension(
                        Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(signer.getPrivate())));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
