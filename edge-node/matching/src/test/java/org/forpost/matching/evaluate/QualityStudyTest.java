package org.forpost.matching.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.forpost.matching.evaluate.QualityStudy.Half;
import org.forpost.matching.quality.FingerQuality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether the quality foretells genuine scores, on the fingers that nothing was chosen on.
final class QualityStudyTest {
    /// Measured 0.55, 0.45 and 0.15: FVC2004's touches are distorted on purpose, which no look at
    /// one image tells.
    @ParameterizedTest
    @CsvSource({"fvc2002_db1_b,0.50,1.5", "fvc2002_db3_b,0.40,1.5", "fvc2004_db1_b,0.10,1.1"})
    void poorImagesHavePoorGenuineScores(String name, double least, double factor)
            throws IOException {
        Path data = Path.of("../../../shared/data", name);
        assumeTrue(Files.isDirectory(data), "no real fingers beside the checkout: skipped");
        QualityStudy study = QualityStudy.of(ImageSets.below(data).sets().getFirst(), Half.SECOND);
        assertEquals(140, study.pairs().size());
        double correlation = study.ofImages(FingerQuality::score);
        assertTrue(correlation >= least, name + ": " + correlation);
        double[] thirds = study.thirds(FingerQuality::score);
        assertTrue(thirds[2] > factor * thirds[0], thirds[0] + " to " + thirds[2]);
    }

    @Test
    void rankCorrelationIsAsInTextbooks() {
        double[] x = {1, 2, 3, 4, 5};
        assertEquals(1, QualityStudy.spearman(x, new double[] {2, 4, 8, 16, 32}), 1e-12);
        assertEquals(-1, QualityStudy.spearman(x, new double[] {5, 4, 3, 2, 1}), 1e-12);
        // 1 - 6 · Σd² / n(n² - 1) with Σd² = 4
        assertEquals(0.8, QualityStudy.spearman(x, new double[] {2, 1, 4, 3, 5}), 1e-12);
        assertEquals(0, QualityStudy.spearman(x, new double[] {7, 7, 7, 7, 7}), 1e-12);
    }
}
