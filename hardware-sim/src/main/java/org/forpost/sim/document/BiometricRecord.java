package org.forpost.sim.document;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Writes biometric data groups: one record for each image, within the CBEFF template of Doc 9303
/// part 10 section 4.7.2. Records are of the 2005 editions, as LDS 1.7 asks. Numbers are
/// big-endian.
final class BiometricRecord {
    private static final int FACE_HEADER = 4 + 4 + 4 + 2;
    private static final int FACE_BLOCK = 4 + 2 + 14 + 12;
    private static final int FINGER_HEADER = 32;
    private static final int FINGER_BLOCK = 14;

    private static final byte[] FACE_TYPE = {2};
    private static final byte[] FACE_FORMAT = {0, 8};
    private static final byte[] FINGER_TYPE = {8};
    private static final byte[] FINGER_FORMAT = {0, 7};
    private static final byte[] SUBCOMMITTEE_37 = {1, 1};
    private static final int PNG = 5;

    private BiometricRecord() {}

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to take a record", e);
        }
        return bytes.toByteArray();
    }

    /// ISO/IEC 19794-5:2005, one full frontal JPEG.
    static byte[] face(byte[] jpeg, int width, int height) {
        return bytes(out -> {
            out.write("FAC\u0000010\u0000".getBytes(StandardCharsets.US_ASCII));
            out.writeInt(FACE_HEADER + FACE_BLOCK + jpeg.length);
            out.writeShort(1); // images
            out.writeInt(FACE_BLOCK + jpeg.length);
            out.writeShort(0); // feature points
            out.write(new byte[14]); // nothing said of the person
            out.writeByte(1); // full frontal
            out.writeByte(0); // JPEG
            out.writeShort(width);
            out.writeShort(height);
            out.writeByte(1); // RGB24
            out.writeByte(2); // a digital still camera
            out.writeShort(0); // of no named type
            out.writeShort(0); // quality, unspecified
            out.write(jpeg);
        });
    }

    /// ISO/IEC 19794-4:2005, one plain finger at 500 dpi as PNG.
    static byte[] finger(int position, byte[] png, int width, int height) {
        return bytes(out -> {
            out.write("FIR\u0000010\u0000".getBytes(StandardCharsets.US_ASCII));
            out.writeShort(0);
            out.writeInt(FINGER_HEADER + FINGER_BLOCK + png.length);
            out.writeShort(0); // capture device
            out.writeShort(31); // acquisition level: 500 dpi, 8 bits
            out.writeByte(1); // fingers
            out.writeByte(1); // pixels per inch
            for (int rate = 0; rate < 4; rate++) {
                out.writeShort(500);
            }
            out.writeByte(8);
            out.writeByte(PNG);
            out.writeShort(0);
            out.writeInt(FINGER_BLOCK + png.length);
            out.writeByte(position);
            out.writeByte(1); // views
            out.writeByte(1);
            out.writeByte(254); // quality, undefined
            out.writeByte(0); // live-scan plain
            out.writeShort(width);
            out.writeShort(height);
            out.writeByte(0);
            out.write(png);
        });
    }

    static byte[] faceGroup(byte[] record) {
        return Tlv.of(0x75, templates(template(FACE_TYPE, FACE_FORMAT, record)));
    }

    static byte[] fingerGroup(byte[]... records) {
        byte[][] templates = new byte[records.length][];
        for (int i = 0; i < records.length; i++) {
            templates[i] = template(FINGER_TYPE, FINGER_FORMAT, records[i]);
        }
        return Tlv.of(0x63, templates(templates));
    }

    private static byte[] templates(byte[]... templates) {
        return Tlv.of(
                0x7F61, Tlv.of(0x02, new byte[] {(byte) templates.length}), Tlv.join(templates));
    }

    private static byte[] template(byte[] type, byte[] format, byte[] record) {
        return Tlv.of(
                0x7F60,
                Tlv.of(
                        0xA1,
                        Tlv.of(0x80, new byte[] {1, 1}),
                        Tlv.of(0x81, type),
                        Tlv.of(0x87, SUBCOMMITTEE_37),
                        Tlv.of(0x88, format)),
                Tlv.of(0x5F2E, record));
    }
}
