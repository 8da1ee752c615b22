package org.forpost.edge;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;

/// An identity directory as `forpost hub enrol` writes it, made without a class of the hub, and the
/// release key that belongs to it.
record TestIdentity(byte[] releaseSeed) {
    static final byte[] STORAGE_KEY = HexFormat.of().parseHex("07".repeat(32));
    private static final byte[] RELEASE_SEED = seed(1);

    static TestIdentity write(Path folder)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] certificate = certificate(pair);
        return write(folder, "tikhaya-1", pair.getPrivate(), certificate, certificate);
    }

    /// @param certificate of `key`, issued by the node CA
    static TestIdentity write(
            Path folder, String node, PrivateKey key, byte[] certificate, byte[] nodeCa)
            throws IOException {
        Path trust = Files.createDirectories(folder.resolve("trust"));
        Files.writeString(
                folder.resolve("node.toml"),
                "format = 1\nnode = \"" + node + "\"\npost = \"tikhaya\"\n");
        pem(folder.resolve("node.key.pem"), "PRIVATE KEY", key.getEncoded());
        pem(folder.resolve("node.cert.pem"), "CERTIFICATE", certificate);
        pem(trust.resolve("node-ca.cert.pem"), "CERTIFICATE", nodeCa);
        pem(
                folder.resolve("signing.key.pem"),
                "PRIVATE KEY",
                new PrivateKeyInfo(
                                new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
                                new DEROctetString(seed(2)))
                        .getEncoded());
        Files.writeString(folder.resolve("storage.key"), "07".repeat(32) + "\n");
        publicKey(
                trust.resolve("hub-receipt.pub.pem"),
                EdECObjectIdentifiers.id_Ed25519,
                Ed25519.publicKey(seed(3)));
        publicKey(
                trust.resolve("release.pub.pem"),
                EdECObjectIdentifiers.id_Ed25519,
                Ed25519.publicKey(RELEASE_SEED));
        publicKey(
                trust.resolve("hub-seal.pub.pem"),
                EdECObjectIdentifiers.id_X25519,
                Hpke.publicKey(seed(4)));
        return new TestIdentity(RELEASE_SEED);
    }

    byte[] releaseKey() {
        return Ed25519.publicKey(releaseSeed);
    }

    Signer releaseSigner() {
        return Ed25519.signer(releaseSeed);
    }

    SignatureCheck releaseCheck() {
        return Ed25519.check(releaseKey());
    }

    private static byte[] seed(int which) {
        byte[] seed = new byte[32];
        java.util.Arrays.fill(seed, (byte) which);
        return seed;
    }

    private static byte[] certificate(KeyPair pair) throws IOException, OperatorCreationException {
        X500Name name = new X500Name("CN=tikhaya-1");
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    private static void publicKey(Path file, ASN1ObjectIdentifier curve, byte[] raw)
            throws IOException {
        pem(
                file,
                "PUBLIC KEY",
                new SubjectPublicKeyInfo(new AlgorithmIdentifier(curve), raw).getEncoded());
    }

    private static void pem(Path file, String type, byte[] der) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        Files.writeString(file, text.toString());
    }
}
