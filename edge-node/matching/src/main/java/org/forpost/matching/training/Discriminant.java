package org.forpost.matching.training;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Linear discriminant analysis: the directions in which two views of one minutia differ least
/// compared with how all minutiae spread (Fukunaga, Statistical Pattern Recognition, 2nd edition,
/// section 10.2).
///
/// @param directions one row each, scaled to unit variance over everything, the most telling first
/// @param agreement correlation of two views of one minutia along each direction, at most 1
@SuppressWarnings("ArrayRecordComponent")
record Discriminant(double[][] directions, double[] agreement) {
    /// @param total covariance of everything
    /// @param within covariance around what a minutia looks like on average
    static Discriminant of(double[][] total, double[][] within) {
        int n = total.length;
        Eigenvectors spread = Eigenvectors.of(total);
        double[][] white = spread.vectors();
        for (int i = 0; i < n; i++) {
            double scale = 1 / Math.sqrt(spread.values()[i]);
            for (int k = 0; k < n; k++) {
                white[i][k] *= scale;
            }
        }
        Eigenvectors noise = Eigenvectors.of(Matrices.seenThrough(white, within));
        int[] quietest =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> noise.values()[i]))
                        .mapToInt(i -> i)
                        .toArray();
        double[][] ordered = new double[n][];
        double[] agreement = new double[n];
        for (int d = 0; d < n; d++) {
            ordered[d] = noise.vectors()[quietest[d]];
            agreement[d] = 1 - noise.values()[quietest[d]];
        }
        return new Discriminant(Matrices.times(ordered, white), agreement);
    }
}
