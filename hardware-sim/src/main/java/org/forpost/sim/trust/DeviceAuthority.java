package org.forpost.sim.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A test trust anchor for devices and the provider that it vouches for. The anchor's key signs the
/// provider once and is forgotten, as a real one would stay off line; the provider's key issues
/// devices.
public final class DeviceAuthority {
    /// A throw-away anchor: long enough for a test installation, too short to become a habit.
    private static final Duration VALIDITY = Duration.ofDays(365);

    /// Clocks of devices and nodes differ a little.
    private static final Duration BEFORE_NOW = Duration.ofHours(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate anchor;
    private final X509Certificate provider;
    private final PrivateKey providerKey;

    DeviceAuthority(X509Certificate anchor, X509Certificate provider, PrivateKey providerKey) {
        this.anchor = anchor;
        this.provider = provider;
        this.providerKey = providerKey;
    }

    /// Makes a new anchor and a provider below it, valid from an hour before `now` for a year.
    public static DeviceAuthority create(Instant now) {
        KeyPair anchorKeys = rsa();
        X500Name anchorName = new X500Name("CN=Test device trust anchor,O=Forpost simulator");
        X509Certificate anchor =
                issue(
                        anchorName,
                        anchorKeys.getPrivate(),
                        anchorName,
                        anchorKeys.getPublic(),
                        now,
                        1);
        KeyPair providerKeys = rsa();
        X509Certificate provider =
                issue(
                        anchorName,
                        anchorKeys.getPrivate(),
                        new X500Name("CN=Test device provider,O=Forpost simulator"),
                        providerKeys.getPublic(),
                        now,
                        0);
        return new DeviceAuthority(anchor, provider, providerKeys.getPrivate());
    }

    /// A new key and certificate for the device with this serial number.
    public DeviceIdentity issue(String serialNumber, Instant now) {
        KeyPair keys = rsa();
        X509Certificate own =
                issue(
                        // Its bytes: written as text a name comes back in the opposite order.
                        X500Name.getInstance(provider.getSubjectX500Principal().getEncoded()),
                        providerKey,
                        new X500Name("CN=" + serialNumber + ",O=Forpost simulator"),
                        keys.getPublic(),
                        now,
                        -1);
        return new DeviceIdentity(keys.getPrivate(), List.of(own, provider));
    }

    /// The certificate that a node is configured to trust.
    public X509Certificate anchor() {
        return anchor;
    }

    X509Certificate provider() {
        return provider;
    }

    PrivateKey providerKey() {
        return providerKey;
    }

    /// `below`: how many authorities may follow; -1 for a device, which is none.
    private static X509Certificate issue(
            X500Name issuer,
            PrivateKey issuerKey,
            X500Name subject,
            PublicKey subjectKey,
            Instant now,
            int below) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(127, RANDOM).add(BigInteger.ONE),
                            Date.from(now.minus(BEFORE_NOW)),
                            Date.from(now.plus(VALIDITY)),
                            subject,
                            subjectKey);
            boolean authority = below >= 0;
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    authority ? new BasicConstraints(below) : new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withRSA").build(issuerKey)));
        } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot issue RSA certificates", e);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            // 2048 bits: what the text's RS256 devices have, and a start that nobody waits for.
            generator.initialize(2048, RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no RSA", e);
        }
    }
}
