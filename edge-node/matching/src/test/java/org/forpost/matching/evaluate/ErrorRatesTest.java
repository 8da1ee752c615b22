package org.forpost.matching.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/// Rates of a few scores, counted by hand.
final class ErrorRatesTest {
    @Test
    void scoresThatDoNotOverlapMakeNoError() {
        ErrorRates rates =
                ErrorRates.of(new PairScores(new double[] {5, 9}, new double[] {1, 2, 4}));
        assertEquals(0, rates.equalErrorRate());
        assertEquals(0, rates.fnmrAtFmr(0));
    }

    @Test
    void oneGenuinePairInFourBelowOneImpostorInFourIsAnEqualErrorRateOfAQuarter() {
        // At threshold 6: of 3, 6, 7, 8 one lies below; of 1, 2, 5, 6 one reaches it.
        ErrorRates rates =
                ErrorRates.of(new PairScores(new double[] {8, 3, 7, 6}, new double[] {6, 1, 5, 2}));
        assertEquals(0.25, rates.equalErrorRate());
        assertEquals(0.25, rates.fnmrAtFmr(0.25));
        // Without any impostor the threshold must pass 6, and loses that genuine pair, too.
        assertEquals(0.5, rates.fnmrAtFmr(0));
        assertEquals(0.5, rates.fnmrAtFmr(0.2));
    }

    @Test
    void whereTheRatesNeverMeetTheirMeanAtTheClosestThresholdCounts() {
        // t = 2: FMR 1/2, FNMR 1/3; t = 3: FMR 0, FNMR 1/3. Closest is t = 2: 5/12.
        ErrorRates rates =
                ErrorRates.of(new PairScores(new double[] {1, 4, 5}, new double[] {1, 2}));
        assertEquals(5 / 12.0, rates.equalErrorRate(), 1e-12);
    }

    @Test
    void aPairThatCouldNotBeEnrolledMatchesAtNoThreshold() {
        double never = PairScores.NOT_ENROLLED;
        ErrorRates rates =
                ErrorRates.of(
                        new PairScores(new double[] {never, 0, 9}, new double[] {never, 0, 1}));
        // At threshold 0 everything that was compared matches, and only that.
        assertEquals(2 / 3.0, rates.det().getFirst().fmr(), 1e-12);
        assertEquals(1 / 3.0, rates.det().getFirst().fnmr(), 1e-12);
        assertEquals(2 / 3.0, rates.fnmrAtFmr(0), 1e-12);
    }

    @Test
    void ratesFromOneKindOfPairAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ErrorRates.of(new PairScores(new double[] {1}, new double[0])));
    }

    @Test
    void theNormalDeviateOfKnownPointsIsKnown() {
        assertEquals(0, DetPlot.deviate(0.5), 1e-3);
        assertEquals(-1.6449, DetPlot.deviate(0.05), 1e-3);
        assertEquals(2.3263, DetPlot.deviate(0.99), 1e-3);
    }
}
