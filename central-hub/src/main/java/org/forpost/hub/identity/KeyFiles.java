package org.forpost.hub.identity;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// One key or certificate, one file: PEM with exactly one object in it, or 32 bytes in hexadecimal.
final class KeyFiles {
    /// Curve25519 keys, private (the seed or scalar) and public, are 32 bytes (RFC 8032 §5.1.5, RFC
    /// 7748 §5).
    static final int CURVE25519_BYTES = 32;

    /// No file here is near it (an EC certificate is about 900 bytes); it keeps a wrong path from
    /// filling memory.
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String PUBLIC_KEY = "PUBLIC KEY";
    private static final String CERTIFICATE = "CERTIFICATE";

    private KeyFiles() {}

    static void writePrivate(Path file, PrivateKey key) throws IOException {
        PrivateFiles.write(file, pem(PRIVATE_KEY, key.getEncoded()));
    }

    static void writeCertificate(Path file, X509Certificate certificate) throws IOException {
        try {
            PrivateFiles.write(file, pem(CERTIFICATE, certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IOException(file + ": the certificate cannot be encoded", e);
        }
    }

    static void writeEd25519Private(Path file, byte[] seed) throws IOException {
        writeCurvePrivate(file, EdECObjectIdentifiers.id_Ed25519, seed);
    }

    static void writeEd25519Public(Path file, byte[] point) throws IOException {
        writeCurvePublic(file, EdECObjectIdentifiers.id_Ed25519, point);
    }

    static void writeX25519Private(Path file, byte[] scalar) throws IOException {
        writeCurvePrivate(file, EdECObjectIdentifiers.id_X25519, scalar);
    }

    static void writeX25519Public(Path file, byte[] point) throws IOException {
        writeCurvePublic(file, EdECObjectIdentifiers.id_X25519, point);
    }

    static void writeSymmetric(Path file, byte[] key) throws IOException {
        PrivateFiles.write(file, HexFormat.of().formatHex(key) + "\n");
    }

    static byte[] readEd25519Private(Path file) throws IOException {
        return readCurvePrivate(file, EdECObjectIdentifiers.id_Ed25519, "an Ed25519");
    }

    static byte[] readEd25519Public(Path file) throws IOException {
        return readCurvePublic(file, EdECObjectIdentifiers.id_Ed25519, "an Ed25519");
    }

    static byte[] readX25519Private(Path file) throws IOException {
        return readCurvePrivate(file, EdECObjectIdentifiers.id_X25519, "an X25519");
    }

    static byte[] readX25519Public(Path file) throws IOException {
        return readCurvePublic(file, EdECObjectIdentifiers.id_X25519, "an X25519");
    }

    static PrivateKey readEcPrivate(Path file) throws IOException {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(readPem(file, PRIVATE_KEY)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": expected an EC private key in PKCS #8", e);
        }
    }

    static X509Certificate readCertificate(Path file) throws IOException {
        try (var der = new java.io.ByteArrayInputStream(readPem(file, CERTIFICATE))) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(der);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": expected an X.509 certificate", e);
        }
    }

    static byte[] readSymmetric(Path file) throws IOException {
        String text = readText(file).strip();
        try {
            byte[] key = HexFormat.of().parseHex(text);
            if (key.length == 32) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the key's text in the message.
        }
        throw new IOException(file + ": expected 64 hexadecimal digits (a 256-bit key)");
    }

    private static void writeCurvePrivate(Path file, ASN1ObjectIdentifier curve, byte[] raw)
            throws IOException {
        // Version 0, without the public key: RFC 8410 §7's first form, which OpenSSL, the JDK and
        // Bouncy Castle read.
        var info = new PrivateKeyInfo(new AlgorithmIdentifier(curve), new DEROctetString(raw));
        PrivateFiles.write(file, pem(PRIVATE_KEY, info.getEncoded()));
    }

    private static void writeCurvePublic(Path file, ASN1ObjectIdentifier curve, byte[] raw)
            throws IOException {
        var info = new SubjectPublicKeyInfo(new AlgorithmIdentifier(curve), raw);
        PrivateFiles.write(file, pem(PUBLIC_KEY, info.getEncoded()));
    }

    private static byte[] readCurvePrivate(Path file, ASN1ObjectIdentifier curve, String what)
            throws IOException {
        byte[] der = readPem(file, PRIVATE_KEY);
        try {
            var info = PrivateKeyInfo.getInstance(der);
            byte[] raw = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
            if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(curve)
                    && raw.length == CURVE25519_BYTES) {
                return raw;
            }
        } catch (IllegalArgumentException | IOException e) {
            throw new IOException(file + ": expected " + what + " private key in PKCS #8", e);
        }
        throw new IOException(file + ": expected " + what + " private key in PKCS #8");
    }

    private static byte[] readCurvePublic(Path file, ASN1ObjectIdentifier curve, String what)
            throws IOException {
        byte[] der = readPem(file, PUBLIC_KEY);
        try {
            var info = SubjectPublicKeyInfo.getInstance(der);
            byte[] raw = info.getPublicKeyData().getOctets();
            if (info.getAlgorithm().getAlgorithm().equals(curve)
                    && raw.length == CURVE25519_BYTES) {
                return raw;
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(file + ": expected " + what + " public key", e);
        }
        throw new IOException(file + ": expected " + what + " public key");
    }

    static String readText(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + ": larger than any key, certificate or setting can be");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static byte[] readPem(Path file, String type) throws IOException {
        String text = readText(file);
        try (var reader = new PemReader(new StringReader(text))) {
            PemObject object = reader.readPemObject();
            if (object != null && object.getType().equals(type)) {
                return object.getContent();
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new IOException(file + ": not PEM text: " + e.getMessage(), e);
        }
        throw new IOException(
                file + ": expected PEM text that begins -----BEGIN " + type + "-----");
    }

    private static String pem(String type, byte[] der) throws IOException {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        return text.toString();
    }
}
