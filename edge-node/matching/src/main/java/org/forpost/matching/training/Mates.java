package org.forpost.matching.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.sourceafis.Comparer;
import org.forpost.matching.sourceafis.Minutiae;
import org.forpost.matching.sourceafis.Pairing;

/// Two impressions of one finger and which of their minutiae are the same.
///
/// @param score SourceAFIS's
/// @param pairs minutia of the first, minutia of the second
record Mates(Impression first, Impression second, double score, List<Pairing.Pair> pairs) {
    /// Below this SourceAFIS's pairing is as often wrong as right.
    private static final double LEAST_SCORE = 15;

    /// Pixels and radians within which a minutia that SourceAFIS left unpaired is still the same,
    /// after the movement of its paired neighbours has been taken out.
    private static final double NEAR = 10;

    private static final double ANGLE = 0.35;

    /// Square pixels: a pair nearer than 20 px does not outweigh all others together.
    private static final double FLAT = 400;

    Mates {
        pairs = List.copyOf(pairs);
    }

    /// All pairs of impressions of each finger in one view, in the order of the impressions. Those
    /// whose score is too low have no pairs of minutiae.
    static List<Mates> among(List<Impression> impressions, Progress progress) {
        Map<String, List<Impression>> fingers = new LinkedHashMap<>();
        for (Impression impression : impressions) {
            String key = impression.finger() + ", " + impression.view();
            fingers.computeIfAbsent(key, f -> new ArrayList<>()).add(impression);
        }
        List<Mates> all = new ArrayList<>();
        for (List<Impression> finger : fingers.values()) {
            for (int i = 0; i < finger.size(); i++) {
                Comparer comparer = new Comparer(finger.get(i).minutiae());
                for (int j = i + 1; j < finger.size(); j++) {
                    all.add(compare(finger.get(i), comparer, finger.get(j)));
                }
                progress.step(1);
            }
        }
        return all;
    }

    private static Mates compare(Impression first, Comparer comparer, Impression second) {
        Pairing pairing = comparer.pairing(second.minutiae());
        List<Pairing.Pair> pairs =
                pairing.score() < LEAST_SCORE || pairing.pairs().isEmpty()
                        ? List.of()
                        : extended(first.minutiae(), second.minutiae(), pairing.pairs());
        return new Mates(first, second, pairing.score(), pairs);
    }

    /// SourceAFIS stops at pairs that its edges reach. The others are looked for where their paired
    /// neighbours, the nearer the weightier, say that they have moved.
    private static List<Pairing.Pair> extended(Minutiae a, Minutiae b, List<Pairing.Pair> certain) {
        boolean[] mine = new boolean[a.count()];
        boolean[] theirs = new boolean[b.count()];
        double sumSin = 0;
        double sumCos = 0;
        for (Pairing.Pair pair : certain) {
            mine[pair.probe()] = true;
            theirs[pair.candidate()] = true;
            double turn = b.direction()[pair.candidate()] - a.direction()[pair.probe()];
            sumSin += Math.sin(turn);
            sumCos += Math.cos(turn);
        }
        double turn = Math.atan2(sumSin, sumCos);
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);
        List<Pairing.Pair> pairs = new ArrayList<>(certain);
        for (int i = 0; i < a.count(); i++) {
            if (mine[i]) {
                continue;
            }
            double x = 0;
            double y = 0;
            double sum = 0;
            for (Pairing.Pair pair : certain) {
                double dx = a.x()[i] - a.x()[pair.probe()];
                double dy = a.y()[i] - a.y()[pair.probe()];
                double weight = 1 / (FLAT + dx * dx + dy * dy);
                x += weight * (b.x()[pair.candidate()] + dx * cos - dy * sin);
                y += weight * (b.y()[pair.candidate()] + dx * sin + dy * cos);
                sum += weight;
            }
            int j = nearest(b, theirs, x / sum, y / sum, a.direction()[i] + turn);
            if (j >= 0) {
                theirs[j] = true;
                pairs.add(new Pairing.Pair(i, j));
            }
        }
        return pairs;
    }

    private static int nearest(Minutiae b, boolean[] taken, double x, double y, double direction) {
        int best = -1;
        double least = NEAR;
        for (int j = 0; j < b.count(); j++) {
            double distance = Math.hypot(b.x()[j] - x, b.y()[j] - y);
            double off = Math.IEEEremainder(b.direction()[j] - direction, 2 * Math.PI);
            if (!taken[j] && distance < least && Math.abs(off) < ANGLE) {
                least = distance;
                best = j;
            }
        }
        return best;
    }
}
