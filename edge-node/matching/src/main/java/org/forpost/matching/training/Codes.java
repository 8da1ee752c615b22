package org.forpost.matching.training;

import java.util.List;
import java.util.Random;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.sourceafis.Minutiae;

/// Codes of minutiae outside of any gallery, for measuring distances.
final class Codes {
    private static final int WORDS = Projection.CODE_BITS / 64;

    private Codes() {}

    /// @return one code for each minutia
    static long[][] of(Minutiae minutiae, Projection projection) {
        float[][] cylinders = Experience.all(projection.cylinders(minutiae), minutiae.count());
        long[][] codes = new long[cylinders.length][];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = of(cylinders[i], projection);
        }
        return codes;
    }

    /// @param cylinder [Cylinders#LENGTH] values
    static long[] of(float[] cylinder, Projection projection) {
        float[] reduced = new float[Projection.DIMENSIONS];
        float[] bits = new float[Projection.CODE_BITS];
        projection.reduce(cylinder, reduced);
        projection.rotate(reduced, bits);
        long[] code = new long[WORDS];
        for (int b = 0; b < bits.length; b++) {
            if (bits[b] > 0) {
                code[b >> 6] |= 1L << b;
            }
        }
        return code;
    }

    /// @param bits 128 for the first halves, 256 for all
    static int distance(long[] one, long[] other, int bits) {
        int distance = 0;
        for (int w = 0; w < bits / 64; w++) {
            distance += Long.bitCount(one[w] ^ other[w]);
        }
        return distance;
    }

    /// Codes and whose they are, for drawing two of different fingers.
    record Owned(int finger, long[][] codes) {}

    /// Distances between minutiae of different fingers.
    static Distances strangers(
            List<Owned> ones, List<Owned> others, int bits, int draws, Random random) {
        Distances distances = new Distances(bits);
        // In a pool of one finger nobody is a stranger; then the count stays at 0.
        for (int tries = 0; distances.total() < draws && tries < 100L * draws; tries++) {
            Owned one = ones.get(random.nextInt(ones.size()));
            Owned other = others.get(random.nextInt(others.size()));
            if (one.finger != other.finger && one.codes.length > 0 && other.codes.length > 0) {
                long[] mine = one.codes[random.nextInt(one.codes.length)];
                long[] theirs = other.codes[random.nextInt(other.codes.length)];
                distances.count(distance(mine, theirs, bits));
            }
        }
        return distances;
    }
}
