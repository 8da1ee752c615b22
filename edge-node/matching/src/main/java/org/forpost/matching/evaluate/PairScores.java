package org.forpost.matching.evaluate;

import java.util.Arrays;

/// Scores of many comparisons, by what is known about each pair.
///
/// @param genuine scores of pairs of one finger
/// @param impostor scores of pairs of different fingers
@SuppressWarnings("ArrayRecordComponent")
record PairScores(double[] genuine, double[] impostor) {
    /// The score of a pair of which one image could not be enrolled: below every threshold.
    static final double NOT_ENROLLED = -1;

    static PairScores pooled(Iterable<PairScores> parts) {
        PairScores all = new PairScores(new double[0], new double[0]);
        for (PairScores part : parts) {
            all =
                    new PairScores(
                            joined(all.genuine, part.genuine), joined(all.impostor, part.impostor));
        }
        return all;
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
