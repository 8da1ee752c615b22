package org.forpost.matching.cylinder;

import java.util.Arrays;
import org.forpost.matching.sourceafis.Minutiae;

/// The raw descriptors: one cylinder per minutia, 8 × 8 cells × 6 directions, seen from the
/// minutia.
///
/// After Cappelli, Ferrara, Maltoni (PAMI 2010), with two changes that measured better on held-out
/// pairs: the spread of a neighbour grows with its distance, as the distortion of skin does, and
/// contributions saturate exponentially.
///
/// A cell beyond the print (further out than its outermost minutiae) is not empty but unknown. It
/// is filled with what such a cell holds on average, so that it says nothing: otherwise the border
/// of the print would be the strongest feature of every minutia beside it, and another impression
/// of the finger has another border.
///
/// Of one impression; several threads may describe several minutiae.
public final class Cylinders {
    private static final int CELLS = 8;
    private static final int DIRECTIONS = 6;

    /// Length of one cylinder.
    public static final int LENGTH = CELLS * CELLS * DIRECTIONS;

    /// Pixels at 500 dpi: some 11 ridges, 20 to 25 neighbours. 85 and 120 measured worse.
    private static final double RADIUS = 100;

    /// Beyond the radius a neighbour fades out over this many pixels instead of vanishing.
    private static final double FADING = 12;

    private static final double SPREAD = 14;
    private static final double SPREAD_PER_PIXEL = 0.08;
    private static final double ANGULAR_SPREAD = 0.6;
    private static final double CELL = 2 * RADIUS / CELLS;

    /// Cells without directions.
    public static final int PLACES = CELLS * CELLS;

    /// Pixels beyond the outermost minutiae where a cell is half known: about two ridges, on which
    /// the extractor would have seen another minutia.
    private static final double MARGIN = 15;

    /// Pixels over which knowledge fades.
    private static final double SOFTNESS = 6;

    /// A weaker contribution to a cell is not worth its multiplications.
    private static final double NEGLIGIBLE = 1e-3;

    // exp(-t/2) and 1 - exp(-t) in steps of 1/64: the exponentials themselves took half of the time
    private static final int STEPS = 64;
    private static final int FLATTEST = 30;
    private static final float[] BELL = new float[FLATTEST * STEPS + 1];
    private static final float[] SATURATED = new float[FLATTEST * STEPS + 1];

    static {
        for (int i = 0; i < BELL.length; i++) {
            BELL[i] = (float) Math.exp(-0.5 * i / STEPS);
            SATURATED[i] = (float) -Math.expm1(-(double) i / STEPS);
        }
    }

    private static float bell(double squared) {
        if (squared >= FLATTEST) {
            return 0;
        }
        double at = squared * STEPS;
        int below = (int) at;
        return BELL[below] + (float) (at - below) * (BELL[below + 1] - BELL[below]);
    }

    private static float saturated(float value) {
        if (value >= FLATTEST) {
            return 1;
        }
        float at = value * STEPS;
        int below = (int) at;
        return SATURATED[below] + (at - below) * (SATURATED[below + 1] - SATURATED[below]);
    }

    private final Minutiae all;
    private final Hull hull;
    private final float[] expected;

    /// @param all minutiae of one impression
    /// @param expected what an unknown cell holds on average, [#LENGTH] values from 0 to 1
    public Cylinders(Minutiae all, float[] expected) {
        this.all = all;
        this.hull = new Hull(all);
        this.expected = expected;
    }

    /// Writes how well each place is known, 0 to 1; the directions of a place follow each other in
    /// a cylinder.
    ///
    /// @param into [#PLACES] values, overwritten
    public void known(int minutia, float[] into) {
        double cos = Math.cos(all.direction()[minutia]);
        double sin = Math.sin(all.direction()[minutia]);
        int at = 0;
        for (int k = 0; k < CELLS; k++) {
            double forward = (k + 0.5) * CELL - RADIUS;
            for (int l = 0; l < CELLS; l++) {
                double aside = (l + 0.5) * CELL - RADIUS;
                double beyond =
                        hull.beyond(
                                all.x()[minutia] + forward * cos - aside * sin,
                                all.y()[minutia] + forward * sin + aside * cos);
                into[at++] = (float) (1 / (1 + Math.exp((beyond - MARGIN) / SOFTNESS)));
            }
        }
    }

    /// Writes the cylinder of one minutia, values 0 to 1.
    ///
    /// @param into [#LENGTH] values, overwritten
    public void describe(int minutia, float[] into) {
        Arrays.fill(into, 0);
        double[] across = new double[CELLS];
        double[] down = new double[CELLS];
        double[] around = new double[DIRECTIONS];
        double cos = Math.cos(all.direction()[minutia]);
        double sin = Math.sin(all.direction()[minutia]);
        for (int j = 0; j < all.count(); j++) {
            double dx = all.x()[j] - all.x()[minutia];
            double dy = all.y()[j] - all.y()[minutia];
            double distance = Math.sqrt(dx * dx + dy * dy);
            if (j == minutia || distance > 1.25 * RADIUS) {
                continue;
            }
            double beyond = Math.max(0, distance - RADIUS) / FADING;
            double weight = bell(beyond * beyond);
            double spread = SPREAD + SPREAD_PER_PIXEL * distance;
            bumps(across, dx * cos + dy * sin, spread);
            bumps(down, dy * cos - dx * sin, spread);
            double turn = all.direction()[j] - all.direction()[minutia];
            for (int k = 0; k < DIRECTIONS; k++) {
                double off = wrap(turn - k * 2 * Math.PI / DIRECTIONS) / ANGULAR_SPREAD;
                around[k] = weight * bell(off * off);
            }
            add(across, down, around, into);
        }
        float[] known = new float[PLACES];
        known(minutia, known);
        for (int i = 0; i < LENGTH; i++) {
            float seen = saturated(into[i]);
            into[i] = seen + (1 - known[i / DIRECTIONS]) * (1 - seen) * expected[i];
        }
    }

    private static void bumps(double[] into, double at, double spread) {
        for (int k = 0; k < CELLS; k++) {
            double off = (at - ((k + 0.5) * CELL - RADIUS)) / spread;
            into[k] = bell(off * off);
        }
    }

    private static void add(double[] across, double[] down, double[] around, float[] into) {
        int at = 0;
        for (int k = 0; k < CELLS; k++) {
            if (across[k] < NEGLIGIBLE) {
                at += CELLS * DIRECTIONS;
                continue;
            }
            for (int l = 0; l < CELLS; l++) {
                double here = across[k] * down[l];
                if (here >= NEGLIGIBLE) {
                    for (int m = 0; m < DIRECTIONS; m++) {
                        into[at + m] += (float) (here * around[m]);
                    }
                }
                at += DIRECTIONS;
            }
        }
    }

    private static double wrap(double angle) {
        double turned = angle;
        while (turned > Math.PI) {
            turned -= 2 * Math.PI;
        }
        while (turned < -Math.PI) {
            turned += 2 * Math.PI;
        }
        return turned;
    }
}
