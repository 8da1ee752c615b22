package org.forpost.sim.finger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFingerTest {

    @Test
    void pressesServeTheImpressionsOfTheFingerInTurn(@TempDir Path folder) throws IOException {
        GreyImage[] images = new GreyImage[3];
        for (int i = 0; i < images.length; i++) {
            var pixels = new byte[64];
            Arrays.fill(pixels, (byte) (40 * i));
            images[i] = new GreyImage(8, 8, 500, pixels);
            Files.write(folder.resolve("101_" + (i + 1) + ".png"), images[i].toPng());
        }
        Files.write(folder.resolve("1011_1.png"), images[0].toPng());
        Files.writeString(folder.resolve("notes.txt"), "not an image");
        var finger = FolderFinger.of(folder, "101");
        assertEquals(3, finger.size());
        for (int press = 0; press < 7; press++) {
            assertEquals(images[press % 3], finger.impression(Press.bad(press)));
        }
        assertEquals(4, FolderFinger.of(folder).size());
    }

    @Test
    void dpiTxtSpeaksForImagesThatDoNotSay(@TempDir Path folder) throws IOException {
        var plain =
                new java.awt.image.BufferedImage(9, 9, java.awt.image.BufferedImage.TYPE_INT_RGB);
        javax.imageio.ImageIO.write(plain, "png", folder.resolve("1_1.png").toFile());
        assertEquals(500, FolderFinger.of(folder).impression(Press.normal(1)).dpi());
        Files.writeString(folder.resolve("dpi.txt"), "1000\n");
        assertEquals(1000, FolderFinger.of(folder).impression(Press.normal(1)).dpi());
        Files.writeString(folder.resolve("dpi.txt"), "five hundred");
        var refused = assertThrows(IOException.class, () -> FolderFinger.of(folder));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("expected one number, 50 to 5000"));
    }

    @Test
    void aFolderWithoutThatFingerIsRefused(@TempDir Path folder) {
        var refused = assertThrows(IOException.class, () -> FolderFinger.of(folder, "101"));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("no image named 101_<impression>"));
    }

    @Test
    void aDamagedImageIsRefusedByName(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("1_1.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3});
        var finger = FolderFinger.of(folder);
        var refused =
                assertThrows(UncheckedIOException.class, () -> finger.impression(Press.normal(1)));
        assertTrue(String.valueOf(refused.getMessage()).contains("1_1.png"));
    }

    @Test
    void aRealFingerIsServed() throws IOException {
        Path set = realSet();
        assumeTrue(Files.isDirectory(set), "no real images at " + set);
        var finger = FolderFinger.of(set, "101");
        assertEquals(8, finger.size());
        GreyImage image = finger.impression(Press.normal(1));
        assertEquals(388, image.width());
        assertEquals(374, image.height());
        assertEquals(500, image.dpi());
    }

    private static Path realSet() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path set = up.resolve("shared/data/fvc2002_db1_b");
            if (Files.isDirectory(set)) {
                return set;
            }
        }
        return Path.of("../shared/data/fvc2002_db1_b");
    }
}
