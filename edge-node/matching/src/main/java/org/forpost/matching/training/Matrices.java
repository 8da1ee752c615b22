package org.forpost.matching.training;

/// The few products that training needs, row by row so that they run over memory in order.
final class Matrices {
    private Matrices() {}

    static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            double[] row = product[i];
            for (int k = 0; k < b.length; k++) {
                double factor = a[i][k];
                double[] other = b[k];
                for (int j = 0; j < row.length; j++) {
                    row[j] += factor * other[j];
                }
            }
        }
        return product;
    }

    static double[][] transposed(double[][] a) {
        double[][] result = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                result[j][i] = a[i][j];
            }
        }
        return result;
    }

    static float[][] transposed(float[][] a) {
        float[][] result = new float[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                result[j][i] = a[i][j];
            }
        }
        return result;
    }

    /// `m · a · mᵀ`.
    static double[][] seenThrough(double[][] m, double[][] a) {
        return times(times(m, a), transposed(m));
    }

    /// Adds `factor · row`.
    static void add(float[] into, float factor, float[] row) {
        for (int i = 0; i < into.length; i++) {
            into[i] += factor * row[i];
        }
    }

    /// `Σ_k vector[k] · rows[k]`.
    static float[] combined(float[] vector, float[][] rows) {
        float[] sum = new float[rows[0].length];
        for (int k = 0; k < vector.length; k++) {
            if (vector[k] != 0) {
                add(sum, vector[k], rows[k]);
            }
        }
        return sum;
    }

    static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
