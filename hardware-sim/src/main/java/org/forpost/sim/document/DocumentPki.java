package org.forpost.sim.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.forpost.sim.Refusal;

/// The folder of a test authority: `csca.pem` and `csca.crl.pem` are what a trust release takes,
/// `csca.key.pem` is its key, `revoked/NAME.pem` are the signers on its list. The key is
/// unencrypted and protects nothing but tests.
public final class DocumentPki {
    private static final String ANCHOR = "csca.pem";
    private static final String KEY = "csca.key.pem";
    private static final String LIST = "csca.crl.pem";
    private static final String REVOKED = "revoked";

    private final Path folder;
    private final DocumentAuthority authority;

    private DocumentPki(Path folder, DocumentAuthority authority) {
        this.folder = folder;
        this.authority = authority;
    }

    /// Opens the folder, or makes a new authority where there is none.
    public static DocumentPki openOrCreate(Path folder, Instant now, SecureRandom random)
            throws IOException {
        if (Files.exists(folder.resolve(ANCHOR))) {
            return new DocumentPki(
                    folder,
                    new DocumentAuthority(
                            certificate(folder.resolve(ANCHOR)), key(folder.resolve(KEY)), random));
        }
        Files.createDirectories(folder);
        DocumentAuthority authority = DocumentAuthority.create(now, random);
        DocumentPki pki = new DocumentPki(folder, authority);
        String key = pem(new JcaPKCS8Generator(authority.key(), null));
        Path file =
                Files.createFile(
                        folder.resolve(KEY),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, key);
        pki.writeList(now);
        // Last, because its presence says that the folder is complete.
        Files.writeString(folder.resolve(ANCHOR), pem(authority.certificate()));
        return pki;
    }

    /// Who signs.
    public DocumentAuthority authority() {
        return authority;
    }

    /// The certificate, for a trust release.
    public Path anchor() {
        return folder.resolve(ANCHOR);
    }

    /// The list of revoked signers, for a trust release.
    public Path list() {
        return folder.resolve(LIST);
    }

    /// Puts a signer on the list and writes the list anew.
    public void revoke(X509Certificate signer, Instant now) throws IOException {
        Path revoked = Files.createDirectories(folder.resolve(REVOKED));
        Files.writeString(
                revoked.resolve(signer.getSerialNumber().toString(16) + ".pem"), pem(signer));
        writeList(now);
    }

    private void writeList(Instant now) throws IOException {
        List<X509Certificate> revoked = new ArrayList<>();
        Path folderOfRevoked = folder.resolve(REVOKED);
        if (Files.isDirectory(folderOfRevoked)) {
            try (var files = Files.list(folderOfRevoked)) {
                for (Path file : files.sorted().toList()) {
                    revoked.add(certificate(file));
                }
            }
        }
        Files.writeString(folder.resolve(LIST), pem(authority.revocationList(now, revoked)));
    }

    private static String pem(Object what) throws IOException {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(what);
        }
        return text.toString();
    }

    private static X509Certificate certificate(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509", Curve.PROVIDER).generateCertificate(in);
        } catch (CertificateException e) {
            throw new Refusal(file + " is no certificate: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        try (var pem = new PEMParser(new StringReader(Files.readString(file)))) {
            if (pem.readObject() instanceof PrivateKeyInfo info) {
                return new JcaPEMKeyConverter().setProvider(Curve.PROVIDER).getPrivateKey(info);
            }
        }
        throw new Refusal(file + " holds no private key in PKCS#8");
    }
}
