package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// Smooth randomness: normally distributed values on a square lattice, cubically interpolated
/// between.
final class SmoothNoise {
    private final float[] lattice;
    private final int columns;
    private final int rows;
    private final double cell;

    /// @param width of the area in pixels
    /// @param height of the area in pixels
    /// @param cell distance of lattice points in pixels: about half the size of a feature
    SmoothNoise(long seed, double width, double height, double cell) {
        this.cell = cell;
        columns = (int) Math.ceil(width / cell) + 4;
        rows = (int) Math.ceil(height / cell) + 4;
        lattice = new float[columns * rows];
        var random = new SplittableRandom(seed);
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = (float) random.nextGaussian();
        }
    }

    /// A value with mean 0 and a deviation a little below 1; outside of the area, that of its
    /// nearest edge
    double at(double x, double y) {
        double u = Math.clamp(x / cell + 1, 1, columns - 2.001);
        double v = Math.clamp(y / cell + 1, 1, rows - 2.001);
        int i = (int) u;
        int j = (int) v;
        double s = u - i;
        double t = v - j;
        double sum = 0;
        for (int dj = -1; dj <= 2; dj++) {
            double row = 0;
            int at = Math.min(j + dj, rows - 1) * columns + i;
            for (int di = -1; di <= 2; di++) {
                int column = i + di < columns ? di : di - 1;
                row += spline(s - di) * lattice[at + column];
            }
            sum += spline(t - dj) * row;
        }
        // The cubic B-spline averages: this gives back the deviation that it took.
        return sum * 1.9;
    }

    private static double spline(double distance) {
        double d = Math.abs(distance);
        if (d < 1) {
            return 2 / 3.0 - d * d + d * d * d / 2;
        }
        double rest = 2 - d;
        return rest <= 0 ? 0 : rest * rest * rest / 6;
    }
}
