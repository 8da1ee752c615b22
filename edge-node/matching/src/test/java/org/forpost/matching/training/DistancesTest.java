package org.forpost.matching.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class DistancesTest {
    @Test
    void detectionIsCountedAtTheRateOfFalseHits() {
        Distances same = new Distances(10);
        Distances different = new Distances(10);
        for (int i = 0; i < 100; i++) {
            same.count(i < 60 ? 2 : i < 80 ? 4 : 8);
            different.count(i < 10 ? 4 : 8);
        }
        assertEquals(0.6, Distances.detection(same, different, 0), 1e-9);
        assertEquals(0.8, Distances.detection(same, different, 0.1), 1e-9);
        // half of the strangers at distance 4 let in: half of the mates there
        assertEquals(0.7, Distances.detection(same, different, 0.05), 1e-9);
    }

    @Test
    void likelihoodNeverGrowsWithTheDistance() {
        Distances same = new Distances(64);
        Distances different = new Distances(64);
        for (int i = 0; i < 1000; i++) {
            same.count(i % 20);
            different.count(25 + i % 39);
        }
        float[] ratio = Distances.likelihood(same, different);
        assertTrue(ratio[0] > 5);
        assertEquals(0, ratio[64]);
        for (int d = 1; d < ratio.length; d++) {
            assertTrue(ratio[d] <= ratio[d - 1]);
        }
    }
}
