package org.forpost.edge.device.sbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Predicate;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.DeviceStatus.State;
import org.forpost.edge.device.FingerRequest;
import org.junit.jupiter.api.Test;

/// What the lane page shows of devices that come, go, move and pretend.
class DeviceWatchTest {

    @Test
    void readyDevicesSayWhoTheyAre() throws Exception {
        try (var lane = new LaneWithDevices()) {
            assertEquals(State.ABSENT, lane.devices.statuses().getFirst().state());
            lane.devices.look();
            DeviceStatus scanner = lane.devices.statuses().get(0);
            assertEquals(State.READY, scanner.state(), scanner.message());
            assertEquals(DeviceStatus.Kind.FINGER_SCANNER, scanner.kind());
            assertEquals("SCAN-1", scanner.serial());
            assertEquals("Raw", scanner.make());
            assertEquals("One", scanner.model());
            DeviceStatus camera = lane.devices.statuses().get(1);
            assertEquals(State.READY, camera.state(), camera.message());
            assertEquals("camera", camera.name());
        }
    }

    @Test
    void theStateIsTheDevicesOwnWord() throws Exception {
        try (var lane = new LaneWithDevices()) {
            lane.scanner.status = "Busy";
            assertEquals(State.BUSY, looked(lane).state());
            lane.scanner.status = "Not Ready";
            DeviceStatus fault = looked(lane);
            assertEquals(State.FAULT, fault.state());
            assertTrue(fault.message().contains("\"Not Ready\""), fault.message());
            lane.scanner.status = "Ready";
            assertEquals(State.READY, looked(lane).state());
        }
    }

    @Test
    void aDeviceThatIsNotThereIsAbsentUntilItIs() throws Exception {
        try (var lane = new LaneWithDevices()) {
            int port = lane.scanner.port();
            lane.scanner.close();
            DeviceStatus absent = looked(lane);
            assertEquals(State.ABSENT, absent.state());
            assertTrue(absent.message().contains("Check its cable and power"), absent.message());
            assertEquals(absent.since(), looked(lane).since());
            try (var back = RawDevice.start("SCAN-1", "Finger", LaneWithDevices.SCANNER, port)) {
                assertEquals(State.READY, looked(lane).state(), "on " + back.port());
            }
        }
    }

    @Test
    void aStrangerIsAFaultAndSoIsADeviceOfAnotherEnvironment() throws Exception {
        try (var lane = new LaneWithDevices()) {
            lane.scanner.signer = TestAuthority.create("Stranger").issue("SCAN-1");
            DeviceStatus fault = looked(lane);
            assertEquals(State.FAULT, fault.state());
            assertTrue(fault.message().contains("Report it to the supervisor"), fault.message());

            lane.scanner.behave();
            lane.scanner.env = "Production";
            DeviceStatus elsewhere = looked(lane);
            assertEquals(State.FAULT, elsewhere.state());
            assertTrue(elsewhere.message().contains("info[0].deviceInfo.env"), elsewhere.message());

            lane.scanner.env = "Developer";
            lane.scanner.serialNo = "SCAN-7";
            DeviceStatus other = looked(lane);
            assertEquals(State.FAULT, other.state());
            assertTrue(other.message().contains("expected \"SCAN-1\""), other.message());
        }
    }

    @Test
    void unsignedInformationIsAFault() throws Exception {
        try (var lane = new LaneWithDevices()) {
            lane.scanner.info =
                    (request, out) ->
                            RawDevice.respond(
                                    out,
                                    200,
                                    ("[{\"deviceInfo\":\""
                                                    + Tokens.url(lane.scanner.digitalId())
                                                    + "\",\"error\":{\"errorCode\":\"100\"}}]")
                                            .getBytes(StandardCharsets.UTF_8));
            assertEquals(State.FAULT, looked(lane).state());
            lane.scanner.discovery =
                    (request, out) -> RawDevice.respond(out, 200, new byte[] {'?'});
            assertEquals(State.FAULT, looked(lane).state());
        }
    }

    @Test
    void aDeviceIsFoundAmongManyPortsAndFoundAgainWhenItMoves() throws Exception {
        int first = freeRange(12);
        var clock = Clock.systemUTC();
        var neighbour = LaneWithDevices.AUTHORITY.issue("SCAN-2");
        try (var next = RawDevice.start("SCAN-2", "Finger", neighbour, first + 1);
                var camera = RawDevice.start("CAM-1", "Face", LaneWithDevices.CAMERA, first + 4);
                var devices =
                        new SbiDevices(
                                ExpectedDevice.scanner("SCAN-1", first, first + 11),
                                ExpectedDevice.camera("", first, first + 11),
                                "Developer",
                                LaneWithDevices.trust(clock),
                                clock,
                                LaneWithDevices.PATIENT)) {
            devices.look();
            DeviceStatus absent = devices.statuses().getFirst();
            assertEquals(State.ABSENT, absent.state(), absent.message());
            assertTrue(absent.message().contains("serial number SCAN-1"), absent.message());
            assertEquals("CAM-1", devices.statuses().getLast().serial());

            try (var there =
                    RawDevice.start("SCAN-1", "Finger", LaneWithDevices.SCANNER, first + 9)) {
                devices.look();
                assertEquals(State.READY, devices.statuses().getFirst().state());
                take(devices, "before." + there.port());
            }
            try (var moved =
                    RawDevice.start("SCAN-1", "Finger", LaneWithDevices.SCANNER, first + 2)) {
                devices.look();
                take(devices, "behind." + moved.port());
            }
            assertTrue(next.port() != camera.port());
        }
    }

    @Test
    void aWatchedLaneNoticesByItself() throws Exception {
        try (var lane = new LaneWithDevices()) {
            lane.devices.watch(Duration.ofMillis(20));
            until(lane, status -> status.state() == State.READY);
            lane.scanner.close();
            until(lane, status -> status.state() == State.ABSENT);
        }
    }

    private static void take(SbiDevices devices, String transactionId) throws InterruptedException {
        CaptureStoryTest.captured(
                devices.scanner()
                        .capture(
                                FingerRequest.of(
                                        transactionId,
                                        LaneWithDevices.RIGHT_HAND,
                                        60,
                                        Duration.ofSeconds(10))));
    }

    private static DeviceStatus looked(LaneWithDevices lane) throws InterruptedException {
        lane.devices.look();
        return lane.devices.scanner().status();
    }

    private static void until(LaneWithDevices lane, Predicate<DeviceStatus> wanted)
            throws InterruptedException {
        for (int i = 0; i < 6000; i++) {
            if (wanted.test(lane.devices.scanner().status())) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(lane.devices.scanner().status().toString());
    }

    /// The first of so many ports in a row that nobody listens on.
    private static int freeRange(int size) throws Exception {
        for (int first = 21_000; first < 31_000; first += size) {
            var open = new ArrayList<ServerSocket>();
            try {
                for (int port = first; port < first + size; port++) {
                    open.add(new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1")));
                }
                return first;
            } catch (BindException e) {
                // Taken: further up.
            } finally {
                for (ServerSocket each : open) {
                    each.close();
                }
            }
        }
        throw new AssertionError("no free ports");
    }
}
