package org.forpost.matching.training;

import org.forpost.matching.cylinder.Cylinders;

/// Sums over cylinders from which two covariances come: how cylinders of all minutiae spread, and
/// how two cylinders of one minutia differ.
final class Scatter {
    private static final int LENGTH = Cylinders.LENGTH;

    private final double[] sum = new double[LENGTH];
    // upper triangles
    private final double[][] products = new double[LENGTH][LENGTH];
    private final double[][] differences = new double[LENGTH][LENGTH];
    private long cylinders;
    private long pairs;

    long cylinders() {
        return cylinders;
    }

    long pairs() {
        return pairs;
    }

    /// Counts one cylinder.
    void see(float[] cylinder) {
        cylinders++;
        for (int i = 0; i < LENGTH; i++) {
            sum[i] += cylinder[i];
        }
        add(products, cylinder);
    }

    /// Counts two cylinders of one minutia; they are not counted as cylinders.
    void see(float[] one, float[] other) {
        pairs++;
        float[] difference = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            difference[i] = one[i] - other[i];
        }
        add(differences, difference);
    }

    private static void add(double[][] triangle, float[] values) {
        for (int i = 0; i < LENGTH; i++) {
            float value = values[i];
            if (value != 0) {
                double[] row = triangle[i];
                for (int j = i; j < LENGTH; j++) {
                    row[j] += value * values[j];
                }
            }
        }
    }

    /// Adds `weight` times the mean and the covariance of all cylinders.
    void addTotal(double weight, double[] mean, double[][] covariance) {
        for (int i = 0; i < LENGTH; i++) {
            mean[i] += weight * sum[i] / cylinders;
            for (int j = i; j < LENGTH; j++) {
                double value =
                        products[i][j] / cylinders - sum[i] / cylinders * (sum[j] / cylinders);
                covariance[i][j] += weight * value;
                covariance[j][i] = covariance[i][j];
            }
        }
    }

    /// Adds `weight` times half of the mean square of differences: the covariance of one impression
    /// around what the minutia itself looks like.
    void addWithin(double weight, double[][] covariance) {
        for (int i = 0; i < LENGTH; i++) {
            for (int j = i; j < LENGTH; j++) {
                covariance[i][j] += weight * differences[i][j] / pairs / 2;
                covariance[j][i] = covariance[i][j];
            }
        }
    }
}
