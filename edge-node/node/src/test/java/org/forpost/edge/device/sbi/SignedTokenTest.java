package org.forpost.edge.device.sbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.forpost.edge.device.Refusal;
import org.junit.jupiter.api.Test;

/// Every way to have a token believed that ought not to be.
class SignedTokenTest {
    private static final TestAuthority AUTHORITY = LaneWithDevices.AUTHORITY;
    private static final TestAuthority.Identity DEVICE = LaneWithDevices.SCANNER;
    private static final ObjectNode PAYLOAD =
            JsonNodeFactory.instance.objectNode().put("serialNo", "SCAN-1");
    private final DeviceTrust trust = LaneWithDevices.trust(Clock.systemUTC());

    @Test
    void aGoodTokenIsRead() throws Exception {
        var read = SignedToken.verify(Tokens.sign(PAYLOAD, DEVICE), "data", trust);
        assertEquals("SCAN-1", read.payload().word("serialNo"));
        assertEquals(DEVICE.chain().getFirst().getPublicKey(), read.signer());
    }

    @Test
    void theCertificateMayComeAsOneText() throws Exception {
        ObjectNode header = Tokens.header("RS256", List.of());
        header.put("x5c", Tokens.der(DEVICE.chain().getFirst()));
        SignedToken.verify(Tokens.sign(header, PAYLOAD, DEVICE.key()), "data", trust);
    }

    @Test
    void theAuthorityMayComeAlongAndAProviderBetween() throws Exception {
        TestAuthority provider = AUTHORITY.below("Provider");
        TestAuthority.Identity device = provider.issue("SCAN-9");
        var chain = new ArrayList<>(device.chain());
        chain.add(provider.certificate());
        chain.add(AUTHORITY.certificate());
        var whole = new TestAuthority.Identity(device.key(), chain);
        SignedToken.verify(Tokens.sign(PAYLOAD, whole), "data", trust);

        // Without the provider there is no way up.
        refused(Refusal.UNTRUSTED, "data header.x5c", Tokens.sign(PAYLOAD, device));
        Collections.reverse(chain);
        var upsideDown = new TestAuthority.Identity(device.key(), chain);
        refused(Refusal.UNTRUSTED, "data header.x5c", Tokens.sign(PAYLOAD, upsideDown));
    }

    @Test
    void noAlgorithmMeansNoSignature() {
        ObjectNode none = Tokens.header("none", DEVICE.chain());
        refused(Refusal.UNSIGNED, "data", Tokens.url(none) + "." + Tokens.url(PAYLOAD) + ".");
        refused(Refusal.UNSIGNED, "data header.alg", Tokens.sign(none, PAYLOAD, DEVICE.key()));
        refused(
                Refusal.UNSIGNED,
                "data header.alg",
                Tokens.sign(Tokens.header("rs256", DEVICE.chain()), PAYLOAD, DEVICE.key()));
        ObjectNode silent = Tokens.header("RS256", DEVICE.chain());
        silent.remove("alg");
        refused(Refusal.UNSIGNED, "data header.alg", Tokens.sign(silent, PAYLOAD, DEVICE.key()));
    }

    @Test
    void aPublicKeyIsNotASharedSecret() throws Exception {
        String signed =
                Tokens.url(Tokens.header("HS256", DEVICE.chain())) + "." + Tokens.url(PAYLOAD);
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(
                new SecretKeySpec(
                        DEVICE.chain().getFirst().getPublicKey().getEncoded(), "HmacSHA256"));
        String token =
                signed + "." + Tokens.url(hmac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        refused(Refusal.UNSIGNED, "data header.alg", token);
    }

    @Test
    void aKeyInTheHeaderIsNobodysKey() {
        ObjectNode header = Tokens.header("RS256", List.of());
        header.putObject("jwk").put("kty", "RSA").put("n", "AQAB").put("e", "AQAB");
        refused(Refusal.UNTRUSTED, "data header.x5c", Tokens.sign(header, PAYLOAD, DEVICE.key()));
        header.put("jku", "http://127.0.0.1:1/keys");
        refused(Refusal.UNTRUSTED, "data header.x5c", Tokens.sign(header, PAYLOAD, DEVICE.key()));
    }

    @Test
    void whatIsCriticalAndNotUnderstoodIsRefused() {
        ObjectNode header = Tokens.header("RS256", DEVICE.chain());
        header.putArray("crit").add("b64");
        refused(Refusal.MALFORMED, "data header.crit", Tokens.sign(header, PAYLOAD, DEVICE.key()));
    }

    @Test
    void aCertificateIsGoodForItsTimeOnly() {
        String token = Tokens.sign(PAYLOAD, DEVICE);
        Instant end = DEVICE.chain().getFirst().getNotAfter().toInstant();
        Instant begin = DEVICE.chain().getFirst().getNotBefore().toInstant();
        refused(Refusal.CERTIFICATE_TIME, "data header.x5c", token, end.plusSeconds(1));
        refused(Refusal.CERTIFICATE_TIME, "data header.x5c", token, begin.minusSeconds(1));
    }

    @Test
    void anotherAuthorityOfTheSameNameIsAnotherAuthority() {
        var impostor = TestAuthority.create("Test device authority");
        refused(
                Refusal.UNTRUSTED,
                "data header.x5c",
                Tokens.sign(PAYLOAD, impostor.issue("SCAN-1")));
    }

    @Test
    void aSelfSignedDeviceIsNobody() {
        var self = TestAuthority.create("SCAN-1");
        TestAuthority.Identity device = self.issue("SCAN-1");
        var chain = List.of(device.chain().getFirst(), self.certificate());
        refused(
                Refusal.UNTRUSTED,
                "data header.x5c",
                Tokens.sign(PAYLOAD, new TestAuthority.Identity(device.key(), chain)));
    }

    @Test
    void aDeviceDoesNotIssueDevices() {
        KeyPair forged = TestAuthority.rsa(2048);
        X509Certificate own = DEVICE.chain().getFirst();
        // Signed by the device's own key, which is no authority's.
        var below = TestAuthority.within(own, DEVICE.key(), "SCAN-1", forged);
        var chain = List.of(below, own);
        refused(
                Refusal.UNTRUSTED,
                "data header.x5c",
                Tokens.sign(PAYLOAD, new TestAuthority.Identity(forged.getPrivate(), chain)));
    }

    @Test
    void anAuthorityDoesNotCapture() {
        Instant from = Instant.now().minus(Duration.ofHours(1));
        var authority =
                AUTHORITY.issue(
                        "Provider",
                        TestAuthority.rsa(2048),
                        from,
                        from.plus(Duration.ofDays(1)),
                        true);
        refused(Refusal.UNTRUSTED, "data header.x5c", Tokens.sign(PAYLOAD, authority));
    }

    @Test
    void aSmallKeyIsTooSmall() {
        Instant from = Instant.now().minus(Duration.ofHours(1));
        var weak =
                AUTHORITY.issue(
                        "SCAN-1",
                        TestAuthority.rsa(1024),
                        from,
                        from.plus(Duration.ofDays(1)),
                        false);
        refused(Refusal.UNTRUSTED, "data header.x5c", Tokens.sign(PAYLOAD, weak));
    }

    @Test
    void fiveCertificatesAreTooMany() {
        X509Certificate own = DEVICE.chain().getFirst();
        ObjectNode header = Tokens.header("RS256", List.of(own, own, own, own, own));
        refused(Refusal.MALFORMED, "data header.x5c", Tokens.sign(header, PAYLOAD, DEVICE.key()));
    }

    @Test
    void aCertificateThatIsNoneIsTold() {
        ObjectNode header = Tokens.header("RS256", List.of());
        header.putArray("x5c").add("AAAA");
        refused(Refusal.MALFORMED, "data header.x5c", Tokens.sign(header, PAYLOAD, DEVICE.key()));
        header.putArray("x5c").add("A".repeat(40_000));
        refused(Refusal.TOO_LARGE, "data header.x5c", Tokens.sign(header, PAYLOAD, DEVICE.key()));
        header.putArray("x5c");
        refused(Refusal.UNTRUSTED, "data header.x5c", Tokens.sign(header, PAYLOAD, DEVICE.key()));
        header.putArray("x5c").addObject();
        refused(Refusal.MALFORMED, "data header.x5c", Tokens.sign(header, PAYLOAD, DEVICE.key()));
    }

    @Test
    void everyFlippedCharacterIsNoticed() {
        String token = Tokens.sign(PAYLOAD, DEVICE);
        int payload = token.indexOf('.') + 1;
        int signature = token.lastIndexOf('.') + 1;
        // The last character of base64 of 256 bytes carries unused bits: left out.
        for (int at = payload; at < token.length() - 1; at += at < signature ? 1 : 7) {
            if (token.charAt(at) != '.') {
                char other = token.charAt(at) == 'A' ? 'B' : 'A';
                String changed = token.substring(0, at) + other + token.substring(at + 1);
                refused(Refusal.BAD_SIGNATURE, "data", changed);
            }
        }
    }

    @Test
    void partsTooFewTooManyOrEmptyAreNotASignature() {
        String token = Tokens.sign(PAYLOAD, DEVICE);
        refused(Refusal.UNSIGNED, "data", "");
        refused(Refusal.UNSIGNED, "data", Tokens.url(PAYLOAD));
        refused(Refusal.UNSIGNED, "data", token + ".x");
        refused(Refusal.MALFORMED, "data header", ".a.b");
        refused(Refusal.MALFORMED, "data header", "*.a.b");
        refused(Refusal.BAD_SIGNATURE, "data", token.substring(0, token.length() - 8));
    }

    private void refused(Refusal reason, String field, String token) {
        refused(reason, field, token, trust);
    }

    private static void refused(Refusal reason, String field, String token, Instant now) {
        refused(reason, field, token, LaneWithDevices.trust(Clock.fixed(now, ZoneOffset.UTC)));
    }

    private static void refused(Refusal reason, String field, String token, DeviceTrust by) {
        var e = assertThrows(Unacceptable.class, () -> SignedToken.verify(token, "data", by));
        assertEquals(reason, e.reason(), e.getMessage());
        assertTrue(e.field().startsWith(field), e.getMessage());
    }
}
