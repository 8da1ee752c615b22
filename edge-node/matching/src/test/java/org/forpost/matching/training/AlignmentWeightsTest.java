package org.forpost.matching.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.forpost.matching.cylinder.Projection;
import org.junit.jupiter.api.Test;

final class AlignmentWeightsTest {
    /// Mates are drawn with known odds; the regression finds them again.
    @Test
    void findsTheOddsThatExamplesWereDrawnWith() {
        Random random = new Random(8);
        List<AlignmentWeights.Example> examples = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            double[] features = new double[Projection.FEATURES];
            for (int f = 0; f < features.length; f++) {
                features[f] = random.nextGaussian();
            }
            double odds = 2 * features[0] - features[3] - 1.5;
            boolean mate = random.nextDouble() < 1 / (1 + Math.exp(-odds));
            examples.add(new AlignmentWeights.Example(features, mate));
        }
        double[] weights = AlignmentWeights.fit(examples);
        assertEquals(2, weights[0], 0.1);
        assertEquals(-1, weights[3], 0.1);
        assertEquals(-1.5, weights[Projection.FEATURES], 0.1);
        assertTrue(Math.abs(weights[5]) < 0.1);
    }
}
