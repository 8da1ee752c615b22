package org.forpost.matching.sourceafis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PairingTest {
    /// SourceAFIS sorts minutiae in its own way and counts by that: each order of ours has to come
    /// back as it went in.
    @Test
    void pairsAreCountedInOurOrder() {
        Random random = new Random(11);
        int count = 40;
        short[] x = new short[count];
        short[] y = new short[count];
        float[] direction = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (short) (20 + random.nextInt(260));
            y[i] = (short) (20 + random.nextInt(260));
            direction[i] = (float) (6.28 * random.nextDouble());
        }
        Minutiae finger = new Minutiae(300, 300, x, y, direction, new boolean[count]);
        short[] backX = new short[count];
        short[] backY = new short[count];
        float[] backDirection = new float[count];
        for (int i = 0; i < count; i++) {
            backX[i] = (short) (x[count - 1 - i] + 7);
            backY[i] = (short) (y[count - 1 - i] + 3);
            backDirection[i] = direction[count - 1 - i];
        }
        Minutiae moved = new Minutiae(310, 310, backX, backY, backDirection, new boolean[count]);
        Pairing pairing = new Comparer(finger).pairing(moved);
        List<Pairing.Pair> pairs = pairing.pairs();
        assertTrue(pairs.size() > count / 2, pairs.size() + " pairs");
        long right = pairs.stream().filter(p -> p.candidate() == count - 1 - p.probe()).count();
        assertEquals(pairs.size(), right);
        assertEquals(new Comparer(finger).score(moved), pairing.score());
    }
}
