package org.forpost.edge.device.sbi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.forpost.edge.device.Refusal;

/// Whom a post believes when a device shows a certificate: the authorities in one PEM file. A path
/// is checked as RFC 5280 section 6 has it, at the time of the clock handed in. Revocation is not
/// asked for on line: a post has to work without its link, so a device is withdrawn by taking it
/// out of the lane's configuration.
public final class DeviceTrust {
    /// Device, provider, authority, and one to spare.
    static final int LONGEST_CHAIN = 4;

    /// RSA-4096 certificates with every common extension stay below 3 KiB.
    private static final int MOST_CERTIFICATE_BYTES = 8 * 1024;

    /// Below: forgeable with known effort. Above: a way to keep a lane busy.
    private static final int LEAST_RSA_BITS = 2048;

    private static final int MOST_RSA_BITS = 8192;

    /// An honest exponent is 65537; a huge one makes one verification take minutes.
    private static final int MOST_EXPONENT_BITS = 64;

    private static final int DIGITAL_SIGNATURE = 0;

    private final Set<TrustAnchor> anchors;
    private final Clock clock;

    /// Trusts what these authorities issued.
    public DeviceTrust(List<X509Certificate> authorities, Clock clock) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("a lane must trust at least one device authority");
        }
        anchors = new HashSet<>();
        for (X509Certificate authority : authorities) {
            anchors.add(new TrustAnchor(authority, null));
        }
        this.clock = clock;
    }

    /// Reads the authorities from a PEM file.
    ///
    /// @throws IOException when it cannot be read or holds no certificate; the message says so
    public static DeviceTrust read(Path pem, Clock clock) throws IOException {
        var authorities = new ArrayList<X509Certificate>();
        try (var in = Files.newInputStream(pem)) {
            for (var each : x509().generateCertificates(in)) {
                authorities.add((X509Certificate) each);
            }
        } catch (CertificateException e) {
            throw new IOException(pem + " is not a PEM file of certificates", e);
        }
        if (authorities.isEmpty()) {
            throw new IOException(pem + " holds no certificate; it must hold the device authority");
        }
        return new DeviceTrust(authorities, clock);
    }

    /// Checks a chain, the signer's certificate first, and gives the signer's key.
    ///
    /// @param field where the chain stands, for the complaint
    RSAPublicKey signer(List<byte[]> chain, String field) throws Unacceptable {
        var certificates = new ArrayList<X509Certificate>();
        for (byte[] der : chain) {
            certificates.add(certificate(der, field));
        }
        X509Certificate own = certificates.getFirst();
        // Some devices send the authority itself along; PKIX wants it left out.
        while (certificates.size() > 1 && isAnchor(certificates.getLast())) {
            certificates.removeLast();
        }
        validate(certificates, field);
        boolean[] usage = own.getKeyUsage();
        if (own.getBasicConstraints() >= 0 || (usage != null && !usage[DIGITAL_SIGNATURE])) {
            throw new Unacceptable(
                    Refusal.UNTRUSTED,
                    field,
                    "a certificate for signing (key usage digitalSignature, not an authority)",
                    "one for " + own.getSubjectX500Principal());
        }
        return usable(own, field);
    }

    private void validate(List<X509Certificate> chain, String field) throws Unacceptable {
        try {
            var parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(x509().generateCertPath(chain), parameters);
        } catch (CertPathValidatorException e) {
            X509Certificate at = chain.get(Math.max(0, Math.min(e.getIndex(), chain.size() - 1)));
            if (e.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                    || e.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID) {
                throw new Unacceptable(
                        Refusal.CERTIFICATE_TIME,
                        field,
                        "a certificate valid now (" + clock.instant() + ")",
                        at.getSubjectX500Principal()
                                + ", "
                                + at.getNotBefore().toInstant()
                                + " to "
                                + at.getNotAfter().toInstant());
            }
            throw new Unacceptable(
                    Refusal.UNTRUSTED,
                    field,
                    "a chain to " + names(),
                    at.getSubjectX500Principal() + ": " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new Unacceptable(
                    Refusal.UNTRUSTED, field, "a chain to " + names(), String.valueOf(e));
        }
    }

    private boolean isAnchor(X509Certificate certificate) {
        return anchors.stream().anyMatch(each -> certificate.equals(each.getTrustedCert()));
    }

    private String names() {
        var names = new ArrayList<String>();
        for (TrustAnchor anchor : anchors) {
            X509Certificate certificate = anchor.getTrustedCert();
            if (certificate != null) {
                names.add(certificate.getSubjectX500Principal().getName());
            }
        }
        return String.join(" or ", names);
    }

    private static RSAPublicKey usable(X509Certificate own, String field) throws Unacceptable {
        if (own.getPublicKey() instanceof RSAPublicKey key
                && key.getModulus().bitLength() >= LEAST_RSA_BITS
                && key.getModulus().bitLength() <= MOST_RSA_BITS
                && key.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS) {
            return key;
        }
        throw new Unacceptable(
                Refusal.UNTRUSTED,
                field,
                "an RSA key of " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS + " bits",
                own.getPublicKey().getAlgorithm() + ", or another size");
    }

    private static X509Certificate certificate(byte[] der, String field) throws Unacceptable {
        if (der.length > MOST_CERTIFICATE_BYTES) {
            throw new Unacceptable(
                    Refusal.TOO_LARGE,
                    field,
                    "certificates of at most " + MOST_CERTIFICATE_BYTES + " bytes",
                    der.length + " bytes");
        }
        try {
            return (X509Certificate) x509().generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new Unacceptable(
                    Refusal.MALFORMED, field, "X.509 certificates", String.valueOf(e.getMessage()));
        }
    }

    private static CertificateFactory x509() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }
}
