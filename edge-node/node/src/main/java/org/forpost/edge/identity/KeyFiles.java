package org.forpost.edge.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// Reads the small text files of an identity directory.
final class KeyFiles {
    static final ASN1ObjectIdentifier ED25519 = EdECObjectIdentifiers.id_Ed25519;
    static final ASN1ObjectIdentifier X25519 = EdECObjectIdentifiers.id_X25519;

    /// A certificate takes about 900 bytes; a wrong path must not fill the memory.
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private static final int KEY_BYTES = 32;

    private final Path directory;

    KeyFiles(Path directory) {
        this.directory = directory;
    }

    record Names(String node, String post) {}

    Names names(String name) throws IOException {
        TomlParseResult toml = Toml.parse(text(name));
        if (toml.hasErrors()
                || !(toml.get("format") instanceof Long format && format == 1)
                || !(toml.get("node") instanceof String node)
                || !(toml.get("post") instanceof String post)) {
            throw expected(name, "format = 1, node = \"…\" and post = \"…\"");
        }
        return new Names(node, post);
    }

    PrivateKey ecPrivateKey(String name) throws IOException {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(pem(name, "PRIVATE KEY")));
        } catch (GeneralSecurityException e) {
            throw expected(name, "an EC private key in PKCS #8");
        }
    }

    X509Certificate certificate(String name) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(pem(name, "CERTIFICATE")));
        } catch (GeneralSecurityException e) {
            throw expected(name, "an X.509 certificate");
        }
    }

    byte[] curvePrivateKey(String name, ASN1ObjectIdentifier curve) throws IOException {
        byte[] der = pem(name, "PRIVATE KEY");
        try {
            var info = PrivateKeyInfo.getInstance(der);
            byte[] raw = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
            if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(curve)
                    && raw.length == KEY_BYTES) {
                return raw;
            }
        } catch (IllegalArgumentException | IOException e) {
            // Said below, like a key of another curve.
        }
        throw expected(name, "a private key of 32 bytes as in RFC 8410");
    }

    byte[] curvePublicKey(String name, ASN1ObjectIdentifier curve) throws IOException {
        byte[] der = pem(name, "PUBLIC KEY");
        try {
            var info = SubjectPublicKeyInfo.getInstance(der);
            byte[] raw = info.getPublicKeyData().getOctets();
            if (info.getAlgorithm().getAlgorithm().equals(curve) && raw.length == KEY_BYTES) {
                return raw;
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Said below, like a key of another curve.
        }
        throw expected(name, "a public key of 32 bytes as in RFC 8410");
    }

    byte[] symmetricKey(String name) throws IOException {
        try {
            byte[] key = HexFormat.of().parseHex(text(name).strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the key's text in the message.
        }
        throw expected(name, "64 hexadecimal digits");
    }

    private byte[] pem(String name, String type) throws IOException {
        try (var reader = new PemReader(new StringReader(text(name)))) {
            PemObject object = reader.readPemObject();
            if (object != null && object.getType().equals(type)) {
                return object.getContent();
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Said below, like text that is no PEM at all.
        }
        throw expected(name, "PEM text that begins -----BEGIN " + type + "-----");
    }

    private String text(String name) throws IOException {
        Path file = directory.resolve(name);
        try {
            if (Files.size(file) <= MAX_FILE_BYTES) {
                return Files.readString(file);
            }
        } catch (NoSuchFileException e) {
            throw new IOException(
                    file + " is missing: make the identity with 'forpost hub enrol'", e);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw expected(name, "a text file");
        }
        throw expected(name, "a file of at most " + MAX_FILE_BYTES + " bytes");
    }

    private IOException expected(String name, String what) {
        return new IOException(directory.resolve(name) + ": expected " + what);
    }
}
