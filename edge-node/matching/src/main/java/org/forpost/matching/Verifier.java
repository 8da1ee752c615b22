package org.forpost.matching;

import java.util.ArrayList;
import java.util.List;
import org.forpost.matching.sourceafis.Comparer;

/// Compares the fingers at the scanner with those that a document or a file says are the same
/// person's (1:1). Uses the same fusion and the same scale as [Identifier]. Safe for several
/// threads.
public final class Verifier {
    private final Fusion fusion;

    /// @param calibration says what scores mean
    public Verifier(Calibration calibration) {
        this.fusion = new Fusion(calibration);
    }

    /// The outcome of a verification.
    public sealed interface Verification {

        /// Something was compared.
        ///
        /// @param candidate the score, its meaning and the fingers; its subject is the one asked
        ///   for
        /// @param match whether the threshold was reached
        record Compared(Candidate candidate, boolean match) implements Verification {}

        /// The two have no finger in common: nothing was compared, which is neither a match nor a
        /// mismatch.
        record NothingInCommon() implements Verification {}
    }

    /// @param references fingers of one person, under one subject
    public Verification verify(Probe probe, List<Reference> references, Threshold threshold) {
        List<Fusion.Pairing> pairings = new ArrayList<>();
        String subject = "";
        for (int p = 0; p < probe.fingers().size(); p++) {
            Probe.Finger finger = probe.fingers().get(p);
            Comparer comparer = new Comparer(finger.template().minutiae());
            for (int r = 0; r < references.size(); r++) {
                Reference reference = references.get(r);
                if (r > 0 && !reference.subject().equals(references.getFirst().subject())) {
                    throw new IllegalArgumentException("references of two people");
                }
                subject = reference.subject();
                if (finger.position().compatible(reference.position())) {
                    double score = comparer.score(reference.template().minutiae());
                    pairings.add(
                            new Fusion.Pairing(
                                    p,
                                    r,
                                    fusion.match(finger.position(), reference.position(), score)));
                }
            }
        }
        if (pairings.isEmpty()) {
            return new Verification.NothingInCommon();
        }
        Candidate candidate = fusion.fuse(subject, pairings, 1);
        return new Verification.Compared(
                candidate, candidate.falseMatchRate() <= threshold.falseMatchRate(1));
    }
}
