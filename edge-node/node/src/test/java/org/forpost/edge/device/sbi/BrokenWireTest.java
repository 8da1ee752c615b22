package org.forpost.edge.device.sbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.device.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Devices that break the connection itself: too much, too slowly, too little, or not HTTP. Every
/// wait ends, and the next capture succeeds.
class BrokenWireTest {
    /// The wait for an answer that never comes whole: the capture's own timeout and this.
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final SbiLimits IMPATIENT =
            new SbiLimits(
                    LaneWithDevices.PATIENT.info(),
                    SHORT,
                    LaneWithDevices.PATIENT.preview(),
                    LaneWithDevices.PATIENT.previewIdle(),
                    LaneWithDevices.PATIENT.previewBytes(),
                    LaneWithDevices.PATIENT.frameBytes());

    private final LaneWithDevices lane = new LaneWithDevices(IMPATIENT);

    @AfterEach
    void closeTheLane() {
        lane.close();
    }

    @Test
    void fiftyMegabytesAreNotTaken() throws Exception {
        var sent = new AtomicLong();
        lane.scanner.capture =
                (request, out) -> {
                    head(out, "Content-Length: 52428800\r\n");
                    pour(out, 50, sent);
                };
        var refused = refused(capture("wire-1", Duration.ofSeconds(20)));
        assertEquals(Refusal.TOO_LARGE, refused.reason());
        assertEquals("RCAPTURE /capture", refused.field());
        assertTrue(refused.expected().contains("8388608 bytes"), refused.expected());
        // Socket buffers take some; the rest was never sent because the lane had hung up.
        assertTrue(sent.get() < 50L << 20, "sent " + sent.get());
        honestAgain();
    }

    @Test
    void aBodyWithoutAnEndIsNotTakenEither() throws Exception {
        var sent = new AtomicLong();
        lane.scanner.capture =
                (request, out) -> {
                    head(out, "Transfer-Encoding: chunked\r\n");
                    byte[] chunk =
                            ("10000\r\n" + "A".repeat(0x10000) + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII);
                    while (true) {
                        out.write(chunk);
                        sent.addAndGet(chunk.length);
                    }
                };
        var refused = refused(capture("wire-2", Duration.ofSeconds(20)));
        assertEquals(Refusal.TOO_LARGE, refused.reason());
        honestAgain();
    }

    @Test
    void discoveryAndInformationHaveASmallerLimit() throws Exception {
        lane.scanner.info =
                (request, out) -> {
                    head(out, "Content-Length: 1048576\r\n");
                    pour(out, 1, new AtomicLong());
                };
        var refused = refused(capture("wire-3", Duration.ofSeconds(1)));
        assertEquals(Refusal.TOO_LARGE, refused.reason());
        assertEquals("MOSIPDINFO /info", refused.field());
        assertTrue(refused.message().contains("at most 65536 bytes"), refused.message());
        assertEquals(DeviceStatus.State.FAULT, lane.devices.scanner().status().state());
    }

    @Test
    void anAnswerThatTricklesIsGivenUp() throws Exception {
        lane.devices.look();
        lane.scanner.capture =
                (request, out) -> {
                    head(out, "Content-Length: 1000\r\n");
                    trickle(out, 'x');
                };
        gone(capture("wire-4", SHORT));
        honestAgain();
    }

    @Test
    void aHeadThatTricklesIsGivenUp() throws Exception {
        lane.devices.look();
        lane.scanner.capture =
                (request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
                    trickle(out, 'y');
                };
        gone(capture("wire-5", SHORT));
        honestAgain();
    }

    @Test
    void silenceIsGivenUp() throws Exception {
        lane.devices.look();
        lane.scanner.capture = (request, out) -> Thread.sleep(Duration.ofMinutes(1));
        var gone = gone(capture("wire-6", SHORT));
        assertTrue(gone.message().contains("did not answer within"), gone.message());
        honestAgain();
    }

    @Test
    void hangingUpInTheMiddleIsTold() throws Exception {
        lane.scanner.capture =
                (request, out) -> {
                    head(out, "Content-Length: 5000\r\n");
                    out.write("{\"biometrics\":[".getBytes(StandardCharsets.US_ASCII));
                };
        gone(capture("wire-7", Duration.ofSeconds(20)));
        honestAgain();
    }

    @Test
    void somethingThatIsNotHttpIsTold() throws Exception {
        lane.scanner.capture =
                (request, out) ->
                        out.write("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
        gone(capture("wire-8", Duration.ofSeconds(20)));
        honestAgain();
    }

    @Test
    void headersWithoutAnEndAreNotTaken() throws Exception {
        lane.scanner.capture =
                (request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    byte[] header =
                            ("X: " + "h".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                    while (true) {
                        out.write(header);
                    }
                };
        gone(capture("wire-9", Duration.ofSeconds(20)));
        honestAgain();
    }

    @Test
    void anErrorStatusIsNotAnAnswer() throws Exception {
        lane.scanner.capture = (request, out) -> RawDevice.respond(out, 500, new byte[10]);
        var refused = refused(capture("wire-10", Duration.ofSeconds(20)));
        assertEquals(Refusal.MALFORMED, refused.reason());
        assertTrue(refused.message().contains("found 500"), refused.message());
        honestAgain();
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        lane.scanner.capture =
                (request, out) ->
                        out.write(
                                ("HTTP/1.1 307 There\r\nLocation: http://127.0.0.1:"
                                                + lane.camera.port()
                                                + "/capture\r\nContent-Length: 0\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
        var refused = refused(capture("wire-11", Duration.ofSeconds(20)));
        assertTrue(refused.message().contains("found 307"), refused.message());
        assertEquals(List.of(), List.copyOf(lane.camera.seen));
        honestAgain();
    }

    private CaptureOutcome<CapturedFinger> capture(String transactionId, Duration timeout)
            throws InterruptedException {
        return lane.devices
                .scanner()
                .capture(FingerRequest.of(transactionId, LaneWithDevices.RIGHT_HAND, 60, timeout));
    }

    private void honestAgain() throws InterruptedException {
        lane.scanner.behave();
        CaptureStoryTest.captured(capture("c-again", Duration.ofSeconds(60)));
    }

    private static CaptureOutcome.Refused<?> refused(CaptureOutcome<?> outcome) {
        return assertInstanceOf(CaptureOutcome.Refused.class, outcome, outcome.toString());
    }

    private static CaptureOutcome.DeviceGone<?> gone(CaptureOutcome<?> outcome) {
        return assertInstanceOf(CaptureOutcome.DeviceGone.class, outcome, outcome.toString());
    }

    private static void head(OutputStream out, String length) throws IOException {
        out.write(
                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + length + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void pour(OutputStream out, int megabytes, AtomicLong sent) throws IOException {
        byte[] megabyte = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < megabytes; i++) {
            out.write(megabyte);
            sent.addAndGet(megabyte.length);
        }
    }

    private static void trickle(OutputStream out, char drop)
            throws IOException, InterruptedException {
        while (true) {
            out.write(drop);
            out.flush();
            Thread.sleep(Duration.ofMillis(50));
        }
    }
}
