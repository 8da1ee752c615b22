package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A score means as much with a probe that looks like everybody as with one that looks like nobody.
final class CohortTest {
    private static final long SEED = 20261122;

    @Test
    void theStatedShareOfSearchesBringsUpAStrangerWhateverTheProbeAndTheGallery() {
        Random random = new Random(SEED);
        for (int gallery : new int[] {1_000, 10_000, 100_000}) {
            for (double stated : new double[] {0.1, 0.01}) {
                double allowed = new Threshold.Fpir(stated).falseMatchRate(gallery);
                int searches = 4_000;
                int wrong = 0;
                for (int s = 0; s < searches; s++) {
                    double lift = 30 * random.nextDouble();
                    double[] best = strangers(random, gallery, lift);
                    double[] rates = Cohort.falseMatchRates(best, gallery);
                    wrong += Arrays.stream(rates).min().orElse(1) <= allowed ? 1 : 0;
                }
                double measured = (double) wrong / searches;
                // 40 expected errors vary by 16 % one way or the other; the mean of ranks by more.
                assertTrue(
                        measured > stated / 3 && measured < stated * 1.6,
                        gallery + " fingers, stated " + stated + ", measured " + measured);
            }
        }
    }

    /// The 80 best of so many scores that fall by a decade in ten points: order statistics of the
    /// exponential distribution (Rényi, 1953).
    private static double[] strangers(Random random, int gallery, double lift) {
        double[] best = new double[80];
        double score = lift;
        double scale = 10 / Math.log(10);
        // The k-th best lies above the (k+1)-th by an exponential variable of mean scale / k.
        score += scale * Math.log((double) gallery / best.length);
        for (int k = best.length; k >= 1; k--) {
            score += -Math.log(1 - random.nextDouble()) * scale / k;
            best[k - 1] = score;
        }
        return best;
    }

    @Test
    void aMateEnrolledFourTimesIsNoStrangerToHimself() {
        double[] scores = new double[80];
        Arrays.setAll(scores, i -> i < 4 ? 150 - i : 10);
        double[] rates = Cohort.falseMatchRates(scores, 100_000);
        assertEquals(11.56e-5 * 1e-14, rates[0], 1e-20);
        assertTrue(rates[3] < new Threshold.Fpir(1e-6).falseMatchRate(100_000));
    }

    @Test
    void theOrderOfScoresIsTheOrderOfRates() {
        double[] scores = new Random(SEED).doubles(50, 0, 300).sorted().toArray();
        double[] rates = Cohort.falseMatchRates(scores, 1_000_000);
        for (int i = 1; i < rates.length; i++) {
            assertTrue(rates[i] < rates[i - 1] || rates[i - 1] == 1);
        }
    }

    @Test
    void aLonelyCandidateIsReadAgainstNobody() {
        double[] rates = Cohort.falseMatchRates(new double[] {40}, 1_000);
        assertEquals(11.56e-3 * 1e-4, rates[0], 1e-9);
    }
}
