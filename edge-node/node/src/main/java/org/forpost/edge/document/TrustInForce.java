package org.forpost.edge.document;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.forpost.edge.release.InForce;
import org.forpost.edge.release.RefusedReleaseException;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Role;

/// Country signing certificates and revocation lists of the trust release in force.
public final class TrustInForce implements TrustAnchors {
    private static final Anchors NONE = new Anchors(List.of(), List.of());

    private final InForce<Anchors> releases;

    private TrustInForce(InForce<Anchors> releases) {
        this.releases = releases;
    }

    /// @param certificates of country signing CAs
    /// @param revocations lists of document signers that are believed no longer
    record Anchors(List<X509Certificate> certificates, List<X509CRL> revocations) {
        public Anchors {
            certificates = List.copyOf(certificates);
            revocations = List.copyOf(revocations);
        }
    }

    /// Reads the release of the last run and verifies it again.
    ///
    /// @param folder of the releases; exists
    public static TrustInForce open(Path folder, SignatureCheck key, TrustedTime time) {
        return new TrustInForce(
                InForce.open(folder, Role.TRUST, key, time, (_, content) -> read(content)));
    }

    private static Anchors read(byte[] content) throws MalformedException, RefusedReleaseException {
        var raw = org.forpost.protocol.release.TrustAnchors.decode(content);
        List<X509Certificate> certificates = new ArrayList<>();
        List<X509CRL> revocations = new ArrayList<>();
        String field = "trust";
        try {
            // Not the JDK's: it knows no Brainpool curve, and half of Europe's CSCAs are on one.
            var factory = CertificateFactory.getInstance("X.509", new BouncyCastleProvider());
            for (byte[] der : raw.certificates()) {
                field = "trust.certificates[" + certificates.size() + "]";
                if (!(factory.generateCertificate(new ByteArrayInputStream(der))
                        instanceof X509Certificate certificate)) {
                    throw new GeneralSecurityException("no X.509 certificate");
                }
                certificates.add(certificate);
            }
            for (byte[] der : raw.revocations()) {
                field = "trust.revocations[" + revocations.size() + "]";
                if (!(factory.generateCRL(new ByteArrayInputStream(der)) instanceof X509CRL list)) {
                    throw new GeneralSecurityException("no X.509 revocation list");
                }
                revocations.add(list);
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new RefusedReleaseException(field + ": " + e.getMessage());
        }
        return new Anchors(certificates, revocations);
    }

    @Override
    public List<X509Certificate> authorities() {
        return anchors().certificates();
    }

    @Override
    public List<X509CRL> revocationLists() {
        return anchors().revocations();
    }

    private Anchors anchors() {
        return releases.current().map(InForce.Release::content).orElse(NONE);
    }

    /// @return number of the release in force; 0 when there is none
    public long release() {
        return releases.number();
    }

    /// The releases behind it, for whoever installs them.
    public InForce<?> releases() {
        return releases;
    }
}
