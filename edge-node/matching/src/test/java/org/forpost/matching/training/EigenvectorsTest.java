package org.forpost.matching.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class EigenvectorsTest {
    @Test
    void takesAMatrixApartAndItCanBePutTogetherAgain() {
        int n = 24;
        Random random = new Random(3);
        double[][] factor = new double[n][n];
        for (double[] row : factor) {
            for (int k = 0; k < n; k++) {
                row[k] = random.nextGaussian();
            }
        }
        double[][] positive = Matrices.times(factor, Matrices.transposed(factor));
        Eigenvectors parts = Eigenvectors.of(positive);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += parts.values()[k] * parts.vectors()[k][i] * parts.vectors()[k][j];
                }
                assertEquals(positive[i][j], sum, 1e-8);
                double dot = Matrices.dot(parts.vectors()[i], parts.vectors()[j]);
                assertEquals(i == j ? 1 : 0, dot, 1e-8);
            }
        }
    }

    /// Two axes, noise on one of them: the other one is the more telling.
    @Test
    void findsTheDirectionThatAgrees() {
        double[][] total = {{2, 0.5}, {0.5, 1}};
        double[][] within = {{0.1, 0}, {0, 0.8}};
        Discriminant found = Discriminant.of(total, within);
        double[][] spread = Matrices.seenThrough(found.directions(), total);
        assertEquals(1, spread[0][0], 1e-9);
        assertEquals(0, spread[0][1], 1e-9);
        double[][] noise = Matrices.seenThrough(found.directions(), within);
        assertEquals(1 - noise[0][0], found.agreement()[0], 1e-9);
        assertEquals(1, Double.compare(found.agreement()[0], found.agreement()[1]));
    }
}
