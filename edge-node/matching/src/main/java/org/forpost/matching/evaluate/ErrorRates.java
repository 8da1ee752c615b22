package org.forpost.matching.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Error rates of a set of scores over every threshold (ISO/IEC 19795-1: FMR, FNMR, DET).
///
/// A pair matches where its score reaches the threshold. So `FMR(t)` is the share of impostor
/// scores of `t` or more, `FNMR(t)` the share of genuine scores below `t`.
final class ErrorRates {
    /// The rates at one threshold.
    record Point(double threshold, double fmr, double fnmr) {}

    private final List<Point> points;

    private ErrorRates(List<Point> points) {
        this.points = points;
    }

    /// Needs at least one genuine and one impostor score.
    static ErrorRates of(PairScores scores) {
        double[] genuine = scores.genuine().clone();
        double[] impostor = scores.impostor().clone();
        if (genuine.length == 0 || impostor.length == 0) {
            throw new IllegalArgumentException(
                    "error rates need both kinds of pairs, got "
                            + genuine.length
                            + " genuine and "
                            + impostor.length
                            + " impostor");
        }
        Arrays.sort(genuine);
        Arrays.sort(impostor);
        List<Point> points = new ArrayList<>();
        int g = 0;
        int i = 0;
        // A pair that was not enrolled matches at no threshold, so thresholds start above it.
        while (g < genuine.length && genuine[g] <= PairScores.NOT_ENROLLED) {
            g++;
        }
        while (i < impostor.length && impostor[i] <= PairScores.NOT_ENROLLED) {
            i++;
        }
        while (g < genuine.length || i < impostor.length) {
            double next =
                    Math.min(
                            g < genuine.length ? genuine[g] : Double.POSITIVE_INFINITY,
                            i < impostor.length ? impostor[i] : Double.POSITIVE_INFINITY);
            points.add(point(next, g, i, genuine.length, impostor.length));
            while (g < genuine.length && genuine[g] == next) {
                g++;
            }
            while (i < impostor.length && impostor[i] == next) {
                i++;
            }
        }
        points.add(point(Double.POSITIVE_INFINITY, g, i, genuine.length, impostor.length));
        return new ErrorRates(List.copyOf(points));
    }

    private static Point point(
            double threshold, int genuineBelow, int impostorBelow, int genuine, int impostor) {
        return new Point(
                threshold,
                (double) (impostor - impostorBelow) / impostor,
                (double) genuineBelow / genuine);
    }

    /// The equal error rate: the mean of FMR and FNMR where they come closest to each other.
    double equalErrorRate() {
        Point closest = points.getFirst();
        for (Point point : points) {
            if (Math.abs(point.fmr - point.fnmr) < Math.abs(closest.fmr - closest.fnmr)) {
                closest = point;
            }
        }
        return (closest.fmr + closest.fnmr) / 2;
    }

    /// The lowest FNMR at a threshold whose FMR is at most the given one; with 0, FVC's zeroFMR.
    double fnmrAtFmr(double fmr) {
        for (Point point : points) { // FMR falls and FNMR rises along the list
            if (point.fmr <= fmr) {
                return point.fnmr;
            }
        }
        return points.getLast().fnmr;
    }

    /// One point for each threshold at which a rate changes, thresholds ascending.
    List<Point> det() {
        return points;
    }
}
