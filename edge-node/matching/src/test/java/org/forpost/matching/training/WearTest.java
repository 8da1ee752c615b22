package org.forpost.matching.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.forpost.matching.sourceafis.Minutiae;
import org.forpost.matching.sourceafis.Pairing;
import org.junit.jupiter.api.Test;

final class WearTest {
    @Test
    void whatIsLeftIsStillTheSameMinutiaAndNotFarAway() {
        Impression whole = impression(50);
        List<Pairing.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            pairs.add(new Pairing.Pair(i, i));
        }
        Mates mates = new Mates(whole, whole, 100, pairs);
        Random random = new Random(4);
        int left = 0;
        for (int round = 0; round < 20; round++) {
            Mates worn = Wear.OF_SYNTHETIC.wear(mates, random);
            for (Pairing.Pair pair : worn.pairs()) {
                Minutiae one = worn.first().minutiae();
                Minutiae other = worn.second().minutiae();
                double apart =
                        Math.hypot(
                                one.x()[pair.probe()] - other.x()[pair.candidate()],
                                one.y()[pair.probe()] - other.y()[pair.candidate()]);
                assertTrue(apart < 60, "moved by " + apart);
                left++;
            }
        }
        assertTrue(left > 20 * 15 && left < 20 * 48, left + " pairs are left of " + 20 * 50);
    }

    @Test
    void aMirrorTwiceIsTheFingerItself() {
        Impression whole = impression(30);
        Mates mates = new Mates(whole, whole, 100, List.of());
        Mates twice = Wear.mirrored(Wear.mirrored(List.of(mates))).getFirst();
        for (int i = 0; i < 30; i++) {
            assertEquals(whole.minutiae().x()[i], twice.first().minutiae().x()[i]);
            assertEquals(
                    whole.minutiae().direction()[i], twice.first().minutiae().direction()[i], 1e-5);
        }
    }

    private static Impression impression(int count) {
        Random random = new Random(9);
        short[] x = new short[count];
        short[] y = new short[count];
        float[] direction = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (short) random.nextInt(300);
            y[i] = (short) random.nextInt(300);
            direction[i] = (float) (2 * Math.PI * random.nextDouble());
        }
        Minutiae minutiae = new Minutiae(300, 300, x, y, direction, new boolean[count]);
        return new Impression("set", "finger", Impression.MAIN, 0, minutiae);
    }
}
