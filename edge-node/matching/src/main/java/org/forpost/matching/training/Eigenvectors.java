package org.forpost.matching.training;

/// Eigenvalues and orthonormal eigenvectors of a symmetric positive matrix by one-sided Jacobi
/// rotations (Hestenes; Golub and Van Loan, Matrix Computations, 4th edition, section 8.6.3): its
/// rows are rotated among each other until all are orthogonal. Then their lengths are the
/// eigenvalues and their directions the eigenvectors. About a second for 384 rows, and the same
/// bits on every machine.
///
/// @param values in no order
/// @param vectors one row for each value
@SuppressWarnings("ArrayRecordComponent")
record Eigenvectors(double[] values, double[][] vectors) {
    /// It converges quadratically: ten sweeps are usual.
    private static final int MOST_SWEEPS = 40;

    /// Cosine between two rows that counts as none.
    private static final double ORTHOGONAL = 1e-11;

    static Eigenvectors of(double[][] positive) {
        int n = positive.length;
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = positive[i].clone();
        }
        boolean turned = true;
        for (int sweep = 0; sweep < MOST_SWEEPS && turned; sweep++) {
            turned = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    turned |= orthogonalise(rows[p], rows[q]);
                }
            }
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.sqrt(Matrices.dot(rows[i], rows[i]));
            for (int k = 0; k < n; k++) {
                rows[i][k] /= values[i];
            }
        }
        return new Eigenvectors(values, rows);
    }

    private static boolean orthogonalise(double[] one, double[] other) {
        double dot = Matrices.dot(one, other);
        double a = Matrices.dot(one, one);
        double b = Matrices.dot(other, other);
        if (dot * dot <= ORTHOGONAL * ORTHOGONAL * a * b) {
            return false;
        }
        double half = (b - a) / (2 * dot);
        double tangent = 1 / (Math.abs(half) + Math.sqrt(half * half + 1));
        tangent = half < 0 ? -tangent : tangent;
        double cos = 1 / Math.sqrt(tangent * tangent + 1);
        double sin = tangent * cos;
        for (int k = 0; k < one.length; k++) {
            double x = one[k];
            double y = other[k];
            one[k] = cos * x - sin * y;
            other[k] = sin * x + cos * y;
        }
        return true;
    }
}
