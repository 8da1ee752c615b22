package org.forpost.edge.device.sbi;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// Writes ISO/IEC 19794 records field by field, from the standards and not from the reader.
final class Records {
    static final int WIDTH = 40;
    static final int HEIGHT = 60;

    private Records() {}

    /// What a caller may have written wrongly.
    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    static byte[] bytes(Body body) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] picture(String format, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int grey = (x * 9 + y * 5) & 0xff;
                image.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        var out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] finger2011(int position) {
        return finger2011(position, 6, WIDTH, HEIGHT, picture("png", WIDTH, HEIGHT));
    }

    /// @param compression the standard's code
    static byte[] finger2011(int position, int compression, int width, int height, byte[] image) {
        byte[] representation =
                bytes(out -> {
                    out.writeInt(4 + 9 + 5 + 1 + 5 + 1 + 1 + 1 + 8 + 3 + 4 + 4 + image.length);
                    out.writeShort(2026);
                    out.write(new byte[] {11, 22, 10, 0, 0, 0, 0}); // to milliseconds
                    out.write(new byte[] {0, 0, 0, 0, 0}); // technology, vendor, type
                    out.writeByte(1); // one quality block
                    out.write(new byte[] {70, 0, 0, 0, 0});
                    out.writeByte(position);
                    out.writeByte(0); // representation number
                    out.writeByte(1); // pixels per inch
                    out.writeShort(500);
                    out.writeShort(500);
                    out.writeShort(500);
                    out.writeShort(500);
                    out.writeByte(8); // bit depth
                    out.writeByte(compression);
                    out.writeByte(0); // live-scan plain
                    out.writeShort(width);
                    out.writeShort(height);
                    out.writeInt(image.length);
                    out.write(image);
                });
        return bytes(out -> {
            out.writeBytes("FIR\0" + "020\0");
            out.writeInt(16 + representation.length);
            out.writeShort(1);
            out.writeByte(0); // no certification
            out.writeByte(1); // one finger
            out.write(representation);
        });
    }

    static byte[] finger2005(int position, int compression, int width, int height, byte[] image) {
        return bytes(out -> {
            out.writeBytes("FIR\0" + "010\0");
            out.writeShort(0);
            out.writeInt(32 + 14 + image.length);
            out.writeShort(0); // device
            out.writeShort(31); // acquisition level
            out.writeByte(1); // one finger
            out.writeByte(2); // pixels per centimetre
            out.writeShort(197);
            out.writeShort(197);
            out.writeShort(197);
            out.writeShort(197);
            out.writeByte(8);
            out.writeByte(compression);
            out.writeShort(0);
            out.writeInt(14 + image.length);
            out.writeByte(position);
            out.writeByte(1); // one view
            out.writeByte(1);
            out.writeByte(80); // quality
            out.writeByte(0); // plain
            out.writeShort(width);
            out.writeShort(height);
            out.writeByte(0);
            out.write(image);
        });
    }

    static byte[] face2011(int type, int width, int height, byte[] image) {
        byte[] representation =
                bytes(out -> {
                    out.writeInt(4 + 9 + 5 + 1 + 17 + 8 + 11 + 4 + image.length);
                    out.writeShort(2026);
                    out.write(new byte[] {11, 22, 10, 0, 0, 0, 0});
                    out.write(new byte[] {0, 0, 0, 0, 0});
                    out.writeByte(0); // no quality block
                    out.writeShort(1); // one landmark
                    out.write(new byte[15]);
                    out.write(new byte[8]);
                    out.writeByte(1); // full frontal
                    out.writeByte(type);
                    out.writeShort(width);
                    out.writeShort(height);
                    out.write(new byte[5]);
                    out.writeInt(image.length);
                    out.write(image);
                });
        return bytes(out -> {
            out.writeBytes("FAC\0" + "030\0");
            out.writeInt(17 + representation.length);
            out.writeShort(1);
            out.writeByte(0);
            out.writeShort(0);
            out.write(representation);
        });
    }

    static byte[] face2005(int type, int width, int height, byte[] image) {
        return bytes(out -> {
            out.writeBytes("FAC\0" + "010\0");
            out.writeInt(14 + 20 + 8 + 12 + image.length);
            out.writeShort(1);
            out.writeInt(20 + 8 + 12 + image.length);
            out.writeShort(1); // one feature point
            out.write(new byte[14]);
            out.write(new byte[8]);
            out.writeByte(1);
            out.writeByte(type);
            out.writeShort(width);
            out.writeShort(height);
            out.write(new byte[6]);
            out.write(image);
        });
    }
}
