package org.forpost.hub.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.release.TrustAnchors;

/// Trust anchors as national authorities hand them out: PEM files with certificates of country
/// signing CAs and their revocation lists, in any order and any number of files.
public final class TrustFiles {
    private static final long MAX_BYTES = 16 << 20;

    /// By their bytes as hexadecimal text, so that the same one in two files is there once.
    private final Map<String, X509Certificate> certificates = new LinkedHashMap<>();

    private final Map<String, X509CRL> lists = new LinkedHashMap<>();
    private final CertificateFactory factory;
    private final BouncyCastleProvider provider = new BouncyCastleProvider();

    private TrustFiles() throws GeneralSecurityException {
        // Not the JDK's: it knows no Brainpool curve.
        factory = CertificateFactory.getInstance("X.509", provider);
    }

    /// Reads and checks them: every certificate is a CA's, every list is signed by one of them.
    ///
    /// @throws IOException in one line that names the file and what was expected in it
    public static TrustAnchors read(List<Path> files) throws IOException {
        try {
            TrustFiles all = new TrustFiles();
            for (Path file : files) {
                all.add(file);
            }
            return all.checked();
        } catch (GeneralSecurityException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /// The same with the node CA's present list in the place of any earlier one of that CA, so that
    /// lanes refuse each other's certificates that were taken back.
    ///
    /// @param nodes the list; empty while no node was taken back
    public static TrustAnchors withNodeRevocations(
            TrustAnchors trust, X509Certificate nodeCa, Optional<X509CRL> nodes)
            throws IOException {
        try {
            TrustFiles reader = new TrustFiles();
            List<byte[]> lists = new ArrayList<>();
            for (byte[] der : trust.revocations()) {
                if (!(reader.factory.generateCRL(new ByteArrayInputStream(der))
                                instanceof X509CRL list)
                        || !list.getIssuerX500Principal()
                                .equals(nodeCa.getSubjectX500Principal())) {
                    lists.add(der);
                }
            }
            if (nodes.isPresent()) {
                lists.add(nodes.get().getEncoded());
            }
            return TrustAnchors.decode(new TrustAnchors(trust.certificates(), lists).encode());
        } catch (GeneralSecurityException | MalformedException e) {
            throw new IOException("the trust release: " + e.getMessage(), e);
        }
    }

    private void add(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": at most " + MAX_BYTES + " bytes are taken");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int block = 0;
        try (PemReader reader = new PemReader(new StringReader(text))) {
            for (PemObject pem = reader.readPemObject();
                    pem != null;
                    pem = reader.readPemObject()) {
                add(file + ": block " + ++block, pem);
            }
        }
        if (block == 0) {
            throw new IOException(file + ": PEM blocks CERTIFICATE or X509 CRL expected");
        }
    }

    private void add(String at, PemObject pem) throws IOException {
        String key = java.util.HexFormat.of().formatHex(pem.getContent());
        var der = new ByteArrayInputStream(pem.getContent());
        try {
            switch (pem.getType()) {
                case "CERTIFICATE" -> {
                    if (!(factory.generateCertificate(der) instanceof X509Certificate one)
                            || one.getBasicConstraints() < 0) {
                        throw new IOException(
                                at
                                        + ": a certificate of a CA expected (basic constraints say"
                                        + " that it is none)");
                    }
                    certificates.put(key, one);
                }
                case "X509 CRL" -> {
                    if (!(factory.generateCRL(der) instanceof X509CRL one)) {
                        throw new IOException(at + ": a revocation list expected");
                    }
                    lists.put(key, one);
                }
                default ->
                        throw new IOException(
                                at + ": CERTIFICATE or X509 CRL expected, found " + pem.getType());
            }
        } catch (GeneralSecurityException | IllegalArgumentException | IllegalStateException e) {
            throw new IOException(at + ": " + e.getMessage(), e);
        }
    }

    private TrustAnchors checked() throws IOException, GeneralSecurityException {
        for (X509CRL list : lists.values()) {
            if (certificates.values().stream().noneMatch(one -> signed(list, one))) {
                throw new IOException(
                        "the revocation list of "
                                + list.getIssuerX500Principal()
                                + " is signed by none of the certificates that are published with"
                                + " it");
            }
        }
        List<byte[]> ders = new java.util.ArrayList<>();
        for (X509Certificate one : certificates.values()) {
            ders.add(one.getEncoded());
        }
        List<byte[]> revocations = new java.util.ArrayList<>();
        for (X509CRL one : lists.values()) {
            revocations.add(one.getEncoded());
        }
        try {
            return TrustAnchors.decode(new TrustAnchors(ders, revocations).encode());
        } catch (MalformedException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean signed(X509CRL list, X509Certificate by) {
        try {
            list.verify(by.getPublicKey(), provider);
            return list.getIssuerX500Principal().equals(by.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
