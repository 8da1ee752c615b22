package org.forpost.matching.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.forpost.matching.cylinder.Cylinders;
import org.forpost.matching.sourceafis.Minutiae;
import org.forpost.matching.sourceafis.Pairing;

/// What a group of mates teaches: how cylinders spread, how those of one minutia differ, and
/// examples of the latter.
///
/// @param scatter of all impressions and all pairs
/// @param pairs some of the pairs, at most [#MOST_PAIRS], in no order
record Experience(Scatter scatter, List<Pair> pairs) {
    /// 3 kB each, and more than a training looks at twice.
    private static final int MOST_PAIRS = 40_000;

    /// Two cylinders of one minutia.
    ///
    /// @param finger tells whose: two pairs of one finger are no examples of different fingers
    @SuppressWarnings("ArrayRecordComponent")
    record Pair(int finger, float[] one, float[] other) {}

    /// @param expected what unknown cells are filled with
    /// @param random picks the examples where there are too many
    static Experience of(List<Mates> mates, float[] expected, Random random) {
        Scatter scatter = new Scatter();
        List<Pair> pairs = new ArrayList<>();
        Map<String, Integer> fingers = new HashMap<>();
        // Mates of one finger follow each other, so that its cylinders need not be kept for long.
        Map<Impression, float[][]> described = new LinkedHashMap<>();
        String last = "";
        int met = 0;
        for (Mates both : mates) {
            String finger = both.first().finger();
            if (!finger.equals(last)) {
                described.clear();
                last = finger;
            }
            int number = fingers.computeIfAbsent(finger, f -> fingers.size());
            float[][] one = described(both.first(), expected, scatter, described);
            float[][] other = described(both.second(), expected, scatter, described);
            for (Pairing.Pair same : both.pairs()) {
                Pair pair = new Pair(number, one[same.probe()], other[same.candidate()]);
                scatter.see(pair.one, pair.other);
                // every pair has the same chance to be among those that are kept
                met++;
                if (pairs.size() < MOST_PAIRS) {
                    pairs.add(pair);
                } else {
                    int place = random.nextInt(met);
                    if (place < MOST_PAIRS) {
                        pairs.set(place, pair);
                    }
                }
            }
        }
        return new Experience(scatter, List.copyOf(pairs));
    }

    private static float[][] described(
            Impression impression,
            float[] expected,
            Scatter scatter,
            Map<Impression, float[][]> known) {
        float[][] before = known.get(impression);
        if (before != null) {
            return before;
        }
        Minutiae minutiae = impression.minutiae();
        float[][] cylinders = all(new Cylinders(minutiae, expected), minutiae.count());
        for (float[] cylinder : cylinders) {
            scatter.see(cylinder);
        }
        known.put(impression, cylinders);
        return cylinders;
    }

    static float[][] all(Cylinders cylinders, int count) {
        float[][] all = new float[count][Cylinders.LENGTH];
        for (int i = 0; i < all.length; i++) {
            cylinders.describe(i, all[i]);
        }
        return all;
    }

    /// What a cell holds on average where it is known.
    static float[] expected(List<Mates> mates) {
        double[] sums = new double[Cylinders.LENGTH];
        double[] weights = new double[Cylinders.PLACES];
        int directions = Cylinders.LENGTH / Cylinders.PLACES;
        float[] cylinder = new float[Cylinders.LENGTH];
        float[] known = new float[Cylinders.PLACES];
        Map<Impression, Boolean> seen = new LinkedHashMap<>();
        for (Mates both : mates) {
            for (Impression impression : List.of(both.first(), both.second())) {
                if (seen.put(impression, true) != null) {
                    continue;
                }
                Cylinders cylinders =
                        new Cylinders(impression.minutiae(), new float[Cylinders.LENGTH]);
                for (int i = 0; i < impression.minutiae().count(); i++) {
                    cylinders.describe(i, cylinder);
                    cylinders.known(i, known);
                    for (int place = 0; place < known.length; place++) {
                        weights[place] += known[place];
                        for (int d = 0; d < directions; d++) {
                            int cell = place * directions + d;
                            sums[cell] += known[place] * cylinder[cell];
                        }
                    }
                }
            }
        }
        float[] expected = new float[Cylinders.LENGTH];
        for (int cell = 0; cell < expected.length; cell++) {
            expected[cell] = (float) (sums[cell] / Math.max(1, weights[cell / directions]));
        }
        return expected;
    }
}
