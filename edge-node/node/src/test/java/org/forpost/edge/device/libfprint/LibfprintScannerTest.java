package org.forpost.edge.device.libfprint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.device.Preview;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.Body;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The real libfprint with its own virtual device, on whose socket fingers are laid.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LibfprintScannerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Body body = new Body(31, Set.of(), 0, Map.of());
    private Path socket = Path.of("none");
    private LibfprintScanner scanner;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        socket = folder.resolve("finger.socket");
        Optional<LibfprintScanner> opened =
                LibfprintScanner.open(
                        Map.of("FP_VIRTUAL_IMAGE", socket.toString()),
                        "virtual_image",
                        500,
                        Clock.systemUTC());
        assumeTrue(opened.isPresent(), "skipped: libfprint-2-2 is not installed");
        scanner = opened.get();
        assumeTrue(
                scanner.status().state() != DeviceStatus.State.ABSENT,
                "skipped: this libfprint has no virtual_image");
    }

    @AfterAll
    void shut() {
        if (scanner != null) {
            scanner.close();
        }
    }

    @Test
    void aFingerIsTakenWithItsRecordAndItsLinkInTheChain() throws Exception {
        assertEquals(
                DeviceStatus.State.READY, scanner.status().state(), scanner.status().message());
        var taken =
                assertInstanceOf(
                        CaptureOutcome.Captured.class,
                        captured(request(20, PATIENCE), finger(Position.RIGHT_INDEX)));
        CapturedFinger finger = (CapturedFinger) taken.images().getFirst();
        assertEquals(FingerPosition.RIGHT_INDEX, finger.position());
        assertTrue(finger.quality() >= 20, finger.toString());
        assertEquals(500, finger.image().dpi());
        assertEquals(
                finger.record().length,
                ByteBuffer.wrap(finger.record()).getInt(8),
                "the record's own length");
        assertNotEquals(FingerRequest.FIRST_HASH, taken.lastHash());
    }

    @Test
    void aFingerThatLayBadlyIsAskedForAgain() throws Exception {
        ByteBuffer tooShort = ints(-1, 1);
        CaptureOutcome<CapturedFinger> outcome = captured(request(20, PATIENCE), tooShort);
        var poor = assertInstanceOf(CaptureOutcome.Poor.class, outcome);
        assertEquals(List.of(FingerPosition.RIGHT_INDEX), poor.missing());
        assertTrue(poor.message().contains("Lay the finger down again"), poor.message());
    }

    @Test
    void aDeviceThatFailsIsToldAndServesTheNextCapture() throws Exception {
        CaptureOutcome<CapturedFinger> outcome = captured(request(20, PATIENCE), ints(-2, 0));
        assertInstanceOf(CaptureOutcome.Refused.class, outcome);
        assertInstanceOf(
                CaptureOutcome.Captured.class,
                captured(request(10, PATIENCE), finger(Position.RIGHT_INDEX)));
    }

    @Test
    void aPoorImageIsHandedOutAsPoor() throws Exception {
        CaptureOutcome<CapturedFinger> outcome =
                captured(request(100, PATIENCE), finger(Position.RIGHT_INDEX));
        var poor = assertInstanceOf(CaptureOutcome.Poor.class, outcome);
        assertEquals(1, poor.images().size());
    }

    @Test
    void nobodyComesAndTheScannerIsFreeAgain() throws Exception {
        var refused =
                assertInstanceOf(
                        CaptureOutcome.Refused.class,
                        scanner.capture(request(20, Duration.ofSeconds(1))));
        assertTrue(refused.message().contains("No finger came"), refused.message());
        assertInstanceOf(
                CaptureOutcome.Captured.class,
                captured(request(10, PATIENCE), finger(Position.RIGHT_INDEX)));
    }

    @Test
    void anInterruptGivesTheCaptureUp() throws Exception {
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread waiting =
                Thread.ofPlatform()
                        .start(() ->
                                ended.set(
                                        assertThrows(
                                                InterruptedException.class,
                                                () -> scanner.capture(request(20, PATIENCE)))));
        waiting.interrupt();
        waiting.join(PATIENCE);
        assertInstanceOf(InterruptedException.class, ended.get());
    }

    @Test
    void aHandIsMoreThanItTakesAndItShowsNoLivePicture() throws Exception {
        FingerRequest hand =
                FingerRequest.of(
                        "hand-1",
                        List.of(FingerPosition.RIGHT_INDEX, FingerPosition.RIGHT_MIDDLE),
                        20,
                        PATIENCE);
        assertTrue(scanner.capture(hand).message().contains("one finger at a time"));
        try (Preview preview = scanner.preview(hand.positions())) {
            assertInstanceOf(Preview.Shown.Ended.class, preview.next());
        }
    }

    private static FingerRequest request(int quality, Duration patience) {
        return FingerRequest.of(
                "crossing-1", List.of(FingerPosition.RIGHT_INDEX), quality, patience);
    }

    /// Starts a capture, and lays something on the sensor.
    private CaptureOutcome<CapturedFinger> captured(FingerRequest request, ByteBuffer laid)
            throws Exception {
        var outcome = new CompletableFuture<CaptureOutcome<CapturedFinger>>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        outcome.complete(scanner.capture(request));
                    } catch (InterruptedException | RuntimeException e) {
                        outcome.completeExceptionally(e);
                    }
                });
        try (SocketChannel line = connected()) {
            while (laid.hasRemaining()) {
                line.write(laid);
            }
            return outcome.get();
        }
    }

    private SocketChannel connected() throws IOException, InterruptedException {
        for (int tries = 0; ; tries++) {
            try {
                SocketChannel line = SocketChannel.open(StandardProtocolFamily.UNIX);
                line.connect(UnixDomainSocketAddress.of(socket));
                return line;
            } catch (IOException e) {
                if (tries == 600) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private ByteBuffer finger(Position position) {
        var image = Objects.requireNonNull(body.press(List.of(position)).get(position));
        ByteBuffer frame =
                ByteBuffer.allocate(8 + image.pixels().length).order(ByteOrder.nativeOrder());
        frame.putInt(image.width()).putInt(image.height()).put(image.pixels());
        return frame.flip();
    }

    private static ByteBuffer ints(int one, int other) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putInt(one)
                .putInt(other)
                .flip();
    }
}
