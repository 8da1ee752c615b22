package org.forpost.sim.scanner;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.forpost.sim.finger.GreyImage;

/// Writes ISO/IEC 19794-4:2011 finger image records: one finger, one plain live-scan impression, 8
/// bits a pixel, the image as PNG. Numbers are big-endian.
final class FingerImageRecord {
    /// General header: format, version, length, representations, certification flag, positions.
    private static final int GENERAL_HEADER = 4 + 4 + 4 + 2 + 1 + 1;

    /// Representation header with one quality block and without certification, and the image's
    /// length.
    private static final int REPRESENTATION_HEADER =
            4 + 9 + 1 + 2 + 2 + 1 + 5 + 1 + 1 + 1 + 4 * 2 + 1 + 1 + 1 + 2 + 2 + 4;

    private static final int UNSPECIFIED = 0;
    private static final int PIXELS_PER_INCH = 1;
    private static final int BITS_PER_PIXEL = 8;
    private static final int PNG = 6;
    private static final int LIVE_SCAN_PLAIN = 0;

    private FingerImageRecord() {}

    /// @param quality 0 to 100, written in the record's quality block
    static byte[] of(Position position, GreyImage image, int quality, Instant captured) {
        byte[] png = image.toPng();
        int representation = REPRESENTATION_HEADER + png.length;
        var bytes = new ByteArrayOutputStream(GENERAL_HEADER + representation);
        try (var out = new DataOutputStream(bytes)) {
            out.write("FIR\0".getBytes(StandardCharsets.US_ASCII));
            out.write("020\0".getBytes(StandardCharsets.US_ASCII));
            out.writeInt(GENERAL_HEADER + representation);
            out.writeShort(1); // representations
            out.writeByte(0); // no certification blocks
            out.writeByte(1); // distinct positions

            out.writeInt(representation);
            writeTime(out, captured);
            out.writeByte(UNSPECIFIED); // capture device technology
            out.writeShort(UNSPECIFIED); // its vendor
            out.writeShort(UNSPECIFIED); // its type
            out.writeByte(1); // quality blocks
            out.writeByte(quality);
            out.writeShort(UNSPECIFIED); // quality algorithm's vendor
            out.writeShort(UNSPECIFIED); // quality algorithm
            out.writeByte(position.code());
            out.writeByte(0); // the first representation
            out.writeByte(PIXELS_PER_INCH);
            for (int rate = 0; rate < 4; rate++) {
                out.writeShort(image.dpi()); // scan and image, across and down
            }
            out.writeByte(BITS_PER_PIXEL);
            out.writeByte(PNG);
            out.writeByte(LIVE_SCAN_PLAIN);
            out.writeShort(image.width());
            out.writeShort(image.height());
            out.writeInt(png.length);
            out.write(png);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to take a record", e);
        }
        return bytes.toByteArray();
    }

    /// Nine bytes, UTC (ISO/IEC 19794-1): year, month, day, hour, minute, second, millisecond.
    private static void writeTime(DataOutputStream out, Instant time) throws IOException {
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        out.writeShort(utc.getYear());
        out.writeByte(utc.getMonthValue());
        out.writeByte(utc.getDayOfMonth());
        out.writeByte(utc.getHour());
        out.writeByte(utc.getMinute());
        out.writeByte(utc.getSecond());
        out.writeShort(utc.getNano() / 1_000_000);
    }
}
