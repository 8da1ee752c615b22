package org.forpost.hub.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.TrustAnchors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes a release, and what is refused before it is signed.
class RolesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T22:00:00Z");
    private static final String PETROVA =
            """
            [[operator]]
            login = "a.petrova"
            name = "Анна Петрова"
            roles = ["officer", "supervisor"]
            password = "snow in April"
            """;

    @TempDir private Path folder;

    private Operators operators(String toml) throws IOException {
        Path file = Files.writeString(folder.resolve("operators.toml"), toml);
        return OperatorsFile.read(file, NOW, byte[]::new);
    }

    private String refused(String toml) {
        return String.valueOf(assertThrows(IOException.class, () -> operators(toml)).getMessage());
    }

    @Test
    void aPasswordBecomesAHashThatHoldsForThreeDays() throws Exception {
        Operators.Operator one = operators(PETROVA).operators().getFirst();
        assertEquals(Set.of(Operators.Role.OFFICER, Operators.Role.SUPERVISOR), one.roles());
        assertEquals(NOW.plusSeconds(72 * 3600).toEpochMilli(), one.expiresMillis());
        assertTrue(one.verifier().fits("snow in April"));
        assertFalse(one.verifier().fits("snow in May"));
        byte[] release = operators(PETROVA).encode();
        assertFalse(
                new String(release, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains("April"));
    }

    @Test
    void aHashFromElsewhereIsTakenAsItIs() throws Exception {
        String phc =
                "argon2id = \"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                        + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc\"";
        Operators.Verifier verifier =
                operators(PETROVA.replace("password = \"snow in April\"", phc))
                        .operators()
                        .getFirst()
                        .verifier();
        assertEquals(65_536, verifier.memoryKib());
        assertEquals(2, verifier.passes());
    }

    @Test
    void eachMistakeIsNamedWhereItIs() {
        assertTrue(refused(PETROVA + PETROVA).contains("operator[1].login: a.petrova"));
        assertTrue(refused(PETROVA.replace("officer", "boss")).contains("operator[0].roles"));
        assertTrue(refused(PETROVA.replace("snow in April", "1234567")).contains(".password"));
        assertTrue(
                refused(PETROVA.replace("a.petrova", "A Petrova")).contains("operator[0].login"));
        assertTrue(refused(PETROVA.replace("name =", "nam =")).contains("operator[0].nam"));
        assertTrue(refused(PETROVA + "valid_hours = 0").contains("operator[0].valid_hours"));
        String hostile =
                "argon2id = \"$argon2id$v=19$m=999999,t=99,p=9$c29tZXNhbHRzb21lc2FsdA$"
                        + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc\"";
        String said = refused(PETROVA.replace("password = \"snow in April\"", hostile));
        assertTrue(said.contains("operator[0].verifier.memory"), said);
    }

    @Test
    void rulesAreJudgedBeforeTheyAreSigned() throws Exception {
        Path file = Files.writeString(folder.resolve("rules.toml"), "version = \"2027.1\"\n");
        assertEquals("2027.1", RulesFile.read(file, _ -> {}).version());
        assertThrows(
                IOException.class,
                () ->
                        RulesFile.read(
                                file,
                                _ -> {
                                    throw new IOException("stay[0].days: 1 to 3660 expected");
                                }));
        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertTrue(
                String.valueOf(
                                assertThrows(IOException.class, () -> RulesFile.read(file, _ -> {}))
                                        .getMessage())
                        .contains("UTF-8"));
        Path nowhere = folder.resolve("nowhere");
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                IOException.class,
                                                () -> new LaneProgram(nowhere).judge(file))
                                        .getMessage())
                        .contains("mvn"));
    }

    @Test
    void trustIsCertificatesOfAuthoritiesAndListsThatTheySigned() throws Exception {
        Authority utopia = new Authority("C=UT,CN=CSCA Utopia", true);
        Authority other = new Authority("C=XX,CN=CSCA Other", true);
        Path certificate = pem("csca.pem", "CERTIFICATE", utopia.certificate());
        Path list = pem("list.pem", "X509 CRL", utopia.list());
        TrustAnchors trust = TrustFiles.read(List.of(certificate, list, certificate));
        assertEquals(1, trust.certificates().size());
        assertEquals(1, trust.revocations().size());

        Path foreign = pem("foreign.pem", "X509 CRL", other.list());
        assertTrue(said(certificate, foreign).contains("CSCA Other"));
        Path leaf = pem("leaf.pem", "CERTIFICATE", new Authority("CN=Leaf", false).certificate());
        assertTrue(said(leaf).contains("leaf.pem: block 1: a certificate of a CA"));
        Path key = pem("key.pem", "PRIVATE KEY", new byte[] {1});
        assertTrue(said(certificate, key).contains("found PRIVATE KEY"));
        assertTrue(said(Files.writeString(folder.resolve("text"), "hello")).contains("PEM"));
        Path broken = pem("broken.pem", "CERTIFICATE", new byte[] {0x30, 1, 2});
        assertTrue(said(broken).contains("broken.pem: block 1"));
    }

    private static String said(Path... files) {
        return String.valueOf(
                assertThrows(IOException.class, () -> TrustFiles.read(List.of(files)))
                        .getMessage());
    }

    private Path pem(String name, String type, byte[] der) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    @Test
    void eachRoleCountsItsOwnNumbers() throws Exception {
        ReleaseShelf shelf = new ReleaseShelf(folder);
        byte[] key = new byte[32];
        for (Role role : List.of(Role.RULES, Role.TRUST, Role.RULES)) {
            shelf.publish(role, new byte[] {1}, NOW, NOW.plusSeconds(60), key);
        }
        assertEquals(2, shelf.newestNumber(Role.RULES).orElseThrow());
        assertEquals(1, shelf.newestNumber(Role.TRUST).orElseThrow());
        assertTrue(shelf.newestNumber(Role.OPERATORS).isEmpty());
        // A release of one role under the name of another is none.
        Files.copy(
                folder.resolve("rules-00000001.manifest"),
                folder.resolve("operators-00000001.manifest"));
        Files.copy(
                folder.resolve("rules-00000001.content"),
                folder.resolve("operators-00000001.content"));
        byte[] publicKey = org.forpost.protocol.crypto.Ed25519.publicKey(key);
        assertThrows(IOException.class, () -> shelf.newest(Role.OPERATORS, publicKey));
    }

    /// On a Brainpool curve, which the JDK does not know.
    private static final class Authority {
        private final X500Name name;
        private final KeyPair pair;
        private final boolean ca;

        Authority(String name, boolean ca) throws Exception {
            this.name = new X500Name(name);
            this.ca = ca;
            KeyPairGenerator generator =
                    KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
            generator.initialize(new ECGenParameterSpec("brainpoolP256r1"));
            this.pair = generator.generateKeyPair();
        }

        private org.bouncycastle.operator.ContentSigner signer() throws Exception {
            return new JcaContentSignerBuilder("SHA256withECDSA")
                    .setProvider(new BouncyCastleProvider())
                    .build(pair.getPrivate());
        }

        byte[] certificate() throws Exception {
            return new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(NOW),
                            Date.from(NOW.plusSeconds(86_400)),
                            name,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(ca))
                    .build(signer())
                    .getEncoded();
        }

        byte[] list() throws Exception {
            return new X509v2CRLBuilder(name, Date.from(NOW)).build(signer()).getEncoded();
        }
    }
}
