package org.forpost.edge.document.jmrtd;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.forpost.edge.document.ChipReason;
import org.forpost.edge.document.TrustAnchors;
import org.jspecify.annotations.Nullable;

/// EF.SOD: the signed hashes of the data groups, and who has signed them (ICAO Doc 9303 part 10
/// section 4.6.2; passive authentication, part 11 section 5.1).
final class SecurityObject {
    /// id-icao-mrtd-security-ldsSecurityObject.
    private static final String CONTENT_TYPE = "2.23.136.1.1.1";

    /// Groups are numbered 1 to 16.
    private static final int MOST_GROUPS = 16;

    private static final int MOST_SUBJECT = 200;

    private final SignerInformation signer;
    private final @Nullable X509CertificateHolder certificate;
    private final String digest;
    private final Map<Integer, byte[]> hashes;
    private final Provider provider;

    private SecurityObject(
            SignerInformation signer,
            @Nullable X509CertificateHolder certificate,
            String digest,
            Map<Integer, byte[]> hashes,
            Provider provider) {
        this.signer = signer;
        this.certificate = certificate;
        this.digest = digest;
        this.hashes = hashes;
        this.provider = provider;
    }

    /// @param file EF.SOD as it was read
    static SecurityObject parse(byte[] file, Provider provider) throws ChipProblem {
        byte[] content = new Ber(file, "EF.SOD").take(0x77, "the security object");
        try {
            CMSSignedData signed = new CMSSignedData(content);
            Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
            if (signers.size() != 1) {
                throw ChipProblem.malformed("EF.SOD", "one signer, got " + signers.size());
            }
            if (!CONTENT_TYPE.equals(signed.getSignedContentTypeOID())
                    || !(signed.getSignedContent()
                            instanceof org.bouncycastle.cms.CMSProcessableByteArray array)
                    || !(array.getContent() instanceof byte[] inner)) {
                throw ChipProblem.malformed("EF.SOD", "an LDS security object");
            }
            SignerInformation signer = signers.iterator().next();
            ASN1Sequence object = ASN1Sequence.getInstance(inner);
            AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(object.getObjectAt(1));
            return new SecurityObject(
                    signer,
                    certificate(signed, signer),
                    digest(algorithm),
                    hashes(ASN1Sequence.getInstance(object.getObjectAt(2))),
                    provider);
        } catch (CMSException | RuntimeException | StackOverflowError e) {
            // Bouncy Castle's parser: 65,535 bytes can nest deeper than the stack is.
            throw ChipProblem.malformed("EF.SOD", "signed data (" + e.getClass().getName() + ")");
        }
    }

    private static @Nullable X509CertificateHolder certificate(
            CMSSignedData signed, SignerInformation signer) {
        @SuppressWarnings("unchecked") // A selector of Bouncy Castle's own certificates.
        Collection<X509CertificateHolder> matching =
                signed.getCertificates().getMatches(signer.getSID());
        return matching.isEmpty() ? null : matching.iterator().next();
    }

    /// SHA-1 is what documents up to about 2012 have; nothing older is accepted.
    private static String digest(AlgorithmIdentifier algorithm) throws ChipProblem {
        return switch (algorithm.getAlgorithm().getId()) {
            case "1.3.14.3.2.26" -> "SHA-1";
            case "2.16.840.1.101.3.4.2.4" -> "SHA-224";
            case "2.16.840.1.101.3.4.2.1" -> "SHA-256";
            case "2.16.840.1.101.3.4.2.2" -> "SHA-384";
            case "2.16.840.1.101.3.4.2.3" -> "SHA-512";
            default ->
                    throw new ChipProblem(
                            ChipReason.UNSUPPORTED, "hash " + algorithm.getAlgorithm().getId());
        };
    }

    private static Map<Integer, byte[]> hashes(ASN1Sequence sequence) throws ChipProblem {
        if (sequence.size() > MOST_GROUPS) {
            throw ChipProblem.malformed("EF.SOD", "at most " + MOST_GROUPS + " hashes");
        }
        Map<Integer, byte[]> hashes = new TreeMap<>();
        for (ASN1Encodable each : sequence) {
            ASN1Sequence pair = ASN1Sequence.getInstance(each);
            int group = ASN1Integer.getInstance(pair.getObjectAt(0)).intValueExact();
            byte[] hash = ASN1OctetString.getInstance(pair.getObjectAt(1)).getOctets();
            if (hashes.put(group, hash) != null) {
                throw ChipProblem.malformed("EF.SOD", "one hash for DG" + group);
            }
        }
        return hashes;
    }

    /// Whether a hash of this group is signed.
    boolean lists(int group) {
        return hashes.containsKey(group);
    }

    /// Whether these bytes are the group that was signed; false too where none was.
    boolean fits(int group, byte[] file) {
        byte[] expected = hashes.get(group);
        if (expected == null) {
            return false;
        }
        try {
            return Arrays.equals(expected, MessageDigest.getInstance(digest).digest(file));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + digest, e);
        }
    }

    String digest() {
        return digest;
    }

    /// Subject of the signer's certificate, for the officer; empty where the document has none.
    String signerName() {
        return certificate == null
                ? ""
                : ChipProblem.printable(certificate.getSubject().toString(), MOST_SUBJECT);
    }

    private X509CertificateHolder signerCertificate() throws ChipProblem {
        if (certificate == null) {
            throw new ChipProblem(
                    ChipReason.UNSUPPORTED, "the signer's certificate is not in the document");
        }
        return certificate;
    }

    /// The signature is by the certificate in the document, whoever that may be.
    ///
    /// @return its algorithm
    String checkSignature() throws ChipProblem {
        X509CertificateHolder by = signerCertificate();
        try {
            PublicKey key =
                    new org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter()
                            .setProvider(provider)
                            .getPublicKey(by.getSubjectPublicKeyInfo());
            // By the key and not the certificate: its dates are a step of their own.
            boolean right =
                    signer.verify(
                            new JcaSimpleSignerInfoVerifierBuilder()
                                    .setProvider(provider)
                                    .build(key));
            if (!right) {
                throw new ChipProblem(ChipReason.BAD_SIGNATURE, "EF.SOD");
            }
            return new DefaultAlgorithmNameFinder()
                            .getAlgorithmName(
                                    signer.toASN1Structure().getDigestEncryptionAlgorithm())
                    + ", "
                    + digest;
        } catch (CMSException
                | IOException
                | OperatorCreationException
                | RuntimeException
                | StackOverflowError e) {
            throw new ChipProblem(
                    ChipReason.BAD_SIGNATURE, "EF.SOD: " + e.getClass().getSimpleName());
        }
    }

    /// The signer's certificate is by one of these authorities, and both are of today.
    ///
    /// @return the authority
    X509CertificateHolder checkSigner(TrustAnchors anchors, Instant now) throws ChipProblem {
        X509CertificateHolder certified = signerCertificate();
        X500Name issuer = certified.getIssuer();
        byte[] wanted = keyIdentifier(certified);
        boolean sameKey = false;
        for (X509Certificate each : anchors.authorities()) {
            Optional<X509CertificateHolder> held = holder(each);
            if (held.isEmpty() || !held.get().getSubject().equals(issuer)) {
                continue;
            }
            X509CertificateHolder authority = held.get();
            if (signedBy(certified, authority)) {
                return ofToday(certified, authority, now);
            }
            byte[] own = subjectKeyIdentifier(authority);
            sameKey |= wanted.length == 0 || own.length == 0 || Arrays.equals(wanted, own);
        }
        throw sameKey
                ? new ChipProblem(
                        ChipReason.BAD_SIGNATURE,
                        "names " + issuer + " as its issuer, whose key has not signed it")
                : new ChipProblem(ChipReason.NO_AUTHORITY, "issuer " + issuer);
    }

    private static X509CertificateHolder ofToday(
            X509CertificateHolder certified, X509CertificateHolder authority, Instant now)
            throws ChipProblem {
        KeyUsage usage = KeyUsage.fromExtensions(certified.getExtensions());
        if (usage != null && !usage.hasUsages(KeyUsage.digitalSignature)) {
            throw ChipProblem.malformed("signer's certificate", "key usage digital signature");
        }
        KeyUsage authorityUsage = KeyUsage.fromExtensions(authority.getExtensions());
        if (authorityUsage != null && !authorityUsage.hasUsages(KeyUsage.keyCertSign)) {
            throw new ChipProblem(ChipReason.BAD_SIGNATURE, "the issuer may not sign certificates");
        }
        for (X509CertificateHolder each : List.of(certified, authority)) {
            if (now.isAfter(each.getNotAfter().toInstant())) {
                throw new ChipProblem(
                        ChipReason.EXPIRED,
                        each.getSubject() + " until " + each.getNotAfter().toInstant());
            }
            if (now.isBefore(each.getNotBefore().toInstant())) {
                throw new ChipProblem(
                        ChipReason.NOT_YET_VALID,
                        each.getSubject() + " from " + each.getNotBefore().toInstant());
            }
        }
        return authority;
    }

    /// The signer is on no list of its authority.
    ///
    /// @param authority that [#checkSigner] gave
    /// @return of when the list is
    String checkRevocation(TrustAnchors anchors, X509CertificateHolder authority, Instant now)
            throws ChipProblem {
        X509CertificateHolder certified = signerCertificate();
        Instant latest = null;
        boolean fresh = false;
        for (X509CRL each : anchors.revocationLists()) {
            Optional<X509CRLHolder> held = list(each, authority);
            if (held.isEmpty()) {
                continue;
            }
            X509CRLEntryHolder entry =
                    held.get().getRevokedCertificate(certified.getSerialNumber());
            if (entry != null) {
                throw new ChipProblem(
                        ChipReason.REVOKED, "since " + entry.getRevocationDate().toInstant());
            }
            Instant from = held.get().getThisUpdate().toInstant();
            if (latest == null || from.isAfter(latest)) {
                latest = from;
            }
            fresh |=
                    held.get().getNextUpdate() == null
                            || !now.isAfter(held.get().getNextUpdate().toInstant());
        }
        if (latest == null) {
            throw new ChipProblem(ChipReason.NO_REVOCATION_LIST, "of " + authority.getSubject());
        }
        if (!fresh) {
            throw new ChipProblem(ChipReason.STALE_REVOCATION_LIST, "the latest is of " + latest);
        }
        return "list of " + latest;
    }

    private Optional<X509CRLHolder> list(X509CRL crl, X509CertificateHolder authority) {
        try {
            X509CRLHolder list = new X509CRLHolder(crl.getEncoded());
            return list.getIssuer().equals(authority.getSubject())
                            && list.isSignatureValid(
                                    new JcaContentVerifierProviderBuilder()
                                            .setProvider(provider)
                                            .build(authority))
                    ? Optional.of(list)
                    : Optional.empty();
        } catch (GeneralSecurityException
                | IOException
                | OperatorCreationException
                | org.bouncycastle.cert.CertException e) {
            return Optional.empty();
        }
    }

    private static Optional<X509CertificateHolder> holder(X509Certificate certificate) {
        try {
            return Optional.of(new X509CertificateHolder(certificate.getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            return Optional.empty();
        }
    }

    private boolean signedBy(X509CertificateHolder certified, X509CertificateHolder authority) {
        try {
            return certified.isSignatureValid(
                    new JcaContentVerifierProviderBuilder().setProvider(provider).build(authority));
        } catch (OperatorCreationException
                | org.bouncycastle.cert.CertException
                | GeneralSecurityException
                | RuntimeException e) {
            // Hostile: an algorithm that does not fit the key, or a key that is none.
            return false;
        }
    }

    private static byte[] keyIdentifier(X509CertificateHolder of) {
        AuthorityKeyIdentifier identifier =
                of.getExtensions() == null
                        ? null
                        : AuthorityKeyIdentifier.fromExtensions(of.getExtensions());
        byte[] octets = identifier == null ? null : identifier.getKeyIdentifierOctets();
        return octets == null ? new byte[0] : octets;
    }

    private static byte[] subjectKeyIdentifier(X509CertificateHolder of) {
        Extension extension = of.getExtension(Extension.subjectKeyIdentifier);
        return extension == null
                ? new byte[0]
                : SubjectKeyIdentifier.getInstance(extension.getParsedValue()).getKeyIdentifier();
    }
}
