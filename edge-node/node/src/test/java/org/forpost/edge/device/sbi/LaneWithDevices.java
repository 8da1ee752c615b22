package org.forpost.edge.device.sbi;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.forpost.edge.device.FaceRequest;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;

/// A lane with a scanner and a camera of one authority, each a [RawDevice].
final class LaneWithDevices implements AutoCloseable {
    static final TestAuthority AUTHORITY = TestAuthority.create("Test device authority");
    static final TestAuthority.Identity SCANNER = AUTHORITY.issue("SCAN-1");
    static final TestAuthority.Identity CAMERA = AUTHORITY.issue("CAM-1");
    static final List<FingerPosition> RIGHT_HAND =
            List.of(
                    FingerPosition.RIGHT_INDEX,
                    FingerPosition.RIGHT_MIDDLE,
                    FingerPosition.RIGHT_RING,
                    FingerPosition.RIGHT_LITTLE);

    /// Long enough for a loaded machine; the tests of slowness bring their own.
    static final SbiLimits PATIENT =
            new SbiLimits(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(20),
                    100 << 20,
                    1 << 20);

    final RawDevice scanner;
    final RawDevice camera;
    final SbiDevices devices;

    LaneWithDevices() {
        this(PATIENT);
    }

    LaneWithDevices(SbiLimits limits) {
        scanner = RawDevice.scanner("SCAN-1", SCANNER);
        camera = RawDevice.camera("CAM-1", CAMERA);
        devices =
                new SbiDevices(
                        ExpectedDevice.scanner("SCAN-1", scanner.port(), scanner.port()),
                        ExpectedDevice.camera("CAM-1", camera.port(), camera.port()),
                        "Developer",
                        trust(Clock.systemUTC()),
                        Clock.systemUTC(),
                        limits);
    }

    static DeviceTrust trust(Clock clock) {
        return new DeviceTrust(List.of(AUTHORITY.certificate()), clock);
    }

    static FingerRequest rightHand(String transactionId) {
        return FingerRequest.of(transactionId, RIGHT_HAND, 60, Duration.ofSeconds(10));
    }

    static FaceRequest face(String transactionId) {
        return FaceRequest.of(transactionId, 60, Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        devices.close();
        scanner.close();
        camera.close();
    }
}
