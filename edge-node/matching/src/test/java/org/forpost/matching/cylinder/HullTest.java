package org.forpost.matching.cylinder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.forpost.matching.sourceafis.Minutiae;
import org.junit.jupiter.api.Test;

final class HullTest {
    private static Minutiae at(int... xy) {
        short[] x = new short[xy.length / 2];
        short[] y = new short[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (short) xy[2 * i];
            y[i] = (short) xy[2 * i + 1];
        }
        return new Minutiae(400, 400, x, y, new float[x.length], new boolean[x.length]);
    }

    @Test
    void measuresFromTheOutermostMinutiae() {
        Hull square = new Hull(at(50, 50, 100, 100, 0, 0, 100, 0, 0, 100, 60, 20, 50, 0));
        assertEquals(-50, square.beyond(50, 50), 1e-9);
        assertEquals(-10, square.beyond(90, 50), 1e-9);
        assertEquals(0, square.beyond(100, 30), 1e-9);
        assertEquals(20, square.beyond(50, 120), 1e-9);
        assertEquals(5, square.beyond(103, 104), 1e-9);
    }

    @Test
    void fewMinutiaeHaveNoInside() {
        assertEquals(Double.POSITIVE_INFINITY, new Hull(at()).beyond(1, 1));
        assertEquals(5, new Hull(at(10, 10)).beyond(13, 14), 1e-9);
        assertEquals(3, new Hull(at(0, 0, 10, 0)).beyond(5, 3), 1e-9);
        assertEquals(0, new Hull(at(0, 0, 5, 0, 10, 0)).beyond(5, 0), 1e-9);
        assertEquals(5, new Hull(at(7, 7, 7, 7, 7, 7)).beyond(10, 11), 1e-9);
    }

    @Test
    void aCellBeyondThePrintHoldsWhatIsExpectedThere() {
        Minutiae print = at(100, 100, 100, 200, 200, 100, 200, 200, 150, 150);
        float[] expected = new float[Cylinders.LENGTH];
        java.util.Arrays.fill(expected, 0.25f);
        Cylinders cylinders = new Cylinders(print, expected);
        float[] known = new float[Cylinders.PLACES];
        // the minutia in the middle sees all corners; the one in a corner only one quarter
        cylinders.known(4, known);
        assertTrue(known[27] > 0.9, "around the middle: " + known[27]);
        cylinders.known(0, known);
        assertTrue(known[0] < 0.01 && known[63] > 0.9, known[0] + " " + known[63]);
        float[] cylinder = new float[Cylinders.LENGTH];
        cylinders.describe(0, cylinder);
        assertEquals(0.25f, cylinder[0], 0.01f);
    }
}
