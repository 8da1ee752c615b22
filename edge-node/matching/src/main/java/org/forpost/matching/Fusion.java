package org.forpost.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /// @param all comparisons of the probe's fingers with those of one person, in any order; a
    ///   finger may occur in several, of which at most one is used
    /// @param tries how many pairings were possible, 1 where every position is known: the best of
    ///   many is that much likelier to be good by chance
    Candidate fuse(String subject, List<Pairing> all, int tries) {
        List<Pairing> best = new ArrayList<>(all);
        best.sort(Comparator.comparingDouble((Pairing p) -> -p.match().score()));
        List<FingerMatch> used = new ArrayList<>();
        long probes = 0;
        List<Integer> references = new ArrayList<>();
        double sum = 0;
        for (Pairing pairing : best) {
            if ((probes >> pairing.probe() & 1) == 0 && !references.contains(pairing.reference())) {
                probes |= 1L << pairing.probe();
                references.add(pairing.reference());
                used.add(pairing.match());
                sum -= Math.log(pairing.match().falseMatchRate());
            }
        }
        double rate = Math.min(1, tail(sum, used.size()) * tries);
        rate = Math.max(rate, Calibration.SMALLEST_RATE);
        return new Candidate(subject, calibration.score(rate), rate, used);
    }

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
