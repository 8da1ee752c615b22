package org.forpost.sim.sbi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.Body;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a host sees of devices that behave.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HonestDeviceTest {
    private Counter counter;

    @BeforeAll
    void open() {
        counter = new Counter();
    }

    @AfterAll
    void shut() {
        counter.close();
    }

    @AfterEach
    void everybodyLeaves() {
        counter.glass.leave();
        counter.place.leave();
    }

    @Test
    void discoveryNamesTheDeviceUnsignedAndOnlyForItsType() throws Exception {
        JsonNode found =
                Counter.json(
                        counter.ask(
                                        counter.scanner,
                                        "MOSIPDISC",
                                        "/device",
                                        "{\"type\":\"Biometric Device\"}")
                                .body());
        assertEquals(1, found.size());
        JsonNode device = found.get(0);
        assertEquals("Ready", device.path("deviceStatus").asText());
        assertEquals("Registration", device.path("purpose").asText());
        assertEquals(
                "http://127.0.0.1:" + counter.scanner.port(), device.path("callbackId").asText());
        JsonNode digitalId =
                Counter.json(Base64.getUrlDecoder().decode(device.path("digitalId").asText()));
        assertEquals("Finger", digitalId.path("type").asText());
        assertEquals("Slap", digitalId.path("deviceSubType").asText());

        byte[] faces =
                counter.ask(counter.scanner, "MOSIPDISC", "/device", "{\"type\":\"Face\"}").body();
        assertEquals("[]", new String(faces, StandardCharsets.UTF_8));
    }

    @Test
    void infoIsSignedAndSoIsTheDigitalIdInIt() throws Exception {
        JsonNode info = Counter.json(counter.ask(counter.camera, "MOSIPDINFO", "/info", "").body());
        String jwt = info.get(0).path("deviceInfo").asText();
        assertTrue(counter.trusted(jwt));
        JsonNode about = Counter.payload(jwt);
        assertEquals("Developer", about.path("env").asText());
        assertTrue(counter.trusted(about.path("digitalId").asText()));
        assertEquals(
                "Face", Counter.payload(about.path("digitalId").asText()).path("type").asText());
    }

    @Test
    void aSlapGivesOneSignedRecordForEachFingerThatIsThereChainedInOrder() throws Exception {
        counter.glass.come(new Body(5, Set.of(Position.RIGHT_RING), 0, Map.of()));
        JsonNode answer =
                counter.capture(
                        counter.scanner,
                        Counter.fingers("\"deviceSubId\": \"2\"", "\"Right RingFinger\""));
        List<String> names = new ArrayList<>();
        byte[] hash = sha256(new byte[0]);
        for (JsonNode biometric : answer.path("biometrics")) {
            assertEquals("0", biometric.path("error").path("errorCode").asText());
            String jwt = biometric.path("data").asText();
            assertTrue(counter.trusted(jwt));
            JsonNode data = Counter.payload(jwt);
            names.add(data.path("bioSubType").asText());
            assertEquals("crossing-7", data.path("transactionId").asText());
            assertEquals("Registration", data.path("purpose").asText());
            assertTrue(counter.trusted(data.path("digitalId").asText()));
            assertTrue(data.path("qualityScore").asInt() >= 40);

            byte[] record = Base64.getUrlDecoder().decode(data.path("bioValue").asText());
            hash = sha256(concat(hash, sha256(record)));
            assertEquals(
                    HexFormat.of().withUpperCase().formatHex(hash),
                    biometric.path("hash").asText());
            checkFingerRecord(record, data.path("qualityScore").asInt());
        }
        assertEquals(
                List.of("Right IndexFinger", "Right MiddleFinger", "Right LittleFinger"), names);
    }

    /// Reads the record by the offsets of ISO/IEC 19794-4:2011, 8.2 and 8.3, not by our writer.
    private static void checkFingerRecord(byte[] record, int quality) throws Exception {
        ByteBuffer in = ByteBuffer.wrap(record);
        assertArrayEquals(
                "FIR\000020\0".getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(record, 8));
        assertEquals(record.length, in.getInt(8));
        assertEquals(1, in.getShort(12));
        int representation = 16;
        assertEquals(record.length - representation, in.getInt(representation));
        assertEquals(1, record[representation + 18], "quality blocks");
        assertEquals(quality, record[representation + 19]);
        int position = representation + 24;
        assertTrue(List.of(2, 3, 5).contains((int) record[position]));
        assertEquals(1, record[position + 2], "pixels per inch");
        assertEquals(500, in.getShort(position + 3));
        assertEquals(8, record[position + 11], "bits a pixel");
        assertEquals(6, record[position + 12], "PNG");
        int length = in.getInt(position + 18);
        assertEquals(record.length, position + 22 + length);
        var image = ImageIO.read(new ByteArrayInputStream(record, position + 22, length));
        assertEquals(in.getShort(position + 14), image.getWidth());
        assertEquals(in.getShort(position + 16), image.getHeight());
    }

    @Test
    void twoPressesOfOneFingerAreNotTheSameImage() throws Exception {
        counter.glass.come(new Body(6, Set.of(), 0, Map.of()));
        String index = Counter.fingers("\"bioSubType\": [\"Left IndexFinger\"]", "");
        assertFalse(
                bioValue(counter.capture(counter.scanner, index))
                        .equals(bioValue(counter.capture(counter.scanner, index))));
    }

    @Test
    void aBadPressIsHandedOutWithTheLowQualityThatItHas() throws Exception {
        counter.glass.come(new Body(7, Set.of(), 1, Map.of()));
        String index = Counter.fingers("\"bioSubType\": [\"Left IndexFinger\"]", "");
        assertTrue(quality(counter.capture(counter.scanner, index)) < 40);
        assertTrue(quality(counter.capture(counter.scanner, index)) >= 40);
    }

    @Test
    void aFaceIsARecordWithAJpeg() throws Exception {
        counter.place.come(new Body(8, Set.of(), 0, Map.of()));
        JsonNode answer =
                counter.capture(counter.camera, Counter.capture("Face", "\"deviceSubId\": 0"));
        JsonNode data = Counter.payload(answer.path("biometrics").get(0).path("data").asText());
        assertTrue(data.path("bioSubType").isMissingNode());
        assertTrue(data.path("qualityScore").asInt() >= 40);
        byte[] record = Base64.getUrlDecoder().decode(data.path("bioValue").asText());
        ByteBuffer in = ByteBuffer.wrap(record);
        assertArrayEquals(
                "FAC\000030\0".getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(record, 8));
        assertEquals(record.length, in.getInt(8));
        // ISO/IEC 19794-5:2011: 17 bytes general header, 19 + 5 to the quality block's end, 17
        // facial
        // information, no landmarks, 11 image information.
        int imageInformation = 17 + 24 + 17;
        assertEquals(0, record[imageInformation + 1], "JPEG");
        int length = in.getInt(imageInformation + 11);
        assertEquals(record.length, imageInformation + 15 + length);
        var image = ImageIO.read(new ByteArrayInputStream(record, imageInformation + 15, length));
        assertEquals(in.getShort(imageInformation + 2), image.getWidth());
        assertEquals(in.getShort(imageInformation + 4), image.getHeight());
    }

    @Test
    void nobodyAtTheGlassIsError101WhenTheTimeIsOver() throws Exception {
        JsonNode answer =
                counter.capture(counter.scanner, Counter.fingers("\"deviceSubId\": \"1\"", ""));
        JsonNode error = answer.path("biometrics").get(0).path("error");
        assertEquals("101", error.path("errorCode").asText());
    }

    @Test
    void aRequestThatTheTextDoesNotDescribeIsRefusedByField() throws Exception {
        counter.glass.come(new Body(9, Set.of(), 0, Map.of()));
        String good = Counter.fingers("\"deviceSubId\": \"1\"", "");
        assertRefused(
                "500",
                "previousHash",
                good.replace("\"previousHash\": \"\"", "\"previousHash\": \"00\""));
        assertRefused("500", "env", good.replace("Developer", "Production"));
        assertRefused("500", "purpose", good.replace("Registration", "Auth"));
        assertRefused("500", "requestedScore", good.replace("\"40\"", "\"140\""));
        assertRefused("500", "JSON", "not json");
        assertRefused(
                "109",
                "glass",
                Counter.fingers("\"bioSubType\": [\"Left Thumb\", \"Left IndexFinger\"]", ""));
    }

    private void assertRefused(String code, String word, String request) throws Exception {
        JsonNode error =
                counter.capture(counter.scanner, request).path("biometrics").get(0).path("error");
        assertEquals(code, error.path("errorCode").asText(), request);
        assertTrue(error.path("errorInfo").asText().contains(word), error.toString());
    }

    @Test
    void anUnknownMethodGetsAClearError() throws Exception {
        HttpResponse<byte[]> answer = counter.ask(counter.scanner, "GET", "/", "");
        assertEquals(404, answer.statusCode());
        JsonNode error = Counter.json(answer.body()).path("error");
        assertEquals("501", error.path("errorCode").asText());
        assertTrue(error.path("errorInfo").asText().contains("RCAPTURE /capture"));
        assertEquals(405, counter.ask(counter.scanner, "CAPTURE", "/capture", "{}").statusCode());
    }

    @Test
    void thePreviewIsAStreamOfJpegPictures() throws Exception {
        counter.place.come(new Body(10, Set.of(), 0, Map.of()));
        for (var device : List.of(counter.scanner, counter.camera)) {
            HttpResponse<InputStream> stream =
                    counter.http()
                            .send(
                                    counter.request(device, "STREAM", "/stream", "{}"),
                                    HttpResponse.BodyHandlers.ofInputStream());
            assertTrue(
                    stream.headers()
                            .firstValue("Content-Type")
                            .orElse("")
                            .startsWith("multipart/x-mixed-replace"));
            try (InputStream in = stream.body()) {
                for (int picture = 0; picture < 2; picture++) {
                    assertEquals("--BoundaryString", line(in));
                    int length = 0;
                    for (String line = line(in); !line.isEmpty(); line = line(in)) {
                        if (line.startsWith("Content-Length:")) {
                            length = Integer.parseInt(line.substring("Content-Length:".length()));
                        }
                    }
                    byte[] jpeg = in.readNBytes(length);
                    assertTrue(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth() > 0);
                    assertEquals("", line(in));
                }
            }
        }
    }

    private static String line(InputStream in) throws Exception {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String bioValue(JsonNode answer) throws Exception {
        return Counter.payload(answer.path("biometrics").get(0).path("data").asText())
                .path("bioValue")
                .asText();
    }

    private static int quality(JsonNode answer) throws Exception {
        return Counter.payload(answer.path("biometrics").get(0).path("data").asText())
                .path("qualityScore")
                .asInt();
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
