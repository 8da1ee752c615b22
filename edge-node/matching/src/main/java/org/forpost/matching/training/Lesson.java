package org.forpost.matching.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.forpost.matching.cylinder.Cylinders;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.training.Experience.Pair;
import org.jspecify.annotations.Nullable;

/// Learns a projection from experiences: discriminant analysis, refinement by contrast, key, code,
/// likelihoods.
final class Lesson {
    /// Some experience and how much it counts.
    ///
    /// @param share of the pairs, relative to the other experiences'
    /// @param describes whether its impressions say how all cylinders spread
    record Source(Experience experience, double share, boolean describes) {}

    /// Of the mean variance of a cell, added to every cell in both covariances: a direction in
    /// which training cylinders hardly vary must not look reliable.
    private static final double REGULARISATION = 0.02;

    /// Directions that agree almost perfectly in training are not trusted more than this, as ratio
    /// of signal to noise 4: other sensors are less kind.
    private static final double LEAST_NOISE = 0.2;

    private static final double LEAST_AGREEMENT = 0.02;

    /// The key's bits flip at least as often as if two views correlated like this.
    private static final double SUREST_AGREEMENT = 0.995;

    private static final int DRAWS = 2_000_000;
    private static final int MOST_GENUINE = 60_000;

    private final float[] expected;
    private final List<Source> sources;
    private final int steps;
    private final long seed;

    /// @param expected what unknown cells are filled with
    /// @param steps of refinement; 0 leaves the discriminant analysis as it is
    Lesson(float[] expected, List<Source> sources, int steps, long seed) {
        this.expected = expected;
        this.sources = sources;
        this.steps = steps;
        this.seed = seed;
    }

    /// @param judges pairs by which distances are turned into likelihoods
    /// @return a projection whose weights of an alignment's features are still to be learned
    Projection learn(String provenance, List<Experience> judges) {
        int length = Cylinders.LENGTH;
        double[] mean = new double[length];
        double[][] total = new double[length][length];
        double[][] within = new double[length][length];
        mix(mean, total, within);
        double[][] descriptor = descriptor(mean, total, within);
        // Within the descriptor the most telling directions come first: they make the key.
        Discriminant best =
                Discriminant.of(
                        Matrices.seenThrough(descriptor, total),
                        Matrices.seenThrough(descriptor, within));
        double[][] directions = Matrices.times(best.directions(), descriptor);
        // K·T·Kᵀ = 1, so T·Kᵀ undoes K: the code is made of the descriptor itself.
        double[][] back =
                Matrices.times(
                        Matrices.seenThrough(descriptor, total),
                        Matrices.transposed(best.directions()));
        double[][] rotation = Matrices.times(rotation(), back);
        Projection draft =
                projection(provenance, mean, directions, best.agreement(), rotation, null);
        return projection(
                provenance,
                mean,
                directions,
                best.agreement(),
                rotation,
                likelihoods(draft, judges));
    }

    private void mix(double[] mean, double[][] total, double[][] within) {
        double described = 0;
        double shares = 0;
        for (Source source : sources) {
            described += source.describes ? source.experience.scatter().cylinders() : 0;
            shares += source.experience.scatter().pairs() > 0 ? source.share : 0;
        }
        for (Source source : sources) {
            Scatter scatter = source.experience.scatter();
            if (source.describes) {
                scatter.addTotal(scatter.cylinders() / described, mean, total);
            }
            if (scatter.pairs() > 0) {
                scatter.addWithin(source.share / shares, within);
            }
        }
        double ridge = 0;
        for (int i = 0; i < mean.length; i++) {
            ridge += REGULARISATION * total[i][i] / mean.length;
        }
        for (int i = 0; i < mean.length; i++) {
            total[i][i] += ridge;
            within[i][i] += ridge;
        }
    }

    /// Rows over cells: the angle between two descriptors tells whether they are of one minutia.
    private double[][] descriptor(double[] mean, double[][] total, double[][] within) {
        Discriminant all = Discriminant.of(total, within);
        int inputs = all.directions().length;
        float[][] map = new float[inputs][Projection.DIMENSIONS];
        for (int d = 0; d < Projection.DIMENSIONS; d++) {
            double signal = Math.max(LEAST_AGREEMENT, all.agreement()[d]);
            map[d][d] = (float) Math.sqrt(signal / Math.max(LEAST_NOISE, 1 - signal));
        }
        float scale = 0;
        for (int d = 0; d < Projection.DIMENSIONS; d++) {
            scale += map[d][d] * map[d][d] / Projection.DIMENSIONS;
        }
        for (int d = 0; d < Projection.DIMENSIONS; d++) {
            map[d][d] /= (float) Math.sqrt(scale);
        }
        if (steps > 0) {
            new Contrast(map).refine(white(mean, all), steps, new Random(seed));
        }
        double[][] rows = new double[Projection.DIMENSIONS][inputs];
        for (int d = 0; d < rows.length; d++) {
            for (int i = 0; i < inputs; i++) {
                rows[d][i] = map[i][d];
            }
        }
        return Matrices.times(rows, all.directions());
    }

    private List<Contrast.Source> white(double[] mean, Discriminant all) {
        double[][] columns = Matrices.transposed(all.directions());
        float[][] rows = new float[columns.length][columns[0].length];
        for (int c = 0; c < rows.length; c++) {
            for (int d = 0; d < rows[c].length; d++) {
                rows[c][d] = (float) columns[c][d];
            }
        }
        List<Contrast.Source> whitened = new ArrayList<>();
        for (Source source : sources) {
            List<Pair> pairs = new ArrayList<>();
            for (Pair pair : source.experience.pairs()) {
                pairs.add(
                        new Pair(
                                pair.finger(),
                                white(pair.one(), mean, rows),
                                white(pair.other(), mean, rows)));
            }
            if (!pairs.isEmpty()) {
                whitened.add(new Contrast.Source(pairs, source.share));
            }
        }
        return whitened;
    }

    private static float[] white(float[] cylinder, double[] mean, float[][] rows) {
        float[] centred = new float[cylinder.length];
        for (int c = 0; c < centred.length; c++) {
            centred[c] = (float) (cylinder[c] - mean[c]);
        }
        return Matrices.combined(centred, rows);
    }

    /// Random directions, orthogonal within each set of as many as the descriptor has: the share of
    /// bits in which two codes differ is then the angle between two descriptors over π (Charikar,
    /// "Similarity estimation techniques from rounding algorithms", 2002).
    private double[][] rotation() {
        Random random = new Random(seed + 1);
        int length = Projection.DIMENSIONS;
        double[][] rows = new double[Projection.CODE_BITS][length];
        for (int b = 0; b < rows.length; b++) {
            for (int k = 0; k < length; k++) {
                rows[b][k] = random.nextGaussian();
            }
            for (int before = b / length * length; before < b; before++) {
                double shared = Matrices.dot(rows[b], rows[before]);
                for (int k = 0; k < length; k++) {
                    rows[b][k] -= shared * rows[before][k];
                }
            }
            double norm = Math.sqrt(Matrices.dot(rows[b], rows[b]));
            for (int k = 0; k < length; k++) {
                rows[b][k] /= norm;
            }
        }
        return rows;
    }

    private Projection projection(
            String provenance,
            double[] mean,
            double[][] directions,
            double[] agreement,
            double[][] rotation,
            float @Nullable [][] likelihoods) {
        float[] keyNoise = new float[Projection.KEY_BITS];
        for (int b = 0; b < keyNoise.length; b++) {
            keyNoise[b] = (float) Math.sqrt(2 * (1 - Math.min(SUREST_AGREEMENT, agreement[b])));
        }
        float[] means = new float[mean.length];
        for (int c = 0; c < means.length; c++) {
            means[c] = (float) mean[c];
        }
        int bits = Projection.CODE_BITS;
        return Projection.learned(
                provenance,
                expected,
                means,
                columns(directions),
                keyNoise,
                columns(rotation),
                likelihoods == null ? new float[bits + 1] : likelihoods[0],
                likelihoods == null ? new float[bits / 2 + 1] : likelihoods[1],
                new float[Projection.FEATURES + 1]);
    }

    private static float[] columns(double[][] rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                values[c * rows.length + r] = (float) rows[r][c];
            }
        }
        return values;
    }

    private float[][] likelihoods(Projection draft, List<Experience> judges) {
        List<Codes.Owned> ones = new ArrayList<>();
        List<Codes.Owned> others = new ArrayList<>();
        int group = 0;
        for (Experience judge : judges) {
            for (Pair pair : judge.pairs()) {
                if (ones.size() < MOST_GENUINE) {
                    int finger = pair.finger() + group;
                    ones.add(owned(finger, pair.one(), draft));
                    others.add(owned(finger, pair.other(), draft));
                }
            }
            group += 1 << 20;
        }
        float[][] likelihoods = new float[2][];
        for (int half = 0; half < 2; half++) {
            int bits = Projection.CODE_BITS >> half;
            Distances same = new Distances(bits);
            for (int p = 0; p < ones.size(); p++) {
                same.count(Codes.distance(ones.get(p).codes()[0], others.get(p).codes()[0], bits));
            }
            Distances different = Codes.strangers(ones, others, bits, DRAWS, new Random(seed + 2));
            likelihoods[half] = Distances.likelihood(same, different);
        }
        return likelihoods;
    }

    private static Codes.Owned owned(int finger, float[] cylinder, Projection draft) {
        return new Codes.Owned(finger, new long[][] {Codes.of(cylinder, draft)});
    }
}
