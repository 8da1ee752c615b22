package org.forpost.sim.document;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A test country's signing authority (CSCA), its document signers and its list of revoked ones
/// (Doc 9303 part 12). For tests and demonstrations; the country is the code that ICAO reserves for
/// specimens, UTO.
public final class DocumentAuthority {
    /// Of a CSCA: ten years of passports and what their signing took.
    private static final Duration LONG = Duration.ofDays(365 * 15);

    private static final Duration BEFORE = Duration.ofDays(365);
    private static final Duration LIST_VALID = Duration.ofDays(90);
    private static final String SIGNATURE = "SHA256withECDSA";

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final SecureRandom random;

    /// Whose key its certificates name as their issuer's.
    private final PublicKey named;

    DocumentAuthority(X509Certificate certificate, PrivateKey key, SecureRandom random) {
        this(certificate, key, certificate.getPublicKey(), random);
    }

    private DocumentAuthority(
            X509Certificate certificate, PrivateKey key, PublicKey named, SecureRandom random) {
        this.certificate = certificate;
        this.named = named;
        this.key = key;
        this.random = random;
    }

    /// Who signs documents, and with what.
    public record Signer(X509Certificate certificate, PrivateKey key) {}

    /// Makes a new authority.
    public static DocumentAuthority create(Instant now, SecureRandom random) {
        KeyPair keys = Curve.namedKeys(random);
        X500Name name = new X500Name("C=UT,O=Forpost simulator,CN=Test CSCA " + tag(random));
        return new DocumentAuthority(
                issue(
                        name,
                        keys.getPrivate(),
                        keys.getPublic(),
                        name,
                        keys,
                        now,
                        now.plus(LONG),
                        true,
                        random),
                keys.getPrivate(),
                random);
    }

    private static String tag(SecureRandom random) {
        return Integer.toHexString(random.nextInt() >>> 1);
    }

    /// Another authority that goes by the same name, with a key of its own.
    ///
    /// @param forging whether it also says that its key is the right one
    DocumentAuthority impostor(Instant now, boolean forging) {
        KeyPair keys = Curve.namedKeys(random);
        X509Certificate own =
                issue(
                        issuer(),
                        keys.getPrivate(),
                        keys.getPublic(),
                        issuer(),
                        keys,
                        now,
                        now.plus(LONG),
                        true,
                        random);
        return new DocumentAuthority(
                own, keys.getPrivate(), (forging ? certificate : own).getPublicKey(), random);
    }

    /// The certificate that lanes are to trust.
    public X509Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    /// A document signer whose certificate ends at `until`.
    public Signer signer(Instant now, Instant until) {
        KeyPair keys = Curve.namedKeys(random);
        return new Signer(
                issue(
                        issuer(),
                        key,
                        named,
                        new X500Name("C=UT,O=Forpost simulator,CN=Test signer " + tag(random)),
                        keys,
                        now.minus(BEFORE),
                        until,
                        false,
                        random),
                keys.getPrivate());
    }

    /// A list that names these signers, of today and valid for three months.
    public X509CRL revocationList(Instant now, List<X509Certificate> revoked) {
        try {
            var list = new X509v2CRLBuilder(issuer(), Date.from(now.minusSeconds(3600)));
            list.setNextUpdate(Date.from(now.plus(LIST_VALID)));
            for (X509Certificate signer : revoked) {
                list.addCRLEntry(
                        signer.getSerialNumber(),
                        Date.from(now.minusSeconds(3600)),
                        CRLReason.keyCompromise);
            }
            list.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils()
                            .createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return new JcaX509CRLConverter()
                    .setProvider(Curve.PROVIDER)
                    .getCRL(list.build(contentSigner(key)));
        } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle signs lists", e);
        }
    }

    private X500Name issuer() {
        // Its bytes: written as text a name comes back in the opposite order.
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static org.bouncycastle.operator.ContentSigner contentSigner(PrivateKey key)
            throws OperatorCreationException {
        return new JcaContentSignerBuilder(SIGNATURE).setProvider(Curve.PROVIDER).build(key);
    }

    private static X509Certificate issue(
            X500Name issuer,
            PrivateKey issuerKey,
            PublicKey issuerNamed,
            X500Name subject,
            KeyPair keys,
            Instant from,
            Instant until,
            boolean authority,
            SecureRandom random) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            new BigInteger(127, random).add(BigInteger.ONE),
                            Date.from(authority ? from.minus(BEFORE) : from),
                            Date.from(until),
                            subject,
                            keys.getPublic());
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            }
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            authority
                                    ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                                    : KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuerNamed));
            return new JcaX509CertificateConverter()
                    .setProvider(Curve.PROVIDER)
                    .getCertificate(builder.build(contentSigner(issuerKey)));
        } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle issues certificates", e);
        }
    }
}
