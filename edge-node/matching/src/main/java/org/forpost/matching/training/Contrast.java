package org.forpost.matching.training;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forpost.matching.training.Experience.Pair;

/// Refines a linear map by contrast: of many pairs at a time, each cylinder has to find its own
/// partner among all others' (van den Oord, Li, Vinyals, "Representation Learning with Contrastive
/// Predictive Coding", 2018, the loss called InfoNCE; steps after Kingma and Ba, "Adam", 2015).
///
/// Discriminant analysis knows only covariances, as if cylinders were Gaussian; they are not, and
/// what counts is the angle between two descriptors where few false hits are allowed. Measured on
/// fingers never seen, this finds five of a hundred minutiae more.
final class Contrast {
    /// Each cylinder has to tell its partner from that of 383 others.
    private static final int BATCH = 384;

    /// Of the cosine. Smaller looks at the nearest strangers only; 0.15 was no better than no
    /// refinement.
    private static final float TEMPERATURE = 0.08f;

    private static final double RATE = 0.001;
    private static final int WARM_UP = 50;
    private static final double DECAY = 0.01;
    private static final double FIRST_MOMENT = 0.9;
    private static final double SECOND_MOMENT = 0.999;

    private final int inputs;
    private final int outputs;
    // input by input, so that inner loops run over outputs
    private final float[][] map;
    private final float[][] moment;
    private final float[][] square;

    /// @param map where to begin: for each input a row of outputs; refined in place
    Contrast(float[][] map) {
        this.map = map;
        this.inputs = map.length;
        this.outputs = map[0].length;
        moment = new float[inputs][outputs];
        square = new float[inputs][outputs];
    }

    /// A kind of pairs and how often a batch is made of it.
    ///
    /// @param pairs of inputs of unit variance
    record Source(List<Pair> pairs, double share) {}

    void refine(List<Source> sources, int steps, Random random) {
        for (int step = 1; step <= steps; step++) {
            List<Pair> pairs = pick(sources, random);
            float[][] in = new float[2 * BATCH][];
            int[] fingers = new int[BATCH];
            for (int i = 0; i < BATCH; i++) {
                Pair pair = pairs.get(random.nextInt(pairs.size()));
                fingers[i] = pair.finger();
                in[i] = pair.one();
                in[BATCH + i] = pair.other();
            }
            double rate =
                    RATE
                            * Math.min(1, (double) step / WARM_UP)
                            * (1 + Math.cos(Math.PI * step / steps))
                            / 2;
            descend(gradient(in, fingers), rate, step);
        }
    }

    private static List<Pair> pick(List<Source> sources, Random random) {
        double all = sources.stream().mapToDouble(Source::share).sum();
        double left = random.nextDouble() * all;
        for (Source source : sources) {
            left -= source.share;
            if (left < 0) {
                return source.pairs;
            }
        }
        return sources.getLast().pairs;
    }

    /// Of the mean loss, both ways, over one batch.
    private float[][] gradient(float[][] in, int[] fingers) {
        float[][] unit = new float[2 * BATCH][];
        float[] length = new float[2 * BATCH];
        for (int i = 0; i < in.length; i++) {
            unit[i] = Matrices.combined(in[i], map);
            length[i] = (float) Math.sqrt(Matrices.dot(unit[i], unit[i])) + 1e-6f;
            for (int o = 0; o < outputs; o++) {
                unit[i][o] /= length[i];
            }
        }
        float[][] pull = pulls(unit, fingers);
        float[][] pullBack = Matrices.transposed(pull);
        float[][] ones = Arrays.copyOfRange(unit, 0, BATCH);
        float[][] others = Arrays.copyOfRange(unit, BATCH, 2 * BATCH);
        float[][] gradient = new float[inputs][outputs];
        for (int i = 0; i < in.length; i++) {
            float[] towards =
                    i < BATCH
                            ? Matrices.combined(pull[i], others)
                            : Matrices.combined(pullBack[i - BATCH], ones);
            // only what turns a unit vector counts
            Matrices.add(towards, -Matrices.dot(towards, unit[i]), unit[i]);
            for (int k = 0; k < inputs; k++) {
                Matrices.add(gradient[k], in[i][k] / length[i], towards);
            }
        }
        return gradient;
    }

    /// How the loss changes with the cosine of each two of a batch.
    private static float[][] pulls(float[][] unit, int[] fingers) {
        float[][] others = Matrices.transposed(Arrays.copyOfRange(unit, BATCH, 2 * BATCH));
        float[][] odds = new float[BATCH][];
        double[] rows = new double[BATCH];
        double[] columns = new double[BATCH];
        for (int i = 0; i < BATCH; i++) {
            odds[i] = Matrices.combined(unit[i], others);
            for (int j = 0; j < BATCH; j++) {
                boolean counts = i == j || fingers[i] != fingers[j];
                // a cosine is at most 1, so that nothing overflows
                odds[i][j] = counts ? (float) Math.exp((odds[i][j] - 1) / TEMPERATURE) : 0;
                rows[i] += odds[i][j];
                columns[j] += odds[i][j];
            }
        }
        float scale = 1 / (2 * BATCH * TEMPERATURE);
        for (int i = 0; i < BATCH; i++) {
            for (int j = 0; j < BATCH; j++) {
                double both = odds[i][j] / rows[i] + odds[i][j] / columns[j];
                odds[i][j] = (float) (scale * (i == j ? both - 2 : both));
            }
        }
        return odds;
    }

    private void descend(float[][] gradient, double rate, int step) {
        double first = 1 - Math.pow(FIRST_MOMENT, step);
        double second = 1 - Math.pow(SECOND_MOMENT, step);
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                double g = gradient[i][o];
                double m = FIRST_MOMENT * moment[i][o] + (1 - FIRST_MOMENT) * g;
                double v = SECOND_MOMENT * square[i][o] + (1 - SECOND_MOMENT) * g * g;
                moment[i][o] = (float) m;
                square[i][o] = (float) v;
                double move = m / first / (Math.sqrt(v / second) + 1e-8) + DECAY * map[i][o];
                map[i][o] -= (float) (rate * move);
            }
        }
    }
}
