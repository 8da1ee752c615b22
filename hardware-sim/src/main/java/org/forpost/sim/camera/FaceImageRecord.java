package org.forpost.sim.camera;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// Writes ISO/IEC 19794-5:2011 face image records: one basic still image as JPEG, nothing said of
/// the person and no landmarks. Numbers are big-endian.
final class FaceImageRecord {
    /// General header: format, version, length, representations, certification flag, temporal
    /// semantics.
    private static final int GENERAL_HEADER = 4 + 4 + 4 + 2 + 1 + 2;

    /// Facial information: landmarks, gender, eyes, hair, height, properties, expression, pose
    /// angles and their uncertainty.
    private static final int FACIAL_INFORMATION = 2 + 1 + 1 + 1 + 1 + 3 + 2 + 3 + 3;

    /// Image information: image type, data type, width, height, sampling rate level,
    /// post-acquisition processing, cross reference, colour space.
    private static final int IMAGE_INFORMATION = 1 + 1 + 2 + 2 + 1 + 2 + 1 + 1;

    /// Representation header with one quality block, and the image's length.
    private static final int REPRESENTATION_HEADER =
            4 + 9 + 1 + 2 + 2 + 1 + 5 + FACIAL_INFORMATION + IMAGE_INFORMATION + 4;

    private static final int UNSPECIFIED = 0;
    private static final int BASIC = 0;
    private static final int JPEG = 0;
    private static final int RGB24 = 1;

    private FaceImageRecord() {}

    /// @param quality 0 to 100, written in the record's quality block
    static byte[] of(byte[] jpeg, int width, int height, int quality, Instant captured) {
        int representation = REPRESENTATION_HEADER + jpeg.length;
        var bytes = new ByteArrayOutputStream(GENERAL_HEADER + representation);
        try (var out = new DataOutputStream(bytes)) {
            out.write("FAC\0".getBytes(StandardCharsets.US_ASCII));
            out.write("030\0".getBytes(StandardCharsets.US_ASCII));
            out.writeInt(GENERAL_HEADER + representation);
            out.writeShort(1); // representations
            out.writeByte(0); // no certification blocks
            out.writeShort(0); // one representation, no sequence

            out.writeInt(representation);
            writeTime(out, captured);
            out.writeByte(UNSPECIFIED); // capture device technology
            out.writeShort(UNSPECIFIED); // its vendor
            out.writeShort(UNSPECIFIED); // its type
            out.writeByte(1); // quality blocks
            out.writeByte(quality);
            out.writeShort(UNSPECIFIED); // quality algorithm's vendor
            out.writeShort(UNSPECIFIED); // quality algorithm
            out.write(new byte[FACIAL_INFORMATION]); // nothing specified, no landmarks
            out.writeByte(BASIC);
            out.writeByte(JPEG);
            out.writeShort(width);
            out.writeShort(height);
            out.writeByte(UNSPECIFIED); // spatial sampling rate level
            out.writeShort(0); // no post-acquisition processing
            out.writeByte(BASIC); // no cross reference
            out.writeByte(RGB24);
            out.writeInt(jpeg.length);
            out.write(jpeg);
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
