package org.forpost.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.matching.Candidate.FingerMatch;

/// Several fingers of one person count together by Fisher's method: each comparison's FMR is a
/// p-value, −ln of them add up, and the sum of k of them exceeds s by chance with probability
/// `exp(−s) · Σ_{i<k} sⁱ/i!`. A finger that is missing on either side is simply not counted.
final class Fusion {
    private final Calibration calibration;

    Fusion(Calibration calibration) {
        this.calibration = calibration;
    }

    FingerMatch match(FingerPosition probe, FingerPosition reference, double score) {
        return new FingerMatch(probe, reference, score, calibration.falseMatchRate(score));
    }

    /// @param rate the FMR of a comparison whose score has another scale
    FingerMatch matchOfRate(FingerPosition probe, FingerPosition reference, double rate) {
        return new FingerMatch(probe, reference, calibration.score(rate), rate);
    }

    /// @param all comparisons of the probe's fingers with those of one person, in any order; each
    ///   finger is used once at most. Where positions are unknown a finger of the probe met several
    ///   of the person's, and the best of many is that much likelier to be good by chance: its FMR
    ///   counts as many times (Bonferroni).
    Candidate fuse(String subject, List<Pairing> all) {
        List<Pairing> best = new ArrayList<>(all);
        best.sort(Comparator.comparingDouble((Pairing p) -> -p.match().score()));
        Map<Integer, Integer> tries = new HashMap<>();
        for (Pairing pairing : all) {
            tries.merge(pairing.probe(), 1, Integer::sum);
        }
        List<FingerMatch> used = new ArrayList<>();
        Set<Integer> probes = new HashSet<>();
        Set<Integer> references = new HashSet<>();
        double sum = 0;
        for (Pairing pairing : best) {
            if (!probes.contains(pairing.probe()) && !references.contains(pairing.reference())) {
                probes.add(pairing.probe());
                references.add(pairing.reference());
                used.add(pairing.match());
                int met = tries.getOrDefault(pairing.probe(), 1);
                sum -= Math.log(Math.min(1, pairing.match().falseMatchRate() * met));
            }
        }
        double rate = Math.clamp(tail(sum, used.size()), Calibration.SMALLEST_RATE, 1);
        // One finger against one keeps its own score, which goes on where rates end.
        double score = all.size() == 1 ? used.getFirst().score() : calibration.score(rate);
        return new Candidate(subject, score, rate, used);
    }

    /// The ranks that tell how strangers fare: the first four may be one person under several
    /// names, behind the last one the list depends on whom the index let through.
    private static final int FIRST_STRANGER = 4;

    private static final int LAST_STRANGER = 12;

    /// Corrects rates that are too small for everybody, by the strangers of the same search: of so
    /// many people the r-th best should have a rate of r in that number. The fingers of one hand
    /// are not independent, a sensor or a hand may be unlike those that the calibration was made
    /// of, and a fusion multiplies what is wrong with each; then all of the list is too good. Rates
    /// are raised to the power that puts the strangers where they belong (after the genomic control
    /// of Devlin and Roeder, *Biometrics* 55, 1999), never made smaller. The order stays.
    ///
    /// @param candidates of one search
    /// @param people in the gallery
    List<Candidate> besideStrangers(List<Candidate> candidates, double people) {
        if (candidates.size() < LAST_STRANGER) {
            return candidates;
        }
        double[] rates = candidates.stream().mapToDouble(Candidate::falseMatchRate).toArray();
        Arrays.sort(rates);
        double found = 0;
        double expected = 0;
        for (int rank = FIRST_STRANGER; rank < LAST_STRANGER; rank++) {
            found += Math.log(rates[rank]);
            expected += Math.log(Math.min(1, (rank + 1) / people));
        }
        if (found >= expected) {
            return candidates;
        }
        double power = expected / found;
        return candidates.stream()
                .map(candidate -> {
                    double rate = Math.pow(candidate.falseMatchRate(), power);
                    return new Candidate(
                            candidate.subject(),
                            calibration.score(rate),
                            rate,
                            candidate.fingers());
                })
                .toList();
    }

    /// The strongest first. Where rates are too small to be told apart, the fingers' scores decide.
    static final Comparator<Candidate> STRONGEST_FIRST =
            Comparator.comparingDouble((Candidate c) -> c.falseMatchRate())
                    .thenComparingDouble(
                            c -> -c.fingers().stream().mapToDouble(FingerMatch::score).sum())
                    .thenComparing(Candidate::subject);

    /// One comparison: finger number of the probe, finger number of the person, and how it went.
    record Pairing(int probe, int reference, FingerMatch match) {}

    private static double tail(double sum, int k) {
        double term = 1;
        double series = 1;
        for (int i = 1; i < k; i++) {
            term *= sum / i;
            series += term;
        }
        return Math.exp(-sum) * series;
    }
}
