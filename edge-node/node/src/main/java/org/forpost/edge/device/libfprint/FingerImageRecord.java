package org.forpost.edge.device.libfprint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.forpost.edge.device.FingerPosition;
import org.forpost.matching.GreyImage;

/// Writes a finger image record with one uncompressed image (ISO/IEC 19794-4:2011 clause 8).
final class FingerImageRecord {
    private static final int GENERAL_HEADER = 16;

    /// Clause 8.3, with one quality block and the image's length.
    private static final int REPRESENTATION_HEADER = 4 + 9 + 1 + 2 + 2 + 1 + 5 + 1 + 1 + 1 + 8 + 11;

    private static final byte PIXELS_PER_INCH = 1;

    private FingerImageRecord() {}

    /// @param quality 0 to 100, our own measure
    static byte[] of(FingerPosition position, GreyImage image, int quality, Instant takenAt) {
        int representation = REPRESENTATION_HEADER + image.pixels().length;
        short dpi = (short) Math.round(image.dpi());
        ZonedDateTime time = takenAt.atZone(ZoneOffset.UTC);
        return ByteBuffer.allocate(GENERAL_HEADER + representation)
                .put("FIR\u0000020\u0000".getBytes(StandardCharsets.US_ASCII))
                .putInt(GENERAL_HEADER + representation)
                .putShort((short) 1) // representations
                .put((byte) 0) // no certification
                .put((byte) 1) // fingers
                .putInt(representation)
                .putShort((short) time.getYear())
                .put((byte) time.getMonthValue())
                .put((byte) time.getDayOfMonth())
                .put((byte) time.getHour())
                .put((byte) time.getMinute())
                .put((byte) time.getSecond())
                .putShort((short) (time.getNano() / 1_000_000))
                .put(new byte[1 + 2 + 2]) // technology, vendor and type: not known
                .put((byte) 1) // quality blocks
                .put((byte) quality)
                .put(new byte[4]) // whose algorithm: not registered
                .put((byte) position.code())
                .put((byte) 0) // the first representation of it
                .put(PIXELS_PER_INCH)
                .putShort(dpi) // scan and image, across and down
                .putShort(dpi)
                .putShort(dpi)
                .putShort(dpi)
                .put((byte) 8) // bits of a pixel
                .put((byte) 0) // uncompressed
                .put((byte) 0) // live-scan plain
                .putShort((short) image.width())
                .putShort((short) image.height())
                .putInt(image.pixels().length)
                .put(image.pixels())
                .array();
    }
}
