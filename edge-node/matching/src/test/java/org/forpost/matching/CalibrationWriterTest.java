package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What scores of different fingers say about the next score.
final class CalibrationWriterTest {
    @Test
    void aRateIsTheShareOfStrangersThatReachTheScore() throws IOException {
        double[] strangers = new double[10_000];
        for (int i = 0; i < strangers.length; i++) {
            strangers[i] = i / 1000.0; // evenly from 0 to 10
        }
        String text = CalibrationWriter.text(strangers, List.of("drawn evenly"));
        Calibration calibration = Calibration.read(new StringReader(text));
        assertEquals(0.1, calibration.falseMatchRate(9), 0.001);
        assertEquals(0.01, calibration.falseMatchRate(9.9), 0.0001);
        assertTrue(calibration.provenance().contains("drawn evenly"));
    }

    @Test
    void beyondWhatThirtyStrangersReachedItIsSaidToBeExtrapolatedAndFallsSlowly()
            throws IOException {
        double[] strangers = new double[3_000];
        for (int i = 0; i < strangers.length; i++) {
            strangers[i] = i / 1000.0;
        }
        String text = CalibrationWriter.text(strangers, List.of());
        assertTrue(text.contains("FMR 1.0e-02, nothing was measured"), text);
        Calibration calibration = Calibration.read(new StringReader(text));
        double last = calibration.score(0.01);
        assertEquals(0.001, calibration.falseMatchRate(last + 10), 1e-6);
        assertEquals(0.0001, calibration.falseMatchRate(last + 20), 1e-7);
    }

    @Test
    void fewStrangersSayNothing() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CalibrationWriter.text(new double[2_999], List.of()));
    }

    @Test
    void theModulesOwnCalibrationsCanBeReadAndSayWhereTheyComeFrom() {
        for (int comparisons : new int[] {1, 3, 9}) {
            Calibration calibration = Calibrations.views(comparisons);
            assertTrue(calibration.provenance().contains("pairs of different fingers"));
            assertTrue(calibration.falseMatchRate(60) < 1e-4);
        }
    }
}
