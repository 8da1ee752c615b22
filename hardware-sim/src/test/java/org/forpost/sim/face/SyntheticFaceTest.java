package org.forpost.sim.face;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SyntheticFaceTest {

    @BeforeAll
    static void withoutScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void theSameShotOfTheSamePersonIsTheSameFile() {
        assertArrayEquals(
                SyntheticFace.of(5).jpeg(320, 400, 1), SyntheticFace.of(5).jpeg(320, 400, 1));
    }

    @Test
    void aPersonLooksMoreLikeThemselvesThanLikeOthers() throws IOException {
        double self = 0;
        double others = 0;
        int people = 6;
        for (int person = 0; person < people; person++) {
            BufferedImage once = shot(person, 1);
            self += difference(once, shot(person, 2));
            others += difference(once, shot((person + 1) % people, 2));
        }
        assertTrue(
                self < others, "difference " + self + " to themselves, " + others + " to others");
    }

    @Test
    void thePictureHasTheSizeAskedFor() throws IOException {
        BufferedImage image = shot(1, 1);
        assertEquals(240, image.getWidth());
        assertEquals(320, image.getHeight());
    }

    @Test
    void aSizeThatNoCameraHasIsRefused() {
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> SyntheticFace.of(1).jpeg(100_000, 10, 1));
        assertTrue(String.valueOf(refused.getMessage()).contains("expected 32 to 4000"));
    }

    private static BufferedImage shot(long person, long shot) throws IOException {
        return ImageIO.read(
                new ByteArrayInputStream(SyntheticFace.of(person).jpeg(240, 320, shot)));
    }

    private static double difference(BufferedImage a, BufferedImage b) {
        double sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum +=
                            Math.abs(
                                    (a.getRGB(x, y) >> shift & 255)
                                            - (b.getRGB(x, y) >> shift & 255));
                }
            }
        }
        return sum / (a.getWidth() * a.getHeight());
    }
}
