package org.forpost.edge.device.sbi;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FaceCamera;
import org.forpost.edge.device.FingerScanner;
import org.forpost.edge.device.LaneDevices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A lane's scanner and camera behind the text's interface, and a look at them every few seconds.
///
/// ```java
/// var trust = DeviceTrust.read(Path.of("device-ca.pem"), clock);
/// var devices = new SbiDevices(ExpectedDevice.scanner("lane-1-finger"),
///         ExpectedDevice.camera("lane-1-face"), "Developer", trust, clock);
/// devices.watch(Duration.ofSeconds(5));
/// ```
public final class SbiDevices implements LaneDevices, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SbiDevices.class);

    private final ExecutorService tasks =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sbi-", 0).factory());
    private final DeviceWire wire = new DeviceWire(tasks);
    private final List<DeviceLink> links;
    private final SbiScanner scanner;
    private final SbiCamera camera;
    private @Nullable Thread watcher;

    /// Devices that are not looked for until they are asked for or watched.
    ///
    /// @param environment what devices must be registered for: `Developer`, `Staging`,
    ///   `Pre-Production` or `Production`
    public SbiDevices(
            ExpectedDevice scanner,
            ExpectedDevice camera,
            String environment,
            DeviceTrust trust,
            Clock clock) {
        this(scanner, camera, environment, trust, clock, SbiLimits.USUAL);
    }

    SbiDevices(
            ExpectedDevice scanner,
            ExpectedDevice camera,
            String environment,
            DeviceTrust trust,
            Clock clock,
            SbiLimits limits) {
        var search = new DeviceSearch(wire, trust, environment, tasks, limits.info());
        var scannerLink = new DeviceLink(scanner, wire, search, trust, environment, clock, limits);
        var cameraLink = new DeviceLink(camera, wire, search, trust, environment, clock, limits);
        this.links = List.of(scannerLink, cameraLink);
        this.scanner = new SbiScanner(scannerLink);
        this.camera = new SbiCamera(cameraLink);
    }

    @Override
    public FingerScanner scanner() {
        return scanner;
    }

    @Override
    public FaceCamera camera() {
        return camera;
    }

    @Override
    public List<DeviceStatus> statuses() {
        return links.stream().map(DeviceLink::status).toList();
    }

    /// Looks at every device once; bounded by some ten seconds each.
    ///
    /// @throws InterruptedException when the calling thread is interrupted
    public void look() throws InterruptedException {
        for (DeviceLink link : links) {
            link.watch();
        }
    }

    /// Looks at every device now and then, on a thread of its own, until closed.
    public synchronized void watch(Duration every) {
        if (watcher != null) {
            throw new IllegalStateException("the devices are watched already");
        }
        watcher = Thread.ofVirtual().name("sbi-watch").start(() -> watchUntilClosed(every));
    }

    private void watchUntilClosed(Duration every) {
        try {
            while (true) {
                try {
                    look();
                } catch (RuntimeException e) {
                    // A fault of ours; the watch goes on, or the page would show old states as new.
                    LOG.error("looking at the devices failed", e);
                }
                Thread.sleep(every);
            }
        } catch (InterruptedException e) {
            LOG.debug("the devices are no longer watched");
        }
    }

    /// Hangs up on every device and ends every capture that is under way.
    @Override
    public synchronized void close() {
        if (watcher != null) {
            watcher.interrupt();
        }
        wire.close();
        tasks.shutdownNow();
    }
}
