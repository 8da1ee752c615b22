package org.forpost.matching.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.forpost.matching.DrawnFinger;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.matching.UnusableImageException;
import org.junit.jupiter.api.Test;

/// One finger, laid on the glass well and badly, and which measure tells.
final class FingerQualityTest {
    private final GreyImage good = new DrawnFinger(5).impression(1);

    @Test
    void aFingerThatLiesWellIsBetterThanTheSameHalfLifted() throws UnusableImageException {
        FingerQuality whole = measured(good);
        FingerQuality half = measured(changed((x, grey) -> x < 150 ? grey : 235));
        assertTrue(half.area() < 0.65 * whole.area(), half + " of " + whole);
        assertTrue(half.minutiae() < whole.minutiae(), half + " of " + whole);
        assertTrue(half.score() < whole.score() - 5, half.score() + " of " + whole.score());
    }

    @Test
    void dirtMakesRidgesLessClearAndTheirOrientationLessCertain() throws UnusableImageException {
        FingerQuality clean = measured(good);
        Random random = new Random(3);
        FingerQuality dirty =
                measured(
                        changed((x, grey) ->
                                Math.clamp(grey + (int) (random.nextGaussian() * 70), 0, 255)));
        assertTrue(dirty.certainty() < clean.certainty(), dirty + " of " + clean);
        assertTrue(dirty.clarity() < clean.clarity() - 0.1, dirty + " of " + clean);
        assertTrue(dirty.score() < clean.score(), dirty.score() + " of " + clean.score());
    }

    @Test
    void theSameFingerAtTwiceTheResolutionIsAsGood() throws UnusableImageException {
        byte[] pixels = new byte[4 * good.pixels().length];
        for (int y = 0; y < 2 * good.height(); y++) {
            for (int x = 0; x < 2 * good.width(); x++) {
                pixels[y * 2 * good.width() + x] = good.pixels()[y / 2 * good.width() + x / 2];
            }
        }
        FingerQuality fine =
                measured(new GreyImage(2 * good.width(), 2 * good.height(), pixels, 1000));
        FingerQuality once = measured(good);
        assertEquals(once.score(), fine.score(), 8);
        assertEquals(once.area(), fine.area(), 0.1 * once.area());
    }

    @Test
    void whatIsNotThereIsWorthNothing() {
        assertEquals(0, new FingerQuality(0.9, 0.8, 250, 0, 0).score());
        assertEquals(0, new FingerQuality(0, 0, 0, 0, 0).score());
        assertEquals(100, new FingerQuality(1, 1, 400, 80, 1).score());
    }

    @Test
    void aPictureSmallerThanAWindowHasNoCells() {
        assertEquals(0, Cells.of(Plane.of(new GreyImage(10, 200, new byte[2000], 500))).count());
    }

    private GreyImage changed(IntBinaryOperator grey) {
        byte[] pixels = new byte[good.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) grey.applyAsInt(i % good.width(), good.pixels()[i] & 0xFF);
        }
        return new GreyImage(good.width(), good.height(), pixels, 500);
    }

    private static FingerQuality measured(GreyImage image) throws UnusableImageException {
        return FingerQuality.of(image, new FingerprintExtractor().extract(image));
    }
}
