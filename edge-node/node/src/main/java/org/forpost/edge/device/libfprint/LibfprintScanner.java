package org.forpost.edge.device.libfprint;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.device.FingerScanner;
import org.forpost.edge.device.ImageFormat;
import org.forpost.edge.device.Preview;
import org.forpost.edge.device.Refusal;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.quality.FingerQuality;

/// The one scanner of this process that libfprint drives; see the package for what it is not.
public final class LibfprintScanner implements FingerScanner, AutoCloseable {
    private static final String NAME = "scanner";

    /// A finger at 1,000 dpi has two million; an image of four has no business here.
    private static final int MOST_PIXELS = 4_000_000;

    private static final double MILLIMETRES_PER_INCH = 25.4;

    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    private final Library library;
    private final Clock clock;
    private final int dpi;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("libfprint").factory());
    private final MemorySegment device;
    private volatile DeviceStatus status;

    private LibfprintScanner(
            Library library, Map<String, String> environment, String driver, int dpi, Clock clock)
            throws InterruptedException {
        this.library = library;
        this.clock = clock;
        this.dpi = dpi;
        this.status =
                status(DeviceStatus.State.ABSENT, "", "libfprint knows no scanner that is there.");
        this.device =
                onThread(() -> {
                    environment.forEach(library::environment);
                    MemorySegment found = library.device(driver);
                    if (!found.equals(MemorySegment.NULL)) {
                        opened(found);
                    }
                    return found;
                });
    }

    private void opened(MemorySegment found) {
        String model = library.name(found);
        try {
            library.open(found);
            status = status(DeviceStatus.State.READY, model, "Ready.");
        } catch (Library.Trouble e) {
            status =
                    status(
                            DeviceStatus.State.FAULT,
                            model,
                            "The scanner cannot be opened: "
                                    + e.getMessage()
                                    + ". Unplug it and plug it in, then restart the lane.");
        }
    }

    /// Finds and opens the scanner.
    ///
    /// @param environment set before libfprint looks for devices, e.g. `FP_VIRTUAL_IMAGE`
    /// @param driver libfprint's name of the driver; "" takes the first device
    /// @param dpi of the sensor, where its driver does not know
    /// @return empty where libfprint 2 is not installed, or this process has its scanner already
    public static Optional<LibfprintScanner> open(
            Map<String, String> environment, String driver, int dpi, Clock clock)
            throws InterruptedException {
        Optional<Library> library = Library.load();
        if (library.isEmpty() || !TAKEN.compareAndSet(false, true)) {
            return Optional.empty();
        }
        return Optional.of(new LibfprintScanner(library.get(), environment, driver, dpi, clock));
    }

    private DeviceStatus status(DeviceStatus.State state, String model, String message) {
        return new DeviceStatus(
                NAME,
                DeviceStatus.Kind.FINGER_SCANNER,
                state,
                "",
                "libfprint",
                model,
                message,
                clock.instant());
    }

    @Override
    public DeviceStatus status() {
        return status;
    }

    @Override
    public Preview preview(List<FingerPosition> positions) {
        return new Preview() {
            @Override
            public Shown next() {
                return new Shown.Ended("This scanner shows no live picture.");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public CaptureOutcome<CapturedFinger> capture(FingerRequest request)
            throws InterruptedException {
        if (status.state() != DeviceStatus.State.READY) {
            return new CaptureOutcome.DeviceGone<>(status.message());
        }
        if (request.positions().size() != 1) {
            return refused(
                    "one finger",
                    "This scanner takes one finger at a time: ask for single fingers.");
        }
        AtomicBoolean givenUp = new AtomicBoolean();
        long began = System.nanoTime();
        Duration patience = request.timeout();
        try {
            Library.Image image =
                    onThread(
                            () ->
                                    library.capture(
                                            device,
                                            () ->
                                                    givenUp.get()
                                                            || System.nanoTime() - began
                                                                    > patience.toNanos(),
                                            MOST_PIXELS),
                            givenUp);
            return judged(request, image);
        } catch (Library.Trouble e) {
            if (e.again()) {
                return new CaptureOutcome.Poor<>(
                        List.of(),
                        request.positions(),
                        request.quality(),
                        request.previousHash(),
                        "The scanner says: " + e.getMessage() + ". Lay the finger down again.");
            }
            boolean late = System.nanoTime() - began > patience.toNanos();
            return refused(
                    "an image",
                    late
                            ? "No finger came within "
                                    + patience.toSeconds()
                                    + " s. Lay a finger down and try again."
                            : "The scanner reports: "
                                    + e.getMessage()
                                    + ". Try again; if it stays so, restart the lane.");
        }
    }

    private static CaptureOutcome<CapturedFinger> refused(String expected, String message) {
        return new CaptureOutcome.Refused<>(Refusal.DEVICE_ERROR, "capture", expected, message);
    }

    private CaptureOutcome<CapturedFinger> judged(FingerRequest request, Library.Image image) {
        double resolution =
                image.perMillimetre() > 0 ? image.perMillimetre() * MILLIMETRES_PER_INCH : dpi;
        GreyImage grey = new GreyImage(image.width(), image.height(), image.pixels(), resolution);
        int quality = quality(grey);
        FingerPosition position = request.positions().getFirst();
        var now = clock.instant();
        byte[] record = FingerImageRecord.of(position, grey, quality, now);
        CapturedFinger finger =
                new CapturedFinger(
                        position,
                        quality,
                        record,
                        new EncodedImage(
                                ImageFormat.RAW,
                                image.pixels(),
                                image.width(),
                                image.height(),
                                (int) Math.round(resolution)),
                        now);
        String hash = next(request.previousHash(), record);
        return quality < request.quality()
                ? new CaptureOutcome.Poor<>(
                        List.of(finger),
                        List.of(),
                        request.quality(),
                        hash,
                        "The finger has quality "
                                + quality
                                + ", below "
                                + request.quality()
                                + ". Wipe the sensor, press flat and capture again.")
                : new CaptureOutcome.Captured<>(List.of(finger), hash, "One finger taken.");
    }

    private static int quality(GreyImage image) {
        try {
            return FingerQuality.of(image, new FingerprintExtractor().extract(image)).score();
        } catch (UnusableImageException e) {
            return 0;
        }
    }

    /// As devices behind SBI chain their captures: SHA-256 of the hash before and the record's.
    private static String next(String previousHash, byte[] record) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] own = sha256.digest(record);
            sha256.update(HexFormat.of().parseHex(previousHash));
            return HexFormat.of().withUpperCase().formatHex(sha256.digest(own));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @FunctionalInterface
    private interface Task<T, E extends Exception> {
        T run() throws E;
    }

    private <T, E extends Exception> T onThread(Task<T, E> task) throws InterruptedException, E {
        return onThread(task, new AtomicBoolean());
    }

    /// @param givenUp set when the waiting thread is interrupted; the task is waited for all the
    ///   same, because the device is free only then
    @SuppressWarnings("unchecked") // A task throws what it declares, or nothing that is checked.
    private <T, E extends Exception> T onThread(Task<T, E> task, AtomicBoolean givenUp)
            throws InterruptedException, E {
        Future<T> future = thread.submit(() -> task.run());
        boolean interrupted = false;
        while (true) {
            try {
                T result = future.get();
                if (interrupted) {
                    throw new InterruptedException("the capture was given up");
                }
                return result;
            } catch (InterruptedException e) {
                if (interrupted) {
                    throw e;
                }
                interrupted = true;
                givenUp.set(true);
            } catch (ExecutionException e) {
                if (interrupted) {
                    throw (InterruptedException)
                            new InterruptedException("the capture was given up").initCause(e);
                }
                if (e.getCause() instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                if (e.getCause() instanceof Exception checked) {
                    throw (E) checked;
                }
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        if (status.state() == DeviceStatus.State.READY) {
            status = status(DeviceStatus.State.ABSENT, status.model(), "Closed.");
            thread.execute(() -> library.close(device));
        }
        thread.shutdown();
    }
}
