package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// The ridges of one finger, grown.
///
/// A ridge pattern is the cosine of a phase whose gradient is across the ridges, one turn per ridge
/// period. No phase fits an orientation field and a period everywhere; where it cannot, it winds
/// around a point, and there a ridge ends or forks: a minutia (Larkin and Fletcher, *A coherent
/// framework for fingerprint analysis: are fingerprints holograms?*, 2007). So phases start at
/// random on a coarse grid of nodes, and every node repeatedly takes the mean of what its
/// neighbours, going along the local wave, say of it. Windings of opposite sense meet and vanish,
/// those that the field demands stay, and one in excess stays here and there, as in skin. It is the
/// growth by oriented filters of Cappelli, Maio, Maltoni (SFinGe, 2000) at a sixteenth of the
/// points, with the phase instead of the grey.
final class RidgePattern {
    /// Pixels between nodes: less than half of the smallest ridge period.
    static final int STEP = 4;

    // The numbers below were chosen so that SourceAFIS finds in synthetic prints what it finds in
    // real ones: as many minutiae, as dense, at the same distances from each other, neighbours
    // pointing the same way or opposite ways as often, and impostor scores that are no lower.
    // `forpost sim score-report` shows the scores beside real sets.

    /// How often the middling node of the middling person takes the mean.
    private static final double ROUNDS = 95;

    /// Beyond this hardly anything moves, and the time is lost.
    private static final int MOST_ROUNDS = 120;

    /// How far that differs from place to place, as a deviation of its logarithm.
    private static final double ROUNDS_SPREAD = 1.2;

    /// Short ridges on the skin of the middling person, of which a press shows about a quarter.
    private static final double SHORT_RIDGES = 40;

    /// Half of the length of a short ridge in pixels: the shortest, and what is added to it on
    /// average.
    private static final double SHORTEST_HALF = 4.5;

    private static final double MEAN_HALF = 12;

    private final int columns;
    private final int rows;
    private final float[] turnsX;
    private final float[] turnsY;
    private final float[] phase;

    private RidgePattern(int columns, int rows, float[] turnsX, float[] turnsY, float[] phase) {
        this.columns = columns;
        this.rows = rows;
        this.turnsX = turnsX;
        this.turnsY = turnsY;
        this.phase = phase;
    }

    static RidgePattern grow(long fingerSeed, int width, int height) {
        int columns = width / STEP + 2;
        int rows = height / STEP + 2;
        var field = new OrientationField(fingerSeed, width, height);
        Sheet frequency =
                RidgePeriod.frequency(fingerSeed, field, width + 2 * STEP, height + 2 * STEP);
        var kx = new float[columns * rows];
        var ky = new float[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = column * STEP;
                int y = row * STEP;
                double across = field.at(x, y) + Math.PI / 2;
                double turns = frequency.at(x, y);
                kx[row * columns + column] = (float) (turns * StrictMath.cos(across));
                ky[row * columns + column] = (float) (turns * StrictMath.sin(across));
            }
        }
        var growth = new Growth(columns, rows, STEP, kx, ky);
        growth.scatter(new SplittableRandom(Seeds.mix(fingerSeed, Seeds.RIDGES)));
        growth.settle(rounds(fingerSeed, columns, rows));
        addShortRidges(fingerSeed, growth, field, width, height);
        return new RidgePattern(columns, rows, kx, ky, growth.phases());
    }

    /// Growth stops earlier in some places than in others, so that minutiae lie denser there; and
    /// earlier in some persons than in others.
    private static byte[] rounds(long fingerSeed, int columns, int rows) {
        var person = new SplittableRandom(Seeds.mix(fingerSeed, Seeds.GROWTH + 100));
        double mean = StrictMath.log(ROUNDS) + 0.2 * person.nextGaussian();
        var noise =
                new SmoothNoise(
                        Seeds.mix(fingerSeed, Seeds.GROWTH), columns * STEP, rows * STEP, 35);
        var coarse =
                new Sheet(
                        columns * STEP,
                        rows * STEP,
                        2 * STEP,
                        (x, y) -> StrictMath.exp(mean + ROUNDS_SPREAD * noise.at(x, y)));
        var rounds = new byte[columns * rows];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] =
                    (byte)
                            Math.clamp(
                                    coarse.at(i % columns * STEP, i / columns * STEP),
                                    4,
                                    MOST_ROUNDS);
        }
        return rounds;
    }

    /// Growth alone keeps minutiae apart; skin does not. Islands and enclosures, two minutiae back
    /// to back a few pixels apart, are put in.
    private static void addShortRidges(
            long fingerSeed, Growth growth, OrientationField field, int width, int height) {
        var random = new SplittableRandom(Seeds.mix(fingerSeed, Seeds.SHORT_RIDGES));
        double expected = SHORT_RIDGES * StrictMath.exp(0.35 * random.nextGaussian());
        int count = (int) (expected + random.nextDouble());
        for (int i = 0; i < count; i++) {
            double x = 40 + random.nextDouble() * (width - 80);
            double y = 40 + random.nextDouble() * (height - 80);
            double angle = field.at(x, y) + 0.3 * random.nextGaussian();
            double half =
                    Math.min(
                            20,
                            SHORTEST_HALF - MEAN_HALF * StrictMath.log(1 - random.nextDouble()));
            float dx = (float) (half * StrictMath.cos(angle));
            float dy = (float) (half * StrictMath.sin(angle));
            if (random.nextBoolean()) {
                dx = -dx;
                dy = -dy;
            }
            growth.wind((float) x - dx, (float) y - dy, (float) x + dx, (float) y + dy);
        }
    }

    /// Height of the skin at a point: 1 on a ridge, -1 in a valley, near 0 at a minutia.
    float at(float x, float y) {
        float u = Math.clamp(x / STEP, 0, columns - 1.01f);
        float v = Math.clamp(y / STEP, 0, rows - 1.01f);
        int column = (int) u;
        int row = (int) v;
        float s = u - column;
        float t = v - row;
        int i = row * columns + column;
        float dx = s * STEP;
        float dy = t * STEP;
        return (1 - t) * ((1 - s) * wave(i, dx, dy) + s * wave(i + 1, dx - STEP, dy))
                + t
                        * ((1 - s) * wave(i + columns, dx, dy - STEP)
                                + s * wave(i + columns + 1, dx - STEP, dy - STEP));
    }

    private float wave(int node, float dx, float dy) {
        return Wave.cosine(phase[node] + turnsX[node] * dx + turnsY[node] * dy);
    }
}
