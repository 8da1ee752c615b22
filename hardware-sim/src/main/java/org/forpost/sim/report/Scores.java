package org.forpost.sim.report;

import com.machinezoo.sourceafis.FingerprintMatcher;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.forpost.sim.finger.Assembly;
import org.forpost.sim.finger.ProgressBar;

/// SourceAFIS's scores of all pairs of one set, each pair once, the earlier image as probe.
///
/// @param genuine scores of pairs of one finger, ascending
/// @param impostor scores of pairs of two fingers, ascending; a sample where there are too many
/// @param impostorPairs how many pairs of two fingers there are
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out of the package
record Scores(double[] genuine, double[] impostor, long impostorPairs) {

    /// Compares a set with itself.
    ///
    /// @param limit of impostor pairs; beyond it every pair is kept with the same chance, drawn
    ///   from the seed
    static Scores of(SpecimenSet set, long limit, long seed, int threads, ProgressBar bar)
            throws IOException, InterruptedException {
        List<Specimen> specimens = set.specimens();
        long impostors = 0;
        for (int i = 0; i < specimens.size(); i++) {
            for (int j = i + 1; j < specimens.size(); j++) {
                if (!sameFinger(specimens, i, j)) {
                    impostors++;
                }
            }
        }
        double kept = impostors <= limit ? 1 : limit / (double) impostors;
        var genuine = new Growing();
        var impostor = new Growing();
        Assembly.inOrder(
                specimens.size(),
                threads,
                i -> row(specimens, i, kept, seed),
                row -> {
                    genuine.addAll(row[0]);
                    impostor.addAll(row[1]);
                    bar.step();
                });
        return new Scores(genuine.sorted(), impostor.sorted(), impostors);
    }

    private static double[][] row(List<Specimen> specimens, int i, double kept, long seed) {
        var matcher = new FingerprintMatcher(specimens.get(i).template());
        var genuine = new Growing();
        var impostor = new Growing();
        var random = new java.util.SplittableRandom(seed * 31 + i);
        for (int j = i + 1; j < specimens.size(); j++) {
            boolean same = sameFinger(specimens, i, j);
            if (same || kept == 1 || random.nextDouble() < kept) {
                (same ? genuine : impostor).add(matcher.match(specimens.get(j).template()));
            }
        }
        return new double[][] {genuine.values(), impostor.values()};
    }

    private static boolean sameFinger(List<Specimen> specimens, int i, int j) {
        return specimens.get(i).finger().equals(specimens.get(j).finger());
    }

    /// Share of genuine pairs below a threshold, in 0 to 1.
    double falseNonMatchRate(double threshold) {
        return 1 - shareFrom(genuine, threshold);
    }

    /// Share of impostor pairs at or over a threshold, in 0 to 1.
    double falseMatchRate(double threshold) {
        return shareFrom(impostor, threshold);
    }

    /// Where the shares of both kinds of error are nearest to each other, their mean, in 0 to 1.
    double equalErrorRate() {
        double best = 1;
        double rate = 1;
        for (double threshold : genuine) {
            double fnmr = falseNonMatchRate(threshold);
            double fmr = falseMatchRate(threshold);
            if (Math.abs(fnmr - fmr) < best) {
                best = Math.abs(fnmr - fmr);
                rate = (fnmr + fmr) / 2;
            }
        }
        return rate;
    }

    private static double shareFrom(double[] ascending, double threshold) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return ascending.length == 0 ? 0 : (ascending.length - low) / (double) ascending.length;
    }

    /// The value below which a share of the values lies.
    static double quantile(double[] ascending, double share) {
        if (ascending.length == 0) {
            return Double.NaN;
        }
        return ascending[(int) Math.min(ascending.length - 1L, (long) (share * ascending.length))];
    }

    /// Doubles without a box each.
    private static final class Growing {
        private double[] values = new double[64];
        private int size;

        void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        void addAll(double[] more) {
            for (double value : more) {
                add(value);
            }
        }

        double[] values() {
            return Arrays.copyOf(values, size);
        }

        double[] sorted() {
            double[] sorted = values();
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
