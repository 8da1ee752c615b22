package org.forpost.sim.finger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes grey PNG files (ISO/IEC 15948). ImageIO writes them too, but several times slower and
/// with its resolution only through an XML tree.
final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /// Unit of pHYs is the metre.
    private static final double INCHES_PER_METRE = 1 / 0.0254;

    private PngWriter() {}

    static byte[] write(GreyImage image) {
        var out = new ByteArrayOutputStream(image.pixels().length / 2 + 1024);
        out.writeBytes(SIGNATURE);
        byte depth = 8;
        byte grey = 0;
        chunk(
                out,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(image.width())
                        .putInt(image.height())
                        .put(depth)
                        .put(grey)
                        .array());
        int perMetre = (int) Math.round(image.dpi() * INCHES_PER_METRE);
        byte metre = 1;
        chunk(
                out,
                "pHYs",
                ByteBuffer.allocate(9).putInt(perMetre).putInt(perMetre).put(metre).array());
        chunk(out, "IDAT", compressed(image));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static byte[] compressed(GreyImage image) {
        int width = image.width();
        int stride = width + 1;
        byte[] pixels = image.pixels();
        var lines = new byte[stride * image.height()];
        for (int y = 0; y < image.height(); y++) {
            // Filter type 1, Sub: the cheapest that helps on noisy ridges.
            lines[y * stride] = 1;
            byte left = 0;
            for (int x = 0; x < width; x++) {
                byte value = pixels[y * width + x];
                lines[y * stride + 1 + x] = (byte) (value - left);
                left = value;
            }
        }
        try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(lines);
            deflater.finish();
            var out = new ByteArrayOutputStream(lines.length);
            var buffer = new byte[16_384];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
