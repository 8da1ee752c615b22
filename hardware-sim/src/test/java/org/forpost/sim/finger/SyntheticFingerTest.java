package org.forpost.sim.finger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.machinezoo.sourceafis.FingerprintImage;
import com.machinezoo.sourceafis.FingerprintImageOptions;
import com.machinezoo.sourceafis.FingerprintMatcher;
import com.machinezoo.sourceafis.FingerprintTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Eight fingers, put on the glass twice each and once badly, as SourceAFIS sees them.
class SyntheticFingerTest {
    private static final int FINGERS = 8;

    /// SourceAFIS at FMR 1.4e-5 on real fingers.
    private static final double MATCH = 40;

    private static final Population PEOPLE = new Population(2026);

    private static List<FingerprintTemplate> first = List.of();
    private static List<FingerprintTemplate> second = List.of();
    private static List<FingerprintTemplate> bad = List.of();

    @BeforeAll
    static void press() {
        first = presses(number -> PEOPLE.press(number, 1));
        second = presses(number -> PEOPLE.press(number, 2));
        bad = presses(Press::bad);
    }

    private interface Hand {
        Press press(int number);
    }

    private static List<FingerprintTemplate> presses(Hand hand) {
        return IntStream.rangeClosed(1, FINGERS)
                .parallel()
                .mapToObj(number -> PEOPLE.finger(number).impression(hand.press(number)))
                .map(SyntheticFingerTest::extract)
                .toList();
    }

    private static FingerprintTemplate extract(GreyImage image) {
        return new FingerprintTemplate(
                new FingerprintImage(
                        image.width(),
                        image.height(),
                        image.pixels(),
                        new FingerprintImageOptions().dpi(image.dpi())));
    }

    @Test
    void theSameFingerPressedTwiceMatches() {
        for (int i = 0; i < FINGERS; i++) {
            double score = new FingerprintMatcher(first.get(i)).match(second.get(i));
            assertTrue(score >= MATCH, "finger " + (i + 1) + " scores " + score);
        }
    }

    @Test
    void twoFingersDoNotMatch() {
        for (int i = 0; i < FINGERS; i++) {
            var matcher = new FingerprintMatcher(first.get(i));
            for (int j = 0; j < FINGERS; j++) {
                if (i != j) {
                    double score = matcher.match(second.get(j));
                    assertTrue(
                            score < MATCH,
                            "fingers " + (i + 1) + " and " + (j + 1) + " score " + score);
                }
            }
        }
    }

    @Test
    void aBadPressIsWorseThanAnOrdinaryOne() {
        double ordinary = 0;
        double worse = 0;
        for (int i = 0; i < FINGERS; i++) {
            var matcher = new FingerprintMatcher(first.get(i));
            ordinary += matcher.match(second.get(i));
            worse += matcher.match(bad.get(i));
        }
        assertTrue(worse < ordinary / 3, "ordinary " + ordinary + ", bad " + worse);
    }

    @Test
    void theSameSeedAndTheSamePressGiveTheSameBytes() {
        GreyImage once = SyntheticFinger.of(7).impression(Press.normal(3));
        GreyImage again = SyntheticFinger.of(7).impression(Press.normal(3));
        assertEquals(once, again);
        assertNotEquals(once, SyntheticFinger.of(8).impression(Press.normal(3)));
        assertNotEquals(once, SyntheticFinger.of(7).impression(Press.normal(4)));
    }

    @Test
    void theGlassAroundTheFingerStaysLight() {
        for (int number = 1; number <= FINGERS; number++) {
            GreyImage image = PEOPLE.finger(number).impression(PEOPLE.press(number, 1));
            var corners = new ArrayList<Integer>();
            corners.add(image.pixels()[0] & 255);
            corners.add(image.pixels()[image.width() - 1] & 255);
            for (int corner : corners) {
                assertTrue(corner > 200, "corner of finger " + number + " is " + corner);
            }
        }
    }

    @Test
    void aPressThatCannotBeIsRefused() {
        var refused =
                assertThrows(
                        IllegalArgumentException.class, () -> new Press(0, 0, 0, Double.NaN, 0, 1));
        assertEquals("pressure is NaN, expected 0 to 1", refused.getMessage());
    }
}
