package org.forpost.hub.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// The node CA: issues its own certificate, the hub's and the nodes' (X.509 v3, EC P-256, ECDSA
/// with SHA-256).
final class Issuer {
    /// Longer than a post's hardware lives; replacing the root means enrolling every node again.
    private static final Duration CA_LIFE = Duration.ofDays(3_650);

    /// What is taken back is refused at once, so the life of a leaf only has to outlast an
    /// inspection.
    private static final Duration LEAF_LIFE = Duration.ofDays(1_095);

    /// A post whose clock is slow by less than this still accepts the hub on the day of enrolment.
    private static final Duration BACKDATED = Duration.ofDays(2);

    /// RFC 5280 §4.1.2.2 allows 20 octets; 16 random ones are unique without a register of serials.
    private static final int SERIAL_BITS = 127;

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final SecureRandom random;
    private final Instant now;
    private final PrivateKey caKey;
    private final X509Certificate caCertificate;

    Issuer(SecureRandom random, Instant now, PrivateKey caKey, X509Certificate caCertificate) {
        this.random = random;
        this.now = now;
        this.caKey = caKey;
        this.caCertificate = caCertificate;
    }

    /// A new CA with a key of its own.
    static Issuer create(SecureRandom random, Instant now) throws IOException {
        KeyPair pair = ecKeyPair(random);
        X500Name name = name("Forpost node CA", null);
        try {
            var extensions = new JcaX509ExtensionUtils();
            var builder =
                    builder(name, name, pair, now, CA_LIFE, random)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .addExtension(
                                    Extension.keyUsage,
                                    true,
                                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                            .addExtension(
                                    Extension.subjectKeyIdentifier,
                                    false,
                                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
            return new Issuer(random, now, pair.getPrivate(), sign(builder, pair.getPrivate()));
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IOException("the node CA's certificate cannot be made", e);
        }
    }

    PrivateKey key() {
        return caKey;
    }

    X509Certificate certificate() {
        return caCertificate;
    }

    /// The hub's TLS certificate, valid for `hosts` (DNS names or IP addresses).
    X509Certificate issueHub(KeyPair pair, List<String> hosts) throws IOException {
        GeneralName[] names =
                hosts.stream()
                        .map(host ->
                                new GeneralName(
                                        IPV4.matcher(host).matches() || host.contains(":")
                                                ? GeneralName.iPAddress
                                                : GeneralName.dNSName,
                                        host))
                        .toArray(GeneralName[]::new);
        return issue(
                name("Forpost hub", null),
                pair,
                KeyPurposeId.id_kp_serverAuth,
                new GeneralNames(names));
    }

    /// A node's TLS certificate.
    X509Certificate issueNode(KeyPair pair, String node, String post) throws IOException {
        return issue(name(node, post), pair, KeyPurposeId.id_kp_clientAuth, null);
    }

    private X509Certificate issue(
            X500Name subject,
            KeyPair pair,
            KeyPurposeId purpose,
            @Nullable GeneralNames alternatives)
            throws IOException {
        try {
            var extensions = new JcaX509ExtensionUtils();
            var issuer = X500Name.getInstance(caCertificate.getSubjectX500Principal().getEncoded());
            var builder =
                    builder(issuer, subject, pair, now, LEAF_LIFE, random)
                            .addExtension(
                                    Extension.basicConstraints, true, new BasicConstraints(false))
                            .addExtension(
                                    Extension.keyUsage,
                                    true,
                                    new KeyUsage(KeyUsage.digitalSignature))
                            .addExtension(
                                    Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose))
                            .addExtension(
                                    Extension.authorityKeyIdentifier,
                                    false,
                                    extensions.createAuthorityKeyIdentifier(caCertificate))
                            .addExtension(
                                    Extension.subjectKeyIdentifier,
                                    false,
                                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
            if (alternatives != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
            }
            return sign(builder, caKey);
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IOException("the certificate of " + subject + " cannot be made", e);
        }
    }

    /// The CA's revocation list (RFC 5280 §5): of all certificates that were ever taken back, since
    /// a list takes the place of the one before.
    ///
    /// @param number of the list (§5.2.3), higher than that of any before
    /// @param until the next one is issued when something is taken back; this is only when a reader
    ///   that goes by the book would miss it
    X509CRL revocationList(BigInteger number, List<RevokedCertificate> revoked, Instant until)
            throws IOException {
        try {
            var builder =
                    new JcaX509v2CRLBuilder(
                            caCertificate.getSubjectX500Principal(), Date.from(now));
            builder.setNextUpdate(Date.from(until));
            for (RevokedCertificate one : revoked) {
                builder.addCRLEntry(one.serial(), Date.from(one.at()), one.reason().code());
            }
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(caCertificate));
            return new JcaX509CRLConverter()
                    .getCRL(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(caKey)));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IOException("the revocation list cannot be made", e);
        }
    }

    static KeyPair ecKeyPair(SecureRandom random) throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java runtime offers no EC P-256 keys", e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer,
            X500Name subject,
            KeyPair pair,
            Instant now,
            Duration life,
            SecureRandom random) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(life)),
                subject,
                pair.getPublic());
    }

    private static X509Certificate sign(
            org.bouncycastle.cert.X509v3CertificateBuilder builder, PrivateKey key)
            throws IOException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the certificate cannot be signed", e);
        }
    }

    private static X500Name name(String common, @Nullable String unit) {
        var name = new X500NameBuilder(BCStyle.INSTANCE);
        name.addRDN(BCStyle.O, "Forpost");
        if (unit != null) {
            name.addRDN(BCStyle.OU, unit);
        }
        name.addRDN(BCStyle.CN, common);
        return name.build();
    }
}
