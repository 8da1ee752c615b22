package org.forpost.matching;

import java.util.Arrays;

/// What the other candidates of a search say about the first: some probes, with many minutiae or
/// few ridges, look like everybody, and a score that is rare for one probe comes up in every search
/// of another. So a score is read against the cohort of the same search rather than against all
/// probes that ever were (cohort normalisation: Auckenthaler and others, *Score normalization for
/// text-independent speaker verification systems*, 2000; Aggarwal, Ratha and Bolle, *Biometric
/// verification: looking beyond raw similarity scores*, 2006).
///
/// Scores of strangers fall off exponentially, so each rank of the sorted list is an estimate of
/// how many strangers reach a score, and the mean of some ranks is a steadier one. From there the
/// expected number falls by [#SLOPE] decades a point.
final class Cohort {
    /// The first ranks may hold the mate, enrolled under several names.
    private static final int FIRST = 4;

    /// Behind it the list depends on how many the index lets through.
    private static final int END = 20;

    /// How many strangers are expected to reach the mean of those ranks: the geometric mean of 5 to
    /// 20.
    private static final double AT_MEAN = 11.56;

    /// Decades a point: SourceAFIS's own from score 40 to 50 on eleven sets. The sum with the
    /// alignment fell a little faster, 0.12, among 21 million pairs of real probes and distractors.
    private static final double SLOPE = 0.1;

    private Cohort() {}

    /// @param scores of all candidates of one finger of the probe, in any order, 0 or more
    /// @param gallery fingers that were searched
    /// @return the FMR that each score stands for in this search: the number of strangers expected
    ///   to reach it, divided by the size of the gallery
    static double[] falseMatchRates(double[] scores, int gallery) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (int rank = FIRST; rank < END; rank++) {
            sum += rank < sorted.length ? sorted[sorted.length - 1 - rank] : 0;
        }
        double mean = sum / (END - FIRST);
        double[] rates = new double[scores.length];
        for (int i = 0; i < rates.length; i++) {
            double strangers = AT_MEAN * Math.pow(10, -SLOPE * (scores[i] - mean));
            rates[i] = Math.clamp(strangers / Math.max(1, gallery), Calibration.SMALLEST_RATE, 1);
        }
        return rates;
    }
}
