package org.forpost.edge.device.sbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FaceRequest;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.device.ImageFormat;
import org.forpost.edge.device.Preview;
import org.forpost.edge.device.Refusal;
import org.forpost.sim.camera.Face;
import org.forpost.sim.camera.FaceCamera;
import org.forpost.sim.sbi.Description;
import org.forpost.sim.sbi.Faults;
import org.forpost.sim.sbi.Presence;
import org.forpost.sim.sbi.SbiDevice;
import org.forpost.sim.sbi.Sensor;
import org.forpost.sim.sbi.fault.FaultCatalogue;
import org.forpost.sim.sbi.netty.SbiServer;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.scanner.SlapScanner;
import org.forpost.sim.traveller.Body;
import org.forpost.sim.trust.DeviceAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The lane against the simulator's scanner and camera, which share no class with it: what the one
/// writes, the other reads.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedDevicesTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration LONG = Duration.ofSeconds(30);

    /// The simulated presses are as uneven as real ones, some below 20; these tests are not about
    /// them.
    private static final int LEAST = 5;

    private final DeviceAuthority authority = DeviceAuthority.create(CLOCK.instant());
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Presence<Hands> glass = new Presence<>();
    private final Presence<Face> place = new Presence<>();
    private final Faults faults = new Faults();

    /// Fingers grow when first pressed, which takes a while: one person does for all faults.
    private final Body somebody = new Body(43, Set.of(), 0, Map.of());

    private SbiServer scanner;
    private SbiServer camera;
    private SbiDevices devices;

    @BeforeAll
    void open() {
        scanner = serve("lane-1-finger", new SlapScanner(glass, CLOCK), faults);
        camera = serve("lane-1-face", new FaceCamera(place, CLOCK), new Faults());
        devices = devices(LaneWithDevices.PATIENT);
    }

    @AfterAll
    void shut() {
        devices.close();
        scanner.close();
        camera.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        workers.shutdownNow();
    }

    @AfterEach
    void everybodyLeaves() {
        faults.clear();
        glass.leave();
        place.leave();
    }

    @Test
    void aTravellerGivesFaceAndFingersInOneChain() throws Exception {
        devices.look();
        for (DeviceStatus status : devices.statuses()) {
            assertEquals(DeviceStatus.State.READY, status.state(), status.message());
        }
        place.come(somebody);
        glass.come(somebody);
        var face =
                assertInstanceOf(
                        CaptureOutcome.Captured.class,
                        devices.camera().capture(FaceRequest.of("sim.face", 0, LONG)));

        var outcome =
                devices.scanner()
                        .capture(
                                new FingerRequest(
                                        "sim.fingers",
                                        LaneWithDevices.RIGHT_HAND,
                                        List.of(),
                                        LEAST,
                                        LONG,
                                        face.lastHash()));

        var fingers = CaptureStoryTest.captured(outcome).images();
        assertEquals(
                LaneWithDevices.RIGHT_HAND,
                fingers.stream().map(CapturedFinger::position).toList());
        for (CapturedFinger finger : fingers) {
            assertEquals(ImageFormat.PNG, finger.image().format());
            assertEquals(500, finger.image().dpi());
        }
    }

    @Test
    void aMissingFingerIsToldOrExcepted() throws Exception {
        glass.come(new Body(42, Set.of(Position.RIGHT_MIDDLE), 0, Map.of()));
        var poor =
                assertInstanceOf(
                        CaptureOutcome.Poor.class,
                        devices.scanner().capture(twoFingers("sim.missing", LONG)));
        assertEquals(List.of(FingerPosition.RIGHT_MIDDLE), poor.missing());

        var excepted =
                new FingerRequest(
                        "sim.excepted",
                        List.of(FingerPosition.RIGHT_INDEX),
                        List.of(FingerPosition.RIGHT_MIDDLE),
                        LEAST,
                        LONG,
                        FingerRequest.FIRST_HASH);
        assertEquals(
                1, CaptureStoryTest.captured(devices.scanner().capture(excepted)).images().size());
    }

    @Test
    void nobodyComes() throws Exception {
        var refused =
                assertInstanceOf(
                        CaptureOutcome.Refused.class,
                        devices.scanner().capture(rightHand("sim.nobody", Duration.ofMillis(50))));
        assertEquals(Refusal.DEVICE_ERROR, refused.reason());
    }

    @Test
    void theLivePictureRuns() throws Exception {
        try (Preview preview = devices.scanner().preview(LaneWithDevices.RIGHT_HAND)) {
            for (int i = 0; i < 3; i++) {
                assertInstanceOf(Preview.Shown.Frame.class, preview.next());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "broken-hash-chain, BROKEN_CHAIN",
        "foreign-signed, UNTRUSTED",
        "garbage, MALFORMED",
        "huge-body, TOO_LARGE",
        "not-ready, DEVICE_ERROR",
        "other-transaction, OTHER_TRANSACTION",
        "unsigned-capture, UNSIGNED",
        "unsigned-digital-id, UNSIGNED",
        "wrong-environment, OTHER_ENVIRONMENT",
        "wrong-purpose, OTHER_PURPOSE"
    })
    void aFaultIsRefusedByNameAndTheNextTryTakesTheFingers(String fault, Refusal reason)
            throws Exception {
        glass.come(somebody);
        breaks(fault);
        var refused =
                assertInstanceOf(
                        CaptureOutcome.Refused.class,
                        devices.scanner().capture(twoFingers("sim.fault", LONG)));
        assertEquals(reason, refused.reason(), refused.message());

        faults.clear();
        CaptureStoryTest.captured(devices.scanner().capture(twoFingers("sim.honest", LONG)));
    }

    @Test
    void lowQualityIsPoorWhateverTheDeviceCallsIt() throws Exception {
        glass.come(somebody);
        breaks("low-quality");
        var poor =
                assertInstanceOf(
                        CaptureOutcome.Poor.class,
                        devices.scanner().capture(twoFingers("sim.low", LONG)));
        assertEquals(2, poor.images().size());
        assertTrue(poor.message().contains("Quality is below"), poor.message());
    }

    @Test
    void halfAnAnswerAndNoneAreADeviceThatIsGone() throws Exception {
        glass.come(somebody);
        breaks("half-answer");
        assertInstanceOf(
                CaptureOutcome.DeviceGone.class,
                devices.scanner().capture(twoFingers("sim.half", LONG)));

        faults.clear();
        var usual = LaneWithDevices.PATIENT;
        try (var impatient =
                devices(
                        new SbiLimits(
                                usual.info(),
                                Duration.ofMillis(300),
                                usual.preview(),
                                usual.previewIdle(),
                                usual.previewBytes(),
                                usual.frameBytes()))) {
            for (String fault : List.of("hang", "endless-answer")) {
                breaks(fault);
                assertInstanceOf(
                        CaptureOutcome.DeviceGone.class,
                        impatient.scanner().capture(twoFingers("sim.hang", Duration.ofMillis(50))));
                faults.clear();
            }
        }
        faults.clear();
        CaptureStoryTest.captured(devices.scanner().capture(twoFingers("sim.honest", LONG)));
    }

    private static FingerRequest rightHand(String transactionId, Duration timeout) {
        return FingerRequest.of(transactionId, LaneWithDevices.RIGHT_HAND, LEAST, timeout);
    }

    private static FingerRequest twoFingers(String transactionId, Duration timeout) {
        return FingerRequest.of(
                transactionId, LaneWithDevices.RIGHT_HAND.subList(0, 2), LEAST, timeout);
    }

    private void breaks(String fault) {
        faults.put(
                FaultCatalogue.make(fault, CLOCK.instant()).orElseThrow(),
                FaultCatalogue.usually(fault));
    }

    private SbiDevices devices(SbiLimits limits) {
        return new SbiDevices(
                ExpectedDevice.scanner("lane-1-finger", scanner.port(), scanner.port()),
                ExpectedDevice.camera("lane-1-face", camera.port(), camera.port()),
                "Developer",
                new DeviceTrust(List.of(authority.anchor()), CLOCK),
                CLOCK,
                limits);
    }

    private SbiServer serve(String serial, Sensor sensor, Faults faulty) {
        return SbiServer.start(
                0,
                port ->
                        new SbiDevice(
                                new Description(
                                        serial,
                                        "Forpost",
                                        "Simulated",
                                        "Developer",
                                        "http://127.0.0.1:" + port),
                                sensor,
                                authority.issue(serial, CLOCK.instant()),
                                CLOCK,
                                faulty),
                loops,
                workers);
    }
}
