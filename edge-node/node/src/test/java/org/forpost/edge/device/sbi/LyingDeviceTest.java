package org.forpost.edge.device.sbi;

import static org.forpost.edge.device.sbi.LaneWithDevices.rightHand;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.Refusal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One lie at a time, over a real socket: each is refused with the field and what was expected in
/// it, and the lane then takes the same hand from the same device.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LyingDeviceTest {
    private static final TestAuthority STRANGER = TestAuthority.create("Stranger");
    private static final TestAuthority.Identity FOREIGN = STRANGER.issue("SCAN-1");
    private static final TestAuthority.Identity NEIGHBOUR =
            LaneWithDevices.AUTHORITY.issue("SCAN-2");

    private final LaneWithDevices lane = new LaneWithDevices();

    @AfterAll
    void closeTheLane() {
        lane.close();
    }

    record Lie(
            String name, Refusal reason, String field, String expected, Consumer<RawDevice> told) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Lie> lies() {
        return List.of(
                new Lie(
                        "the capture is not signed",
                        Refusal.UNSIGNED,
                        "biometrics[0].data",
                        "a signed token",
                        device -> device.token = LyingDeviceTest::payloadOnly),
                new Lie(
                        "the signature is left empty",
                        Refusal.UNSIGNED,
                        "biometrics[0].data",
                        "a signed token",
                        device ->
                                device.token =
                                        token -> token.substring(0, token.lastIndexOf('.') + 1)),
                new Lie(
                        "another authority signed",
                        Refusal.UNTRUSTED,
                        "biometrics[0].data header.x5c",
                        "a chain to CN=Test device authority",
                        device -> device.signer = FOREIGN),
                new Lie(
                        "one character of what is signed was changed",
                        Refusal.BAD_SIGNATURE,
                        "biometrics[0].data",
                        "a signature over just this content",
                        device -> device.token = LyingDeviceTest::flipped),
                new Lie(
                        "a neighbour's device shows this one's recorded identity",
                        Refusal.OTHER_DEVICE,
                        "biometrics[0].data.digitalId",
                        "signed by the key that signed what holds it",
                        device -> device.signer = NEIGHBOUR),
                new Lie(
                        "a neighbour's device answers",
                        Refusal.OTHER_DEVICE,
                        "biometrics[0].data.digitalId.serialNo",
                        "\"SCAN-1\"",
                        device -> {
                            device.signer = NEIGHBOUR;
                            device.identitySigner = NEIGHBOUR;
                            device.serialNo = "SCAN-2";
                        }),
                new Lie(
                        "the digital id is not signed",
                        Refusal.UNSIGNED,
                        "biometrics[0].data.digitalId",
                        "a signed token",
                        device ->
                                device.payload =
                                        honest ->
                                                honest.put(
                                                        "digitalId",
                                                        Tokens.url(device.digitalId()))),
                new Lie(
                        "a capture for another transaction",
                        Refusal.OTHER_TRANSACTION,
                        "biometrics[0].data.transactionId",
                        "\"lie\"",
                        device -> device.payload = with("transactionId", "yesterday-7")),
                new Lie(
                        "a capture for another purpose",
                        Refusal.OTHER_PURPOSE,
                        "biometrics[0].data.purpose",
                        "\"Registration\"",
                        device -> device.payload = with("purpose", "Auth")),
                new Lie(
                        "a capture in another environment",
                        Refusal.OTHER_ENVIRONMENT,
                        "biometrics[0].data.env",
                        "\"Developer\"",
                        device -> device.payload = with("env", "Production")),
                new Lie(
                        "an iris where fingers were asked for",
                        Refusal.UNASKED,
                        "biometrics[0].data.bioType",
                        "\"Finger\"",
                        device -> device.payload = with("bioType", "Iris")),
                new Lie(
                        "a capture from before the request",
                        Refusal.WRONG_TIME,
                        "biometrics[0].data.timestamp",
                        "a time between",
                        device -> device.payload = with("timestamp", ago(Duration.ofMinutes(10)))),
                new Lie(
                        "a capture from the future",
                        Refusal.WRONG_TIME,
                        "biometrics[0].data.timestamp",
                        "a time between",
                        device -> device.payload = with("timestamp", ago(Duration.ofMinutes(-10)))),
                new Lie(
                        "a time that is none",
                        Refusal.MALFORMED,
                        "biometrics[0].data.timestamp",
                        "an ISO 8601 time",
                        device -> device.payload = with("timestamp", "just now")),
                new Lie(
                        "a score beyond the scale",
                        Refusal.MALFORMED,
                        "biometrics[0].data.qualityScore",
                        "a score from 0 to 100",
                        device -> device.payload = with("qualityScore", "101")),
                new Lie(
                        "a score that is no number",
                        Refusal.MALFORMED,
                        "biometrics[0].data.qualityScore",
                        "a score from 0 to 100",
                        device -> device.payload = with("qualityScore", "NaN")),
                new Lie(
                        "a finger that nobody asked for",
                        Refusal.UNASKED,
                        "biometrics[0].data.bioSubType",
                        "right index finger",
                        device -> device.payload = with("bioSubType", "Right Thumb")),
                new Lie(
                        "a finger of the other hand",
                        Refusal.WRONG_HAND,
                        "biometrics[0].data.bioSubType",
                        "right index finger",
                        device -> device.payload = with("bioSubType", "Left Thumb")),
                new Lie(
                        "a finger that no hand has",
                        Refusal.MALFORMED,
                        "biometrics[0].data.bioSubType",
                        "a finger's name",
                        device -> device.payload = with("bioSubType", "Third Thumb")),
                new Lie(
                        "the same finger four times",
                        Refusal.DUPLICATE,
                        "biometrics[1].data.bioSubType",
                        "each finger once",
                        device -> {
                            device.payload = with("bioSubType", "Right IndexFinger");
                            device.record = any -> Records.finger2011(2);
                        }),
                new Lie(
                        "a record of another finger than it says",
                        Refusal.BAD_RECORD,
                        "biometrics[0].data.bioValue.fingerPosition",
                        "2 (right index finger)",
                        device -> device.record = any -> Records.finger2011(7)),
                new Lie(
                        "a record that claims to be longer",
                        Refusal.BAD_RECORD,
                        "biometrics[0].data.bioValue.recordLength",
                        "the bytes there are",
                        device ->
                                device.record =
                                        honest -> {
                                            honest[8] = 0x7f;
                                            return honest;
                                        }),
                new Lie(
                        "no record at all",
                        Refusal.BAD_RECORD,
                        "biometrics[0].data.bioValue.formatIdentifier",
                        "\"FIR\"",
                        device -> device.record = any -> new byte[0]),
                new Lie(
                        "bioValue is not base64url",
                        Refusal.MALFORMED,
                        "biometrics[0].data.bioValue",
                        "base64url",
                        device -> device.payload = with("bioValue", "****")),
                new Lie(
                        "a link of the chain is wrong",
                        Refusal.BROKEN_CHAIN,
                        "biometrics[2].hash",
                        "\"",
                        device -> device.biometrics = LyingDeviceTest::wrongLink),
                new Lie(
                        "two fingers changed places",
                        Refusal.BROKEN_CHAIN,
                        "biometrics[0].hash",
                        "\"",
                        device -> device.biometrics = LyingDeviceTest::reordered),
                new Lie(
                        "a finger was taken out of the chain",
                        Refusal.BROKEN_CHAIN,
                        "biometrics[1].hash",
                        "\"",
                        device ->
                                device.biometrics =
                                        honest -> {
                                            honest.remove(1);
                                            return honest;
                                        }),
                new Lie(
                        "three hundred fingers",
                        Refusal.MALFORMED,
                        "biometrics",
                        "an array of at most 20",
                        device -> device.biometrics = LyingDeviceTest::threeHundred),
                new Lie(
                        "not an object",
                        Refusal.MALFORMED,
                        "capture.biometrics",
                        "an object or array",
                        device -> device.json = honest -> "\"Success\""),
                new Lie(
                        "no answer in the answer",
                        Refusal.MALFORMED,
                        "capture.biometrics",
                        "an object or array",
                        device -> device.json = honest -> "{}"),
                new Lie(
                        "garbage",
                        Refusal.MALFORMED,
                        "capture",
                        "JSON",
                        device -> device.json = honest -> "\u0000\u0001<html>"),
                new Lie(
                        "JSON that breaks off",
                        Refusal.MALFORMED,
                        "capture",
                        "JSON",
                        device -> device.json = honest -> honest.substring(0, honest.length() / 2)),
                new Lie(
                        "JSON with something behind it",
                        Refusal.MALFORMED,
                        "capture",
                        "JSON",
                        device -> device.json = honest -> honest + "{}"),
                new Lie(
                        "JSON that says a field twice",
                        Refusal.MALFORMED,
                        "capture",
                        "JSON",
                        device -> device.json = honest -> "{\"biometrics\":[],\"biometrics\":[]}"),
                new Lie(
                        "JSON ten thousand deep",
                        Refusal.MALFORMED,
                        "capture",
                        "JSON",
                        device -> device.json = honest -> "[".repeat(10_000)),
                new Lie(
                        "JSON of a hundred thousand nothings",
                        Refusal.MALFORMED,
                        "capture",
                        "JSON",
                        device ->
                                device.json =
                                        honest ->
                                                "{\"biometrics\":["
                                                        + "0,".repeat(100_000)
                                                        + "0]}"));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void eachLieIsRefusedByNameAndNothingIsLost(Lie lie) throws Exception {
        lane.devices.look(); // Honest as long as it is only looked at.
        lie.told().accept(lane.scanner);

        var outcome = lane.devices.scanner().capture(rightHand("a.lie"));

        if (!(outcome instanceof CaptureOutcome.Refused<?> refused)) {
            throw new AssertionError(lie + " was taken: " + outcome);
        }
        assertEquals(lie.reason(), refused.reason(), refused.message());
        assertEquals(lie.field(), refused.field(), refused.message());
        String expected = lie.expected().replace("\"lie\"", "\"a.lie\"");
        assertTrue(refused.expected().contains(expected), refused.expected());
        assertTrue(refused.message().contains(refused.field()), refused.message());
        assertFalse(refused.message().chars().anyMatch(Character::isISOControl));

        lane.scanner.behave();
        CaptureStoryTest.captured(lane.devices.scanner().capture(rightHand("the.truth")));
    }

    @Test
    void whatAnOfficerReadsSaysWhatToDoNext() throws Exception {
        lane.devices.look();
        lane.scanner.signer = FOREIGN;
        String words = lane.devices.scanner().capture(rightHand("a.lie")).message();
        lane.scanner.behave();
        assertTrue(words.startsWith("The scanner's answer was not used."), words);
        assertTrue(words.contains("Report it to the supervisor."), words);
    }

    private static UnaryOperator<ObjectNode> with(String field, String value) {
        return honest -> honest.put(field, value);
    }

    private static String ago(Duration time) {
        return Instant.now().minus(time).toString();
    }

    private static String payloadOnly(String token) {
        return token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
    }

    private static String flipped(String token) {
        int at = token.indexOf('.') + 40;
        char other = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + other + token.substring(at + 1);
    }

    private static ArrayNode wrongLink(ArrayNode honest) {
        ((ObjectNode) honest.get(2)).put("hash", "0".repeat(64));
        return honest;
    }

    private static ArrayNode reordered(ArrayNode honest) {
        honest.add(honest.remove(0));
        return honest;
    }

    private static ArrayNode threeHundred(ArrayNode honest) {
        while (honest.size() < 300) {
            honest.add(RawDevice.failure("101", ""));
        }
        return honest;
    }
}
