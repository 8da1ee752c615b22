package org.forpost.edge.device.sbi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.forpost.edge.device.Preview;
import org.forpost.edge.device.Preview.Shown;
import org.junit.jupiter.api.Test;

/// Live pictures, also of devices that never stop, stop in the middle, or send something else.
class PreviewTest {
    private static final byte[] JPEG = Records.picture("jpg", 64, 48);
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void framesComeWholeAndInOrder() throws Exception {
        try (var lane = new LaneWithDevices()) {
            byte[] other = Records.picture("jpg", 80, 20);
            lane.scanner.stream =
                    (request, out) -> {
                        head(out, "multipart/x-mixed-replace; boundary=frame");
                        frame(out, "--frame", JPEG);
                        frame(out, "--frame", other);
                        out.write("--frame--\r\n".getBytes(StandardCharsets.US_ASCII));
                    };
            try (Preview preview = lane.devices.scanner().preview(LaneWithDevices.RIGHT_HAND)) {
                assertArrayEquals(JPEG, jpeg(preview.next()));
                assertArrayEquals(other, jpeg(preview.next()));
                assertTrue(ended(preview.next()).contains("the device ended the picture"));
                assertTrue(ended(preview.next()).contains("the device ended the picture"));
            }
            var asked =
                    lane.scanner.seen.stream()
                            .filter(each -> each.method().equals("STREAM"))
                            .findFirst()
                            .orElseThrow();
            assertEquals("2", asked.body().path("deviceSubId").asText());
        }
    }

    @Test
    void theOldReferenceDevicesWayOfWritingIsRead() throws Exception {
        try (var lane = new LaneWithDevices()) {
            lane.camera.stream =
                    (request, out) -> {
                        out.write(
                                ("HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Type:"
                                                + " multipart/x-mixed-replace; boundary=--Boundary\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                        for (int i = 0; i < 3; i++) {
                            out.write(
                                    ("--Boundary\r\nContent-Type:image/jpeg\r\nContent-Length:"
                                                    + JPEG.length
                                                    + "\r\n\r\n")
                                            .getBytes(StandardCharsets.US_ASCII));
                            out.write(JPEG);
                            out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        }
                    };
            try (Preview preview = lane.devices.camera().preview()) {
                for (int i = 0; i < 3; i++) {
                    assertArrayEquals(JPEG, jpeg(preview.next()));
                }
                ended(preview.next());
            }
        }
    }

    @Test
    void aStreamThatNeverEndsIsEndedByItsTime() throws Exception {
        var frames = new AtomicLong();
        try (var lane = new LaneWithDevices(limits(Duration.ofMillis(700), LONG, 1L << 40))) {
            lane.scanner.stream = (request, out) -> forever(out, frames);
            assertTrue(last(lane).contains("it ran for 1 s, the most"));
        }
        assertTrue(frames.get() > 0);
    }

    @Test
    void aStreamThatNeverEndsIsEndedByItsBytes() throws Exception {
        var frames = new AtomicLong();
        try (var lane = new LaneWithDevices(limits(LONG, LONG, 1 << 20))) {
            lane.scanner.stream = (request, out) -> forever(out, frames);
            assertTrue(last(lane).contains("more than 1048576 bytes"));
        }
    }

    @Test
    void aDeviceIsNotReadFasterThanSomebodyLooks() throws Exception {
        var frames = new AtomicLong();
        var hungUp = new CountDownLatch(1);
        try (var lane = new LaneWithDevices()) {
            lane.scanner.stream =
                    (request, out) -> {
                        try {
                            forever(out, frames);
                        } finally {
                            hungUp.countDown();
                        }
                    };
            Preview preview = lane.devices.scanner().preview(LaneWithDevices.RIGHT_HAND);
            jpeg(preview.next());
            long before;
            do { // until the buffers on the way are full
                before = frames.get();
                Thread.sleep(300);
            } while (frames.get() != before);
            assertTrue(frames.get() * JPEG.length < 64 << 20, "took " + frames.get());
            preview.close();
            assertTrue(hungUp.await(30, TimeUnit.SECONDS), "the device was not told");
            assertTrue(ended(preview.next()).contains("it was closed"));
        }
    }

    @Test
    void aStreamThatFallsSilentIsEnded() throws Exception {
        try (var lane = new LaneWithDevices(limits(LONG, Duration.ofMillis(200), 1L << 40))) {
            var over = new CountDownLatch(1);
            lane.scanner.stream =
                    (request, out) -> {
                        head(out, "multipart/x-mixed-replace; boundary=frame");
                        out.write("--frame\r\n".getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                        over.await();
                    };
            assertTrue(last(lane).contains("nothing came for"));
            over.countDown();
        }
    }

    @Test
    void aFrameBeyondMeasureIsNotTaken() throws Exception {
        assertEnds(
                "expected 4 to 1048576",
                out ->
                        out.write(
                                "--frame\r\nContent-Length: 99999999\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII)));
        assertEnds(
                "expected 4 to 1048576",
                out ->
                        out.write(
                                "--frame\r\nContent-Type: image/jpeg\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII)));
        assertEnds(
                "expected 4 to 1048576",
                out ->
                        out.write(
                                "--frame\r\nContent-Length: -7\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void whatIsNotAPictureIsNotShown() throws Exception {
        assertEnds("a frame is not a JPEG", out -> frame(out, "--frame", new byte[100]));
        assertEnds(
                "expected a boundary",
                out -> out.write("<html>\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertEnds("a line is longer", out -> out.write(new byte[10_000]));
        assertEnds(
                "more than 16 headers",
                out ->
                        out.write(
                                ("--frame\r\n" + "X: y\r\n".repeat(50))
                                        .getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void whatIsNoStreamIsTold() throws Exception {
        try (var lane = new LaneWithDevices()) {
            lane.scanner.stream = (request, out) -> RawDevice.respond(out, 200, new byte[20]);
            assertTrue(last(lane).contains("application/json, expected 200 and multipart"));
            lane.scanner.close();
            assertTrue(last(lane).contains("Check its cable"));
        }
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static void assertEnds(String why, Writing writing) throws Exception {
        try (var lane = new LaneWithDevices()) {
            lane.scanner.stream =
                    (request, out) -> {
                        head(out, "multipart/x-mixed-replace; boundary=frame");
                        writing.to(out);
                    };
            String said = last(lane);
            assertTrue(said.contains(why), said);
        }
    }

    /// Looks until the end, and gives its words.
    private static String last(LaneWithDevices lane) throws InterruptedException {
        try (Preview preview = lane.devices.scanner().preview(LaneWithDevices.RIGHT_HAND)) {
            Shown shown = preview.next();
            while (shown instanceof Shown.Frame) {
                shown = preview.next();
            }
            return ended(shown);
        }
    }

    private static void forever(OutputStream out, AtomicLong frames) throws IOException {
        head(out, "multipart/x-mixed-replace; boundary=frame");
        while (true) {
            frame(out, "--frame", JPEG);
            frames.incrementAndGet();
        }
    }

    private static SbiLimits limits(Duration longest, Duration idle, long bytes) {
        return new SbiLimits(
                LaneWithDevices.PATIENT.info(),
                LaneWithDevices.PATIENT.grace(),
                longest,
                idle,
                bytes,
                1 << 20);
    }

    private static void head(OutputStream out, String type) throws IOException {
        out.write(
                ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: " + type + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void frame(OutputStream out, String boundary, byte[] jpeg) throws IOException {
        out.write(
                (boundary
                                + "\r\nContent-Type: image/jpeg\r\nContent-Length: "
                                + jpeg.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(jpeg);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static byte[] jpeg(Shown shown) {
        return assertInstanceOf(Shown.Frame.class, shown, shown.toString()).jpeg();
    }

    private static String ended(Shown shown) {
        return assertInstanceOf(Shown.Ended.class, shown).message();
    }
}
