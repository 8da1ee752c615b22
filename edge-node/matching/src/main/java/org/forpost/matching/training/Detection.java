package org.forpost.matching.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.forpost.matching.cylinder.Projection;

/// Which part of mates' minutiae is found where a part of strangers' minutiae may be hit by
/// mistake.
///
/// @param whole at false-hit rates 10⁻³ and 10⁻⁴, by all 256 bits
/// @param half the same by the first 128, which is what a search looks at first
@SuppressWarnings("ArrayRecordComponent")
record Detection(double[] whole, double[] half) {
    private static final double[] RATES = {1e-3, 1e-4};

    /// Enough for 200 false hits at the lower rate.
    private static final int DRAWS = 2_000_000;

    /// SourceAFIS's score below which its pairing is not trusted as the truth.
    private static final double LEAST_SCORE = 20;

    /// @param mates of fingers that were not learned from
    /// @param more strangers to them all, may be empty
    static Detection of(Projection projection, List<Mates> mates, List<Mates> more, long seed) {
        Map<Impression, Codes.Owned> known = new LinkedHashMap<>();
        Map<String, Integer> fingers = new HashMap<>();
        List<Codes.Owned> mine = owned(projection, mates, known, fingers);
        List<Codes.Owned> others = new ArrayList<>(mine);
        others.addAll(owned(projection, more, known, fingers));
        double[][] found = new double[2][RATES.length];
        for (int half = 0; half < 2; half++) {
            int bits = Projection.CODE_BITS >> half;
            Distances same = new Distances(bits);
            for (Mates both : mates) {
                long[][] one = codes(known, both.first());
                long[][] other = codes(known, both.second());
                if (both.score() >= LEAST_SCORE) {
                    both.pairs()
                            .forEach(p ->
                                    same.count(
                                            Codes.distance(
                                                    one[p.probe()], other[p.candidate()], bits)));
                }
            }
            Distances different =
                    Codes.strangers(mine, others, bits, DRAWS, new Random(seed + half));
            for (int r = 0; r < RATES.length; r++) {
                found[half][r] = Distances.detection(same, different, RATES[r]);
            }
        }
        return new Detection(found[0], found[1]);
    }

    private static long[][] codes(Map<Impression, Codes.Owned> known, Impression impression) {
        Codes.Owned owned = known.get(impression);
        return owned == null ? new long[0][] : owned.codes();
    }

    private static List<Codes.Owned> owned(
            Projection projection,
            List<Mates> mates,
            Map<Impression, Codes.Owned> known,
            Map<String, Integer> fingers) {
        List<Codes.Owned> all = new ArrayList<>();
        mates.stream()
                .flatMap(m -> Stream.of(m.first(), m.second()))
                .forEach(impression -> {
                    if (!known.containsKey(impression)) {
                        int finger =
                                fingers.computeIfAbsent(impression.finger(), f -> fingers.size());
                        long[][] codes = Codes.of(impression.minutiae(), projection);
                        known.put(impression, new Codes.Owned(finger, codes));
                        all.add(new Codes.Owned(finger, codes));
                    }
                });
        return all;
    }

    /// Four columns of a Markdown table, in percent.
    String cells() {
        return String.format(
                Locale.ROOT,
                "%.1f | %.1f | %.1f | %.1f",
                100 * whole[0],
                100 * whole[1],
                100 * half[0],
                100 * half[1]);
    }
}
