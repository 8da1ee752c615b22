package org.forpost.edge.device.sbi;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.forpost.edge.device.Preview;
import org.jspecify.annotations.Nullable;

/// Takes `multipart/x-mixed-replace` apart into JPEG frames. Devices write the boundary with and
/// without the two dashes that it is announced by, so a part begins at any line that starts with
/// dashes, and its length is what its `Content-Length` says.
final class MjpegPreview implements Preview {
    /// Headers of a part are a type and a length.
    private static final int LONGEST_LINE = 256;

    private static final int MOST_LINES = 16;

    private final String device;
    private final FrameFlow flow;
    private final SbiLimits limits;
    private final long began = System.nanoTime();
    private final Deque<ByteBuffer> at = new ArrayDeque<>();
    private long taken;
    private volatile @Nullable String ended;

    MjpegPreview(String device, HttpResponse<FrameFlow> open, SbiLimits limits) {
        this.device = device;
        this.flow = open.body();
        this.limits = limits;
        String type = open.headers().firstValue("Content-Type").orElse("none");
        if (open.statusCode() != 200
                || !type.toLowerCase(Locale.ROOT).startsWith("multipart/x-mixed-replace")) {
            end(
                    "it answered with status "
                            + open.statusCode()
                            + " and type "
                            + Unacceptable.printable(type)
                            + ", expected 200 and multipart/x-mixed-replace");
        }
    }

    /// The picture is over; the message says why.
    private static final class Over extends Exception {
        private static final long serialVersionUID = 1;

        Over(String why) {
            super(why);
        }
    }

    @Override
    public synchronized Shown next() throws InterruptedException {
        String over = ended;
        if (over != null) {
            return new Shown.Ended(over);
        }
        try {
            return new Shown.Frame(frame());
        } catch (Over e) {
            return new Shown.Ended(end(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            end("it was interrupted");
            throw e;
        }
    }

    private String end(String why) {
        String words = "The live picture of the " + device + " ended: " + why + ".";
        ended = words;
        at.clear();
        flow.close();
        return words;
    }

    private byte[] frame() throws Over, InterruptedException {
        String line = line();
        for (int blank = 0; line.isEmpty() && blank < MOST_LINES; blank++) {
            line = line();
        }
        if (!line.startsWith("--")) {
            throw new Over("a part begins with \"" + printable(line) + "\", expected a boundary");
        }
        if (line.length() > 4 && line.endsWith("--")) {
            throw new Over("the device ended the picture");
        }
        int length = lengthOfPart();
        byte[] jpeg = bytes(length);
        if ((jpeg[0] & 0xff) != 0xff || (jpeg[1] & 0xff) != 0xd8) {
            throw new Over("a frame is not a JPEG");
        }
        return jpeg;
    }

    private int lengthOfPart() throws Over, InterruptedException {
        int length = -1;
        for (int lines = 0; lines < MOST_LINES; lines++) {
            String line = line();
            if (line.isEmpty()) {
                if (length < 4 || length > limits.frameBytes()) {
                    throw new Over(
                            "a frame has a Content-Length of "
                                    + length
                                    + " bytes, expected 4 to "
                                    + limits.frameBytes());
                }
                return length;
            }
            String[] parts = line.split(":", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("Content-Length")) {
                String digits = parts[1].strip();
                length = digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
            }
        }
        throw new Over("a frame has more than " + MOST_LINES + " headers");
    }

    private String line() throws Over, InterruptedException {
        var line = new ByteArrayOutputStream();
        while (line.size() <= LONGEST_LINE) {
            byte next = piece().get();
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(next);
        }
        throw new Over("a line is longer than " + LONGEST_LINE + " bytes");
    }

    private byte[] bytes(int length) throws Over, InterruptedException {
        byte[] whole = new byte[length];
        int have = 0;
        while (have < length) {
            ByteBuffer piece = piece();
            int some = Math.min(length - have, piece.remaining());
            piece.get(whole, have, some);
            have += some;
        }
        return whole;
    }

    /// A buffer with at least one byte in it.
    private ByteBuffer piece() throws Over, InterruptedException {
        while (true) {
            ByteBuffer first = at.peek();
            if (first != null && first.hasRemaining()) {
                return first;
            }
            if (first != null) {
                at.remove();
                continue;
            }
            receive();
        }
    }

    private void receive() throws Over, InterruptedException {
        Duration left = limits.preview().minusNanos(System.nanoTime() - began);
        if (!left.isPositive()) {
            throw new Over("it ran for " + DeviceWire.seconds(limits.preview()) + ", the most");
        }
        boolean last = left.compareTo(limits.previewIdle()) < 0;
        FrameFlow.Piece piece = flow.take(last ? left : limits.previewIdle());
        switch (piece) {
            case null -> {
                if (!last) {
                    throw new Over("nothing came for " + DeviceWire.seconds(limits.previewIdle()));
                }
            }
            case FrameFlow.Piece.End end -> throw new Over(end.why());
            case FrameFlow.Piece.Bytes bytes -> {
                for (ByteBuffer part : bytes.parts()) {
                    taken += part.remaining();
                    at.add(part);
                }
                if (taken > limits.previewBytes()) {
                    throw new Over(
                            "it sent more than " + limits.previewBytes() + " bytes, the most");
                }
            }
        }
    }

    private static String printable(String line) {
        return Unacceptable.printable(line);
    }

    @Override
    public void close() {
        if (ended == null) {
            ended = "The live picture of the " + device + " ended: it was closed.";
        }
        flow.close();
    }
}
