package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.forpost.matching.UnusableImageException.Reason;
import org.junit.jupiter.api.Test;

/// Whatever arrives, the answer is a template or an error that names the thing.
final class BadInputTest {
    private final FingerprintExtractor extractor = new FingerprintExtractor();

    @Test
    void aDrawnFingerIsAFingerprintInEveryEncoding() throws Exception {
        GreyImage image = new DrawnFinger(1).impression(0);
        Template direct = extractor.extract(image);
        assertTrue(direct.minutiaeCount() > 15, direct.toString());
        assertEquals(direct, extractor.extract(encoded(image, "png"), 500));
        assertEquals(direct, extractor.extract(encoded(image, "bmp"), 500));
        assertEquals(direct, extractor.extract(encoded(image, "tiff"), 500));
        assertTrue(extractor.extract(encoded(image, "jpg"), 500).minutiaeCount() > 15);
    }

    @Test
    void whatIsNoFingerprintIsRefusedWithItsReason() {
        byte[] white = new byte[300 * 300];
        Arrays.fill(white, (byte) 250);
        assertRefused(Reason.BLANK, new GreyImage(300, 300, white, 500));
        byte[] noise = new byte[300 * 300];
        new Random(1).nextBytes(noise);
        assertRefused(Reason.NOT_A_FINGERPRINT, new GreyImage(300, 300, noise, 500));
        byte[] slope = new byte[300 * 300];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (byte) (i % 300 * 255 / 300);
        }
        assertRefused(Reason.NOT_A_FINGERPRINT, new GreyImage(300, 300, slope, 500));
        byte[] boards = new byte[300 * 300];
        for (int i = 0; i < boards.length; i++) {
            boards[i] = (byte) ((i % 300 / 50 + i / 300 / 50) % 2 * 255);
        }
        assertRefused(Reason.NOT_A_FINGERPRINT, new GreyImage(300, 300, boards, 500));
    }

    @Test
    void boundsAreCheckedBeforeAnythingIsDecoded() {
        GreyImage image = new DrawnFinger(1).impression(0);
        assertRefused(Reason.NO_RESOLUTION, new GreyImage(300, 300, image.pixels(), 0));
        assertRefused(Reason.NO_RESOLUTION, new GreyImage(300, 300, image.pixels(), Double.NaN));
        assertRefused(Reason.NO_RESOLUTION, new GreyImage(300, 300, image.pixels(), 1e9));
        assertRefused(Reason.TOO_SMALL, new GreyImage(300, 300, image.pixels(), 5000));
        assertEquals(
                Reason.TOO_LARGE,
                assertThrows(
                                UnusableImageException.class,
                                () -> extractor.extract(hugePng(20_000, 20_000), 500))
                        .reason());
    }

    @Test
    void damagedImagesAreRefused() throws Exception {
        byte[] png = encoded(new DrawnFinger(1).impression(0), "png");
        for (byte[] bytes :
                new byte[][] {
                    {},
                    "GIF89a, or perhaps not".getBytes(StandardCharsets.US_ASCII),
                    Arrays.copyOf(png, 40),
                    Arrays.copyOf(png, png.length / 4),
                    {(byte) 0xFF, (byte) 0xA0, (byte) 0xFF, (byte) 0xA4, 0, 3, 1},
                }) {
            assertEquals(
                    Reason.UNDECODABLE,
                    assertThrows(UnusableImageException.class, () -> extractor.extract(bytes, 500))
                            .reason());
        }
    }

    @Test
    void aTemplateSurvivesItsBytesAndNothingElseDoes() throws Exception {
        byte[] bytes = new DrawnFinger(1).template(0).encode();
        assertArrayEquals(bytes, Template.decode(bytes).encode());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(UnusableTemplateException.class, () -> Template.decode(cut));
        }
        assertThrows(
                UnusableTemplateException.class,
                () -> Template.decode(Arrays.copyOf(bytes, bytes.length + 1)));
        assertThrows(UnusableTemplateException.class, () -> Template.decode(new byte[1_000_000]));
    }

    @Test
    void aTemplateOfAnotherVersionIsNamedAsSuch() {
        byte[] bytes = new DrawnFinger(1).template(0).encode();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("3.18.1");
        bytes[at + 2] = '0';
        bytes[at + 3] = '9';
        UnusableTemplateException e =
                assertThrows(UnusableTemplateException.class, () -> Template.decode(bytes));
        assertTrue(
                String.valueOf(e.getMessage()).contains("version: '3.09.1-java', expected 3.18.x"));
    }

    private void assertRefused(Reason reason, GreyImage image) {
        UnusableImageException e =
                assertThrows(UnusableImageException.class, () -> extractor.extract(image));
        assertEquals(reason, e.reason(), e.getMessage());
    }

    private static byte[] encoded(GreyImage image, String format) throws IOException {
        BufferedImage picture =
                new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setDataElements(0, 0, image.width(), image.height(), image.pixels());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(picture, format, out), format);
        return out.toByteArray();
    }

    /// A PNG that claims its size in the header and has nothing to show for it.
    private static byte[] hugePng(int width, int height) {
        ByteBuffer chunk = ByteBuffer.allocate(17);
        chunk.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
        chunk.put(new byte[] {8, 0, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(chunk.array());
        ByteBuffer file = ByteBuffer.allocate(33);
        file.putLong(0x89504E470D0A1A0AL).putInt(13).put(chunk.array());
        return file.putInt((int) crc.getValue()).array();
    }
}
