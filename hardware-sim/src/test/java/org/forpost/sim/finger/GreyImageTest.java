package org.forpost.sim.finger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images from files that nobody vouches for.
class GreyImageTest {
    private static final GreyImage IMAGE = noise(61, 47, 508);

    private static GreyImage noise(int width, int height, int dpi) {
        var pixels = new byte[width * height];
        var random = new SplittableRandom(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(256);
        }
        return new GreyImage(width, height, dpi, pixels);
    }

    @Test
    void whatIsWrittenAsPngIsReadBackWithItsResolution() throws IOException {
        assertEquals(IMAGE, GreyImage.fromPng(IMAGE.toPng()));
    }

    @Test
    void aPgmHasItsCommentInTheHeader() {
        byte[] file = IMAGE.toPgm("finger=17 impression=2");
        var header = "P5\n# finger=17 impression=2\n61 47\n255\n";
        assertEquals(header, new String(file, 0, header.length(), StandardCharsets.US_ASCII));
        assertArrayEquals(IMAGE.pixels(), Arrays.copyOfRange(file, header.length(), file.length));
    }

    @Test
    void aPngCutAnywhereIsRefusedOrWhole(@TempDir Path folder) throws IOException {
        byte[] png = IMAGE.toPng();
        Path file = folder.resolve("1_1.png");
        for (int length = 0; length < png.length - 12; length += 97) {
            Files.write(file, Arrays.copyOf(png, length));
            var refused =
                    assertThrows(
                            IOException.class, () -> GreyImage.read(file, 500), "cut " + length);
            assertTrue(String.valueOf(refused.getMessage()).startsWith(file + ": "));
        }
    }

    @Test
    void aPngWithFlippedBitsIsReadOrRefusedButNeverAnythingElse() {
        byte[] png = IMAGE.toPng();
        var random = new SplittableRandom(20_261_122);
        for (int round = 0; round < 300; round++) {
            byte[] flipped = png.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                GreyImage read = GreyImage.fromPng(flipped);
                assertEquals(read.width() * read.height(), read.pixels().length);
            } catch (IOException refused) {
                assertTrue(String.valueOf(refused.getMessage()).startsWith("image: "));
            }
        }
    }

    @Test
    void aPngThatClaimsToBeHugeIsRefusedBeforeItIsUnpacked() {
        byte[] png = IMAGE.toPng();
        // IHDR: 8 bytes of signature, 4 of length, 4 of type, then width and height; a CRC over 17
        // bytes follows.
        ByteBuffer.wrap(png).putInt(16, 20_000).putInt(20, 20_000);
        var crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        var refused = assertThrows(IOException.class, () -> GreyImage.fromPng(png));
        assertEquals(
                "image: the image is 20000 x 20000 pixels, expected at most 4000 each way",
                refused.getMessage());
    }

    @Test
    void aFileThatIsNoImageIsRefusedByName(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("1_1.png");
        Files.writeString(file, "certainly no fingerprint");
        var refused = assertThrows(IOException.class, () -> GreyImage.read(file, 500));
        assertEquals(
                file + ": not an image that Java reads (PNG, JPEG, BMP, TIFF, GIF)",
                refused.getMessage());
    }

    @Test
    void pixelsThatDoNotFillTheImageAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new GreyImage(10, 10, 500, new byte[99]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GreyImage(4_001, 1, 500, new byte[4_001]));
    }
}
