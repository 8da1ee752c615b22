package org.forpost.sim.sbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.forpost.sim.sbi.fault.FaultCatalogue;
import org.forpost.sim.traveller.Body;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Each fault does what its name says, and nothing else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyDeviceTest {
    private static final String INDEX =
            Counter.fingers("\"bioSubType\": [\"Right IndexFinger\"]", "");

    private Counter counter;

    @BeforeAll
    void open() {
        counter = new Counter();
        counter.glass.come(new Body(11, Set.of(), 0, Map.of()));
    }

    @AfterAll
    void shut() {
        counter.close();
    }

    @BeforeEach
    void repaired() {
        counter.scannerFaults.clear();
    }

    @Test
    void garbageIsNoJson() {
        counter.breaks("garbage");
        assertThrows(JsonProcessingException.class, () -> counter.capture(counter.scanner, INDEX));
    }

    @Test
    void anUnsignedCaptureHasAPayloadAndNoSignature() throws Exception {
        counter.breaks("unsigned-capture");
        String data = data(biometric());
        assertEquals("none", Counter.json(Counter.part(data, 0)).path("alg").asText());
        assertEquals(0, Counter.part(data, 2).length);
        assertEquals("crossing-7", Counter.payload(data).path("transactionId").asText());
    }

    @Test
    void aForeignSignatureIsASignatureOfSomebodyElse() throws Exception {
        counter.breaks("foreign-signed");
        String data = data(biometric());
        assertEquals("RS256", Counter.json(Counter.part(data, 0)).path("alg").asText());
        assertFalse(counter.trusted(data));
        assertTrue(counter.trusted(Counter.payload(data).path("digitalId").asText()));
    }

    @Test
    void faultsOfTheDataAreProperlySigned() throws Exception {
        assertSigned("other-transaction", "transactionId", "replayed-crossing-7");
        assertSigned("wrong-purpose", "purpose", "Auth");
        assertSigned("wrong-environment", "env", "Staging");
        assertSigned("low-quality", "qualityScore", "20");
    }

    private void assertSigned(String fault, String field, String value) throws Exception {
        counter.scannerFaults.clear();
        counter.breaks(fault);
        JsonNode biometric = biometric();
        assertEquals("0", biometric.path("error").path("errorCode").asText(), fault);
        assertTrue(counter.trusted(data(biometric)), fault);
        assertEquals(value, Counter.payload(data(biometric)).path(field).asText(), fault);
    }

    @Test
    void aBrokenChainStatesAHashThatDoesNotFollow() throws Exception {
        counter.breaks("broken-hash-chain");
        JsonNode biometric = biometric();
        byte[] record =
                java.util.Base64.getUrlDecoder()
                        .decode(Counter.payload(data(biometric)).path("bioValue").asText());
        assertNotEquals(
                HashChain.text(HashChain.next(HashChain.start(), record)),
                biometric.path("hash").asText());
    }

    @Test
    void anUnsignedDigitalIdIsThePayloadAlone() throws Exception {
        counter.breaks("unsigned-digital-id");
        String digitalId = Counter.payload(data(biometric())).path("digitalId").asText();
        assertFalse(digitalId.contains("."));
    }

    @Test
    void aDeviceThatIsNotReadySaysSoEverywhere() throws Exception {
        counter.breaks("not-ready");
        assertEquals("202", biometric().path("error").path("errorCode").asText());
        JsonNode found =
                Counter.json(counter.ask(counter.scanner, "MOSIPDISC", "/device", "{}").body());
        assertEquals("Not Ready", found.get(0).path("deviceStatus").asText());
    }

    @Test
    void anEndlessAnswerGoesOn() throws Exception {
        counter.breaks("endless-answer");
        HttpResponse<InputStream> answer =
                counter.http()
                        .send(
                                counter.request(counter.scanner, "RCAPTURE", "/capture", INDEX),
                                HttpResponse.BodyHandlers.ofInputStream());
        assertTrue(answer.headers().firstValue("Content-Length").isEmpty());
        try (InputStream in = answer.body()) {
            assertEquals(10_000, in.readNBytes(10_000).length);
        }
    }

    @Test
    void aHugeBodyIsFiftyMegabytes() throws Exception {
        counter.breaks("huge-body");
        HttpResponse<InputStream> answer =
                counter.http()
                        .send(
                                counter.request(counter.scanner, "RCAPTURE", "/capture", INDEX),
                                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            long length = in.transferTo(java.io.OutputStream.nullOutputStream());
            assertEquals(50_000_000, length);
        }
    }

    @Test
    void aHangingDeviceKeepsTheConnectionOpenAndSilent() throws Exception {
        counter.breaks("hang");
        var answer =
                counter.http()
                        .sendAsync(
                                counter.request(counter.scanner, "RCAPTURE", "/capture", INDEX),
                                HttpResponse.BodyHandlers.ofByteArray());
        assertThrows(TimeoutException.class, () -> answer.get(300, TimeUnit.MILLISECONDS));
        answer.cancel(true);
    }

    @Test
    void halfAnAnswerEndsBeforeItsAnnouncedLength() throws Exception {
        counter.breaks("half-answer");
        try (Socket socket = new Socket(NetUtil.LOCALHOST4, counter.scanner.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(
                            ("RCAPTURE /capture HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                            + INDEX.length()
                                            + "\r\n\r\n"
                                            + INDEX)
                                    .getBytes(StandardCharsets.US_ASCII));
            String all =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int length = Integer.parseInt(all.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
            int body = all.length() - all.indexOf("\r\n\r\n") - 4;
            assertEquals(length / 2, body);
        }
        assertThrows(IOException.class, () -> counter.capture(counter.scanner, INDEX));
    }

    @Test
    void faultsAddUpAndDiscoveryStaysHonest() throws Exception {
        counter.breaks("wrong-purpose");
        counter.breaks("broken-hash-chain");
        counter.breaks("hang", Verb.INFO);
        assertEquals("Auth", Counter.payload(data(biometric())).path("purpose").asText());
        assertEquals(
                1,
                Counter.json(counter.ask(counter.scanner, "MOSIPDISC", "/device", "{}").body())
                        .size());
    }

    @Test
    void everyFaultIsKnownByItsOwnName() {
        for (String name : FaultCatalogue.names()) {
            assertEquals(
                    name,
                    FaultCatalogue.make(name, Clock.systemUTC().instant()).orElseThrow().name());
        }
    }

    private JsonNode biometric() throws Exception {
        return counter.capture(counter.scanner, INDEX).path("biometrics").get(0);
    }

    private static String data(JsonNode biometric) {
        return biometric.path("data").asText();
    }
}
