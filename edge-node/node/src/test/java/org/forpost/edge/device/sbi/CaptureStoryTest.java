package org.forpost.edge.device.sbi;

import static org.forpost.edge.device.sbi.LaneWithDevices.face;
import static org.forpost.edge.device.sbi.LaneWithDevices.rightHand;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FaceRequest;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.device.ImageFormat;
import org.forpost.edge.device.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What happens at a lane whose devices are honest, down to the honest bad days.
class CaptureStoryTest {
    private final LaneWithDevices lane = new LaneWithDevices();

    @AfterEach
    void closeTheLane() {
        lane.close();
    }

    @Test
    void aTravellerLaysDownARightHand() throws Exception {
        var outcome = lane.devices.scanner().capture(rightHand("crossing-1.1"));

        CaptureOutcome.Captured<CapturedFinger> captured = captured(outcome);
        assertEquals(
                LaneWithDevices.RIGHT_HAND,
                captured.images().stream().map(CapturedFinger::position).toList());
        for (CapturedFinger finger : captured.images()) {
            assertEquals(70, finger.quality());
            assertEquals(ImageFormat.PNG, finger.image().format());
            assertEquals(Records.WIDTH, finger.image().width());
            assertEquals(Records.HEIGHT, finger.image().height());
            assertEquals(500, finger.image().dpi());
            assertEquals("FIR", new String(finger.record(), 0, 3, StandardCharsets.US_ASCII));
        }
        RawDevice.Request asked = request("RCAPTURE");
        assertEquals("2", asked.bio().path("deviceSubId").asText());
        assertEquals("4", asked.bio().path("count").asText());
        assertEquals("id-of-SCAN-1", asked.bio().path("deviceId").asText());
        assertEquals("Registration", asked.body().path("purpose").asText());
        assertEquals("10000", asked.body().path("timeout").asText());
    }

    @Test
    void faceAndFingersOfACrossingHangTogetherInOneChain() throws Exception {
        var seen =
                (CaptureOutcome.Captured<CapturedFace>)
                        lane.devices.camera().capture(face("c-2.1"));
        assertEquals(ImageFormat.JPEG, seen.images().getFirst().image().format());
        var request =
                new FingerRequest(
                        "c-2.2",
                        LaneWithDevices.RIGHT_HAND,
                        List.of(),
                        60,
                        Duration.ofSeconds(10),
                        seen.lastHash());

        captured(lane.devices.scanner().capture(request));

        assertEquals(seen.lastHash(), request("RCAPTURE").bio().path("previousHash").asText());
    }

    @Test
    void aMissingFingerIsNamedAsAnException() throws Exception {
        var request =
                new FingerRequest(
                        "c-3.1",
                        List.of(FingerPosition.LEFT_INDEX, FingerPosition.LEFT_MIDDLE),
                        List.of(FingerPosition.LEFT_RING, FingerPosition.LEFT_LITTLE),
                        60,
                        Duration.ofSeconds(10),
                        FingerRequest.FIRST_HASH);

        captured(lane.devices.scanner().capture(request));

        RawDevice.Request asked = request("RCAPTURE");
        assertEquals("Left RingFinger", asked.bio().path("exception").path(0).asText());
        assertEquals("1", asked.bio().path("deviceSubId").asText());
    }

    @Test
    void threeFingersWhereFourWereAskedForIsToldAndTheNextTryTakesAll() throws Exception {
        lane.scanner.biometrics =
                honest -> {
                    honest.remove(3);
                    return honest;
                };
        var poor = poor(lane.devices.scanner().capture(rightHand("c-4.1")));
        assertEquals(List.of(FingerPosition.RIGHT_LITTLE), poor.missing());
        assertEquals(3, poor.images().size());
        assertTrue(poor.message().contains("right little finger"), poor.message());

        lane.scanner.behave();
        captured(lane.devices.scanner().capture(rightHand("c-4.2")));
    }

    @Test
    void aFingerThatTheDeviceReportsAsFailedIsMissing() throws Exception {
        lane.scanner.biometrics =
                honest -> {
                    honest.set(3, RawDevice.failure("101", "not detected"));
                    return honest;
                };
        var poor = poor(lane.devices.scanner().capture(rightHand("c-5.1")));
        assertEquals(List.of(FingerPosition.RIGHT_LITTLE), poor.missing());
    }

    @Test
    void successWithLessQualityThanWasAskedForIsPoor() throws Exception {
        lane.scanner.quality = 41;
        var poor = poor(lane.devices.scanner().capture(rightHand("c-6.1")));
        assertEquals(60, poor.askedQuality());
        assertEquals(4, poor.images().size());
        assertEquals(41, poor.images().getFirst().quality());
        assertTrue(poor.message().contains("right index finger 41"), poor.message());

        lane.camera.quality = 59;
        var face = lane.devices.camera().capture(face("c-6.2"));
        assertInstanceOf(CaptureOutcome.Poor.class, face);

        lane.scanner.behave();
        captured(lane.devices.scanner().capture(rightHand("c-6.3")));
    }

    @Test
    void nobodyTouchesTheGlass() throws Exception {
        lane.scanner.biometrics =
                honest -> {
                    ArrayNode failed = honest.removeAll();
                    failed.add(RawDevice.failure("101", "nothing on the glass"));
                    return failed;
                };
        var refused =
                assertInstanceOf(
                        CaptureOutcome.Refused.class,
                        lane.devices.scanner().capture(rightHand("c-7.1")));
        assertEquals(Refusal.DEVICE_ERROR, refused.reason());
        assertTrue(refused.message().contains("nothing on the glass"), refused.message());
        assertTrue(refused.message().contains("Ask the traveller"), refused.message());
    }

    @Test
    void anErrorInPlaceOfBiometricsIsTheDevicesOwn() throws Exception {
        lane.scanner.json =
                honest -> "{\"error\":{\"errorCode\":\"202\",\"errorInfo\":\"No device\\u0007\"}}";
        var refused =
                assertInstanceOf(
                        CaptureOutcome.Refused.class,
                        lane.devices.scanner().capture(rightHand("c-8.1")));
        assertEquals(Refusal.DEVICE_ERROR, refused.reason());
        assertEquals("error.errorCode", refused.field());
        assertTrue(refused.message().contains("No device?"), refused.message());
    }

    @Test
    void oneUnknownFingerIsTakenWhicheverItIs() throws Exception {
        lane.scanner.payload = honest -> honest.put("bioSubType", "UNKNOWN");
        var request =
                FingerRequest.of(
                        "c-9.1", List.of(FingerPosition.UNKNOWN), 60, Duration.ofSeconds(10));
        var captured = captured(lane.devices.scanner().capture(request));
        assertEquals(FingerPosition.UNKNOWN, captured.images().getFirst().position());
    }

    @Test
    void anOfficerGivesUpWaiting() throws Exception {
        var reached = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        lane.scanner.capture =
                (request, out) -> {
                    reached.countDown();
                    never.await();
                };
        var ended = new AtomicReference<Throwable>();
        Thread officer =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                lane.devices.scanner().capture(rightHand("c-10.1"));
                            } catch (InterruptedException e) {
                                ended.set(e);
                            }
                        });
        assertTrue(reached.await(30, TimeUnit.SECONDS));
        var busy =
                assertInstanceOf(
                        CaptureOutcome.Refused.class,
                        lane.devices.scanner().capture(rightHand("c-10.2")));
        assertTrue(busy.message().contains("another capture"), busy.message());
        lane.devices.look(); // Does not disturb the device.
        assertEquals(DeviceStatus.State.BUSY, lane.devices.scanner().status().state());

        officer.interrupt();
        assertTrue(officer.join(Duration.ofSeconds(30)));
        assertNotNull(ended.get());
        never.countDown();
        assertEquals(DeviceStatus.State.READY, lane.devices.scanner().status().state());

        lane.scanner.behave();
        captured(lane.devices.scanner().capture(rightHand("c-10.3")));
    }

    @Test
    void aScannerThatIsPluggedOutMidwayComesBack() throws Exception {
        captured(lane.devices.scanner().capture(rightHand("c-11.1")));
        int port = lane.scanner.port();
        lane.scanner.close();

        var gone =
                assertInstanceOf(
                        CaptureOutcome.DeviceGone.class,
                        lane.devices.scanner().capture(rightHand("c-11.2")));
        assertTrue(gone.message().contains("Check its cable"), gone.message());
        assertEquals(DeviceStatus.State.ABSENT, lane.devices.scanner().status().state());

        try (var back = RawDevice.start("SCAN-1", "Finger", LaneWithDevices.SCANNER, port)) {
            captured(lane.devices.scanner().capture(rightHand("c-11.3")));
            assertEquals(port, back.port());
        }
    }

    @Test
    void aRequestThatMakesNoSenseIsNotSent() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        FingerRequest.of(
                                "c-12.1",
                                List.of(FingerPosition.LEFT_THUMB, FingerPosition.LEFT_THUMB),
                                60,
                                Duration.ofSeconds(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> FaceRequest.of("c-12.2", 101, Duration.ofSeconds(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> FaceRequest.of("x\r\ny", 60, Duration.ofSeconds(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> FaceRequest.of("c-12.3", 60, Duration.ofHours(1)));
    }

    private RawDevice.Request request(String method) {
        return lane.scanner.seen.stream()
                .filter(each -> each.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    static CaptureOutcome.Captured<CapturedFinger> captured(
            CaptureOutcome<CapturedFinger> outcome) {
        if (outcome instanceof CaptureOutcome.Captured<CapturedFinger> captured) {
            return captured;
        }
        throw new AssertionError(outcome.toString());
    }

    private static CaptureOutcome.Poor<CapturedFinger> poor(
            CaptureOutcome<CapturedFinger> outcome) {
        if (outcome instanceof CaptureOutcome.Poor<CapturedFinger> poor) {
            return poor;
        }
        throw new AssertionError(outcome.toString());
    }
}
