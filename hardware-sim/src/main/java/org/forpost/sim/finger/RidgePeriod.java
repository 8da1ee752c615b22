package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// The distance from ridge to ridge over one finger: about 9 pixels at 500 dpi, different from
/// person to person, wider towards the flexion crease (Cappelli, Maio, Maltoni, 2000), varying
/// smoothly besides.
///
/// Where ridges run together or apart the period gives way before a ridge ends: with the wave
/// vector `k = exp(u) n`, `n` across the ridges and `t` along them, no minutia is needed where
/// `curl k = 0`, that is where `t . grad u = n . grad angle`. The period is the smooth field with
/// that slope along the ridges that also stays near the person's own, found by a few dozen steps
/// down the gradient of the sum of both squares.
final class RidgePeriod {
    /// Bounds in pixels at 500 dpi; measured adult fingers lie between 0.35 and 0.6 mm.
    static final double SHORTEST = 6.8;

    static final double LONGEST = 12;

    /// Pixels between the points at which the period is known.
    static final int CELL = 8;

    /// Over so many pixels the period forgets that it gave way.
    private static final double RECOVERY = 160;

    private static final int STEPS = 60;

    /// Near a core or a delta ridges turn without bound; the period does not follow them there.
    private static final double SHARPEST_TURN = 0.025;

    private RidgePeriod() {}

    /// Turns per pixel over an area, at a pixel.
    static Sheet frequency(long fingerSeed, OrientationField field, int width, int height) {
        int columns = width / CELL + 2;
        int rows = height / CELL + 2;
        var wanted = new float[columns * rows];
        var across = new double[columns * rows];
        own(fingerSeed, width, height, columns, wanted);
        for (int i = 0; i < across.length; i++) {
            across[i] = field.at(i % columns * CELL, i / columns * CELL) + Math.PI / 2;
        }
        float[] u = yielding(wanted, across, columns, rows);
        return new Sheet(
                width,
                height,
                CELL,
                (x, y) ->
                        Math.clamp(
                                StrictMath.exp(u[(int) y / CELL * columns + (int) x / CELL]),
                                1 / LONGEST,
                                1 / SHORTEST));
    }

    private static void own(long fingerSeed, int width, int height, int columns, float[] wanted) {
        var random = new SplittableRandom(Seeds.mix(fingerSeed, Seeds.PERIOD_NOISE));
        double base = 8.9 + Math.clamp(random.nextGaussian() * 0.7, -1.4, 1.4);
        double lower = 0.06 + random.nextDouble() * 0.10;
        var noise = new SmoothNoise(random.nextLong(), width, height, 60);
        for (int i = 0; i < wanted.length; i++) {
            int row = i / columns;
            double x = (i - row * columns) * CELL;
            double y = row * CELL;
            double below = Math.clamp((y - height * 0.5) / (height * 0.3), 0, 1);
            wanted[i] =
                    (float)
                            -(StrictMath.log(base)
                                    + StrictMath.log1p(lower * below)
                                    + 0.07 * noise.at(x, y));
        }
    }

    private static float[] yielding(float[] wanted, double[] across, int columns, int rows) {
        var tx = new float[wanted.length];
        var ty = new float[wanted.length];
        var slope = new float[wanted.length];
        for (int row = 1; row < rows - 1; row++) {
            for (int column = 1; column < columns - 1; column++) {
                int i = row * columns + column;
                float nx = (float) StrictMath.cos(across[i]);
                float ny = (float) StrictMath.sin(across[i]);
                double turnX = Math.IEEEremainder(across[i + 1] - across[i - 1], Math.PI);
                double turnY =
                        Math.IEEEremainder(across[i + columns] - across[i - columns], Math.PI);
                tx[i] = -ny;
                ty[i] = nx;
                slope[i] =
                        (float)
                                Math.clamp(
                                        (nx * turnX + ny * turnY) / (2 * CELL),
                                        -SHARPEST_TURN,
                                        SHARPEST_TURN);
            }
        }
        float[] u = wanted.clone();
        var fluxX = new float[wanted.length];
        var fluxY = new float[wanted.length];
        float rate = 0.4f;
        float recovery = (float) ((double) CELL * CELL / (RECOVERY * RECOVERY));
        for (int step = 0; step < STEPS; step++) {
            for (int i = columns + 1; i < u.length - columns - 1; i++) {
                float along =
                        tx[i] * (u[i + 1] - u[i - 1]) + ty[i] * (u[i + columns] - u[i - columns]);
                float excess = along / 2 - slope[i] * CELL;
                fluxX[i] = excess * tx[i];
                fluxY[i] = excess * ty[i];
            }
            for (int i = columns + 1; i < u.length - columns - 1; i++) {
                float inward =
                        fluxX[i + 1] - fluxX[i - 1] + fluxY[i + columns] - fluxY[i - columns];
                // The second term keeps neighbouring points, which central differences leave apart,
                // together.
                float rough = u[i + 1] + u[i - 1] + u[i + columns] + u[i - columns] - 4 * u[i];
                u[i] += rate * (inward / 2 + 0.1f * rough + recovery * (wanted[i] - u[i]));
            }
        }
        return u;
    }
}
