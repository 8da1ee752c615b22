package org.forpost.edge.device.sbi;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.DeviceStatus.State;
import org.forpost.edge.device.Preview;
import org.jspecify.annotations.Nullable;

/// One device that the lane should have: where it is, how it is, and one capture at a time.
final class DeviceLink {
    private final ExpectedDevice expected;
    private final DeviceWire wire;
    private final DeviceSearch search;
    private final DeviceTrust trust;
    private final String environment;
    private final Clock clock;
    private final SbiLimits limits;
    private final ReentrantLock capturing = new ReentrantLock();
    private volatile @Nullable FoundDevice found;
    private volatile DeviceStatus status;

    DeviceLink(
            ExpectedDevice expected,
            DeviceWire wire,
            DeviceSearch search,
            DeviceTrust trust,
            String environment,
            Clock clock,
            SbiLimits limits) {
        this.expected = expected;
        this.wire = wire;
        this.search = search;
        this.trust = trust;
        this.environment = environment;
        this.clock = clock;
        this.limits = limits;
        this.status =
                new DeviceStatus(
                        expected.name(),
                        expected.kind(),
                        State.ABSENT,
                        expected.serial(),
                        "",
                        "",
                        "Not looked for yet.",
                        clock.instant());
    }

    String name() {
        return expected.name();
    }

    String environment() {
        return environment;
    }

    Instant now() {
        return clock.instant();
    }

    DeviceStatus status() {
        return status;
    }

    /// The device was there, is there now, or is not to be reached.
    static final class NotThere extends Exception {
        private static final long serialVersionUID = 1;

        NotThere(String why) {
            super(why);
        }
    }

    /// Looks at the device, unless a capture is under way: there are devices that answer one
    /// connection at a time, and they would seem to be gone.
    void watch() throws InterruptedException {
        if (!capturing.isLocked()) {
            look();
        }
    }

    /// Looks at the device where it was last, or else everywhere it may be.
    private DeviceSearch.Result look() throws InterruptedException {
        FoundDevice last = found;
        DeviceSearch.Result result =
                last == null ? search.search(expected) : search.look(expected, last.port());
        if (last != null && !(result instanceof DeviceSearch.Result.Found)) {
            result = search.search(expected);
        }
        switch (result) {
            case DeviceSearch.Result.Found there -> {
                found = there.device();
                become(state(there.device()), there.device(), words(there.device()));
            }
            case DeviceSearch.Result.Wrong wrong -> {
                found = null;
                become(State.FAULT, null, OfficerWords.refused(name(), wrong.why()));
            }
            case DeviceSearch.Result.Nobody nobody -> {
                found = null;
                become(State.ABSENT, null, OfficerWords.gone(name(), nobody.why()));
            }
        }
        return result;
    }

    /// The device, looked for if it is not known.
    private FoundDevice there() throws NotThere, Unacceptable, InterruptedException {
        FoundDevice device = found;
        if (device != null) {
            return device;
        }
        return switch (look()) {
            case DeviceSearch.Result.Found there -> there.device();
            case DeviceSearch.Result.Wrong wrong -> throw wrong.why();
            case DeviceSearch.Result.Nobody nobody ->
                    throw new NotThere(OfficerWords.gone(name(), nobody.why()));
        };
    }

    /// What only the kind of device knows: the request's words.
    interface Body {
        String of(FoundDevice device, Instant now);
    }

    /// Has the device take an image and verifies its answer.
    ///
    /// @throws NotThere when no whole answer came; the message is for the officer
    /// @throws Unacceptable when the answer is not to be used
    /// @throws Occupied when another capture is under way
    CaptureAnswer capture(
            Modality modality,
            String transactionId,
            String previousHash,
            Duration timeout,
            Body body)
            throws NotThere, Occupied, Unacceptable, InterruptedException {
        if (!capturing.tryLock()) {
            throw new Occupied();
        }
        try {
            FoundDevice device = there();
            become(State.BUSY, device, "Capturing.");
            Instant at = clock.instant();
            byte[] answer =
                    wire.exchange(
                            "RCAPTURE",
                            device.port(),
                            "/capture",
                            body.of(device, at),
                            DeviceWire.MOST_CAPTURE_BYTES,
                            timeout.plus(limits.grace()));
            var asked =
                    new CaptureAnswer.Asked(
                            modality,
                            transactionId,
                            environment,
                            device.identity().serial(),
                            previousHash,
                            at);
            become(State.READY, device, "Ready.");
            return CaptureAnswer.verify(answer, asked, trust, clock.instant());
        } catch (IOException e) {
            String words = OfficerWords.gone(name(), String.valueOf(e.getMessage()));
            found = null; // It is looked for anew before the next capture.
            become(State.ABSENT, null, words);
            throw new NotThere(words);
        } catch (Unacceptable | InterruptedException e) {
            FoundDevice device = found;
            if (device != null) { // It is there, whatever it said; the outcome tells the rest.
                become(State.READY, device, "Ready.");
            }
            throw e;
        } finally {
            capturing.unlock();
        }
    }

    /// Another capture is under way.
    static final class Occupied extends Exception {
        private static final long serialVersionUID = 1;
    }

    Preview preview(int subId) throws InterruptedException {
        try {
            FoundDevice device = there();
            HttpResponse<FrameFlow> open =
                    wire.open(
                            "STREAM",
                            device.port(),
                            "/stream",
                            CaptureBody.stream(device, subId, limits.preview()),
                            limits.info());
            return new MjpegPreview(name(), open, limits);
        } catch (NotThere e) {
            return new EndedPreview(String.valueOf(e.getMessage()));
        } catch (Unacceptable e) {
            return new EndedPreview(OfficerWords.refused(name(), e));
        } catch (IOException e) {
            return new EndedPreview(OfficerWords.gone(name(), String.valueOf(e.getMessage())));
        }
    }

    private static State state(FoundDevice device) {
        return switch (device.state()) {
            case "Ready" -> State.READY;
            case "Busy" -> State.BUSY;
            default -> State.FAULT;
        };
    }

    private String words(FoundDevice device) {
        return switch (state(device)) {
            case READY -> "Ready.";
            case BUSY -> "Capturing.";
            default ->
                    "The "
                            + name()
                            + " says that it is \""
                            + Unacceptable.printable(device.state())
                            + "\". Check its cable and power; if it stays so, restart it.";
        };
    }

    private synchronized void become(State state, @Nullable FoundDevice device, String words) {
        DeviceStatus last = status;
        status =
                new DeviceStatus(
                        expected.name(),
                        expected.kind(),
                        state,
                        device == null ? expected.serial() : device.identity().serial(),
                        device == null ? last.make() : device.identity().make(),
                        device == null ? last.model() : device.identity().model(),
                        words,
                        last.state() == state ? last.since() : clock.instant());
    }
}
