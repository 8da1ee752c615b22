package org.forpost.matching.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.forpost.matching.DrawnFinger;
import org.forpost.matching.GreyImage;
import org.forpost.matching.pixels.ImageHeader;
import org.forpost.matching.pixels.ImageHeaderReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that scanners write, and files that nobody should write.
final class ImageFileTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff", "bmp", "jpeg 2000"})
    void aLosslessFormatGivesBackEveryGreyValue(String format) throws IOException {
        GreyImage finger = new DrawnFinger(1).impression(0);
        Path file = folder.resolve("1_1.image");
        Files.write(file, encoded(finger, format));
        assertEquals(
                ByteBuffer.wrap(finger.pixels()),
                ByteBuffer.wrap(ImageFile.read(file, OptionalDouble.empty()).pixels()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff", "bmp", "jpeg 2000", "jpeg"})
    void damagedBytesAreRefusedByNameOrReadButNeverCrash(String format) throws IOException {
        byte[] whole = encoded(new DrawnFinger(2).impression(0), format);
        Random random = new Random(17);
        Path file = folder.resolve("2_1.image");
        for (int round = 0; round < 60; round++) {
            byte[] bytes = whole.clone();
            if (round % 3 == 0) {
                bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                for (int flip = 0; flip < 1 + random.nextInt(8) && bytes.length > 0; flip++) {
                    int reach = round % 3 == 1 ? Math.min(200, bytes.length) : bytes.length;
                    bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            Files.write(file, bytes);
            try {
                ImageFile.read(file, OptionalDouble.empty());
            } catch (UnreadableImageException e) {
                assertTrue(
                        String.valueOf(e.getMessage()).startsWith(file.toString()), e.getMessage());
            }
        }
    }

    @Test
    void aHeaderOfTwentyThousandPixelsIsRefusedBeforeAnythingIsDecoded() throws IOException {
        Path file = folder.resolve("3_1.png");
        Files.write(file, pngHeader(20_000, 20_000, 0));
        UnreadableImageException refused = refused(file);
        assertTrue(
                String.valueOf(refused.getMessage()).contains("width: expected 32 to 4000 px"),
                refused.getMessage());
    }

    @Test
    void aSmallImageThatBecomesHugeAtFiveHundredDpiIsRefused() throws IOException {
        Path file = folder.resolve("3_2.png");
        Files.write(file, pngHeader(3_000, 3_000, 0));
        UnreadableImageException refused =
                assertThrows(
                        UnreadableImageException.class,
                        () -> ImageFile.open(file, OptionalDouble.of(60)));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("after resampling"),
                refused.getMessage());
    }

    @Test
    void theResolutionComesFromTheOptionThenTheFolderThenTheFileThenTheCommonOne()
            throws IOException {
        Path file = folder.resolve("4_1.png");
        Files.write(file, pngHeader(300, 300, 39_370));
        ImageFile own = ImageFile.open(file, OptionalDouble.empty());
        assertEquals(1000, own.dpi(), 0.01);
        assertEquals(DpiSource.FILE, own.dpiSource());

        Files.writeString(folder.resolve("dpi.txt"), "569\n");
        assertEquals(569, ImageFile.open(file, OptionalDouble.empty()).dpi());
        assertEquals(512, ImageFile.open(file, OptionalDouble.of(512)).dpi());

        Files.writeString(folder.resolve("dpi.txt"), "five hundred");
        assertTrue(String.valueOf(refused(file).getMessage()).contains("dpi.txt: dpi:"));

        Files.delete(folder.resolve("dpi.txt"));
        Files.write(file, pngHeader(300, 300, 2_835)); // 72 dpi: a drawing program
        ImageFile assumed = ImageFile.open(file, OptionalDouble.empty());
        assertEquals(500, assumed.dpi());
        assertEquals(DpiSource.ASSUMED, assumed.dpiSource());
    }

    @Test
    void theHeaderOfAWsqFileTellsSizeAndResolution() {
        ByteBuffer wsq = ByteBuffer.allocate(80);
        byte[] comment = "NIST_COM 3\nPPI 508\nLOSSY 1\n".getBytes(StandardCharsets.US_ASCII);
        wsq.putShort((short) 0xFFA0).putShort((short) 0xFFA8);
        wsq.putShort((short) (comment.length + 2)).put(comment);
        wsq.putShort((short) 0xFFA2).putShort((short) 17).put((byte) 0).put((byte) 255);
        wsq.putShort((short) 480).putShort((short) 640);
        ImageHeader header = ImageHeaderReader.read(wsq.array());
        assertEquals(
                new ImageHeader(ImageHeader.Format.WSQ, 640, 480, 508),
                java.util.Objects.requireNonNull(header));
    }

    @Test
    void aWsqFileThatBreaksOffIsRefused() throws IOException {
        ByteBuffer wsq = ByteBuffer.allocate(60);
        wsq.putShort((short) 0xFFA0).putShort((short) 0xFFA2).putShort((short) 17);
        wsq.putShort((short) 255).putShort((short) 480).putShort((short) 640);
        Path file = folder.resolve("5_1.wsq");
        Files.write(file, wsq.array());
        assertTrue(String.valueOf(refused(file).getMessage()).contains("pixels: expected a whole"));
    }

    @Test
    void aTextIsNoImage() throws IOException {
        Path file = folder.resolve("6_1.png");
        Files.writeString(file, "this is not a fingerprint at all");
        assertTrue(String.valueOf(refused(file).getMessage()).contains("format: expected PNG"));
    }

    private static UnreadableImageException refused(Path file) {
        return assertThrows(
                UnreadableImageException.class, () -> ImageFile.read(file, OptionalDouble.empty()));
    }

    private static byte[] encoded(GreyImage finger, String format) throws IOException {
        BufferedImage image =
                new BufferedImage(finger.width(), finger.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, finger.width(), finger.height(), finger.pixels());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out), format);
        return out.toByteArray();
    }

    /// Signature, IHDR and pHYs of a grey PNG, and no pixels.
    private static byte[] pngHeader(int width, int height, int perMetre) {
        ByteBuffer png = ByteBuffer.allocate(8 + 25 + 21);
        png.putLong(0x89504E470D0A1A0AL);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8);
        chunk(png, "IHDR", header.array());
        ByteBuffer pixelsPerMetre = ByteBuffer.allocate(9).putInt(perMetre).putInt(perMetre);
        chunk(png, "pHYs", pixelsPerMetre.put((byte) 1).array());
        return png.array();
    }

    private static void chunk(ByteBuffer png, String name, byte[] body) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(body);
        png.putInt(body.length).put(type).put(body).putInt((int) crc.getValue());
    }
}
