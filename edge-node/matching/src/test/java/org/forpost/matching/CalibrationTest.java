package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

/// A score always has a meaning, and the meaning a score.
final class CalibrationTest {

    @Test
    void scoreAndRateAreEachOthersInverse() {
        Calibration calibration = Calibrations.sourceAfis();
        assertEquals(1.4e-5, calibration.falseMatchRate(40), 1e-9);
        assertEquals(1, calibration.falseMatchRate(0));
        for (double score = 1; score < 80; score += 0.7) {
            assertEquals(score, calibration.score(calibration.falseMatchRate(score)), 1e-6);
        }
        assertFalse(calibration.provenance().isEmpty());
    }

    @Test
    void aLargerGalleryAsksForMore() {
        Threshold threshold = new Threshold.Fpir(0.01);
        assertEquals(0.01, threshold.falseMatchRate(1), 1e-9);
        assertEquals(1e-8, threshold.falseMatchRate(1_000_000), 1e-9);
    }

    @Test
    void aFileThatMakesNoSenseIsRefusedWithItsLine() {
        for (String text :
                new String[] {
                    "", "0 1", "0 1\n10 2", "0 1\n10 0", "5 1\n6 0.5", "0 1\nten 0.1", "0 1\n1 2 3"
                }) {
            assertThrows(IOException.class, () -> Calibration.read(new StringReader(text)), text);
        }
    }
}
