package org.forpost.edge.device.sbi;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A throw-away device authority and what it issues.
final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    /// A key with its certificates, its own first.
    record Identity(PrivateKey key, List<X509Certificate> chain) {}

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate own;

    private TestAuthority(X500Name name, KeyPair keys, X509Certificate own) {
        this.name = name;
        this.keys = keys;
        this.own = own;
    }

    static TestAuthority create(String name) {
        var own = new X500Name("CN=" + name);
        KeyPair keys = rsa(2048);
        Instant from = Instant.now().minus(Duration.ofDays(2));
        Instant to = from.plus(Duration.ofDays(30));
        return new TestAuthority(
                own, keys, certificate(own, keys.getPrivate(), own, keys, from, to, true));
    }

    X509Certificate certificate() {
        return own;
    }

    Identity issue(String serial) {
        Instant from = Instant.now().minus(Duration.ofDays(1));
        return issue(serial, rsa(2048), from, from.plus(Duration.ofDays(10)), false);
    }

    Identity issue(String serial, KeyPair device, Instant from, Instant to, boolean authority) {
        return new Identity(
                device.getPrivate(),
                List.of(
                        certificate(
                                name,
                                keys.getPrivate(),
                                new X500Name("CN=" + serial),
                                device,
                                from,
                                to,
                                authority)));
    }

    /// An authority below this one.
    TestAuthority below(String name) {
        var subject = new X500Name("CN=" + name);
        KeyPair below = rsa(2048);
        Instant from = Instant.now().minus(Duration.ofDays(1));
        return new TestAuthority(
                subject,
                below,
                certificate(
                        this.name,
                        keys.getPrivate(),
                        subject,
                        below,
                        from,
                        from.plus(Duration.ofDays(20)),
                        true));
    }

    /// A certificate that somebody signs who may not.
    static X509Certificate within(
            X509Certificate issuer, PrivateKey issuerKey, String subject, KeyPair keys) {
        Instant from = Instant.now().minus(Duration.ofHours(1));
        return certificate(
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                issuerKey,
                new X500Name("CN=" + subject),
                keys,
                from,
                from.plus(Duration.ofDays(1)),
                false);
    }

    static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(
            X500Name issuer,
            PrivateKey issuerKey,
            X500Name subject,
            KeyPair subjectKeys,
            Instant from,
            Instant to,
            boolean authority) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            Date.from(from),
                            Date.from(to),
                            subject,
                            subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            authority
                                    ? KeyUsage.keyCertSign | KeyUsage.digitalSignature
                                    : KeyUsage.digitalSignature));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withRSA").build(issuerKey)));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
