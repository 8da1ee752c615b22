package org.forpost.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Compares the fingers at the scanner with those that a document or a file says are the same
/// person's (1:1). Uses the same fusion and the same scale as [Identifier]. Safe for several
/// threads.
///
/// Templates of [FingerprintExtractor#extractForVerification] are compared view by view, which
/// halves the FNMR of a single comparison; any other template, such as a native one from a
/// document, takes part with the one view that it has.
public final class Verifier {
    private final Fusion fusion;
    private final Map<Integer, Calibration> views =
            Map.of(
                    1, Calibrations.views(1),
                    3, Calibrations.views(3),
                    9, Calibrations.views(9));

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
        return prepare(probe).verify(references, threshold);
    }

    /// Prepares fingers for several verifications: 1 to 2 ms of one core for each view of each.
    public PreparedProbe prepare(Probe probe) {
        return new PreparedProbe(
                probe.fingers(),
                probe.fingers().stream().map(f -> new ViewComparison(f.template())).toList());
    }

    /// Fingers that are to be compared with those of several people. Safe for several threads.
    public final class PreparedProbe {
        private final List<Probe.Finger> fingers;
        private final List<ViewComparison> comparisons;

        private PreparedProbe(List<Probe.Finger> fingers, List<ViewComparison> comparisons) {
            this.fingers = fingers;
            this.comparisons = comparisons;
        }

        /// @param references fingers of one person, under one subject
        public Verification verify(List<Reference> references, Threshold threshold) {
            List<Fusion.Pairing> pairings = new ArrayList<>();
            String subject = references.isEmpty() ? "" : references.getFirst().subject();
            for (int r = 0; r < references.size(); r++) {
                Reference reference = references.get(r);
                if (!reference.subject().equals(subject)) {
                    throw new IllegalArgumentException("references of two people");
                }
                for (int p = 0; p < fingers.size(); p++) {
                    FingerPosition position = fingers.get(p).position();
                    if (position.compatible(reference.position())) {
                        double rate = falseMatchRate(comparisons.get(p), reference.template());
                        pairings.add(
                                new Fusion.Pairing(
                                        p,
                                        r,
                                        fusion.matchOfRate(position, reference.position(), rate)));
                    }
                }
            }
            return decide(subject, pairings, threshold);
        }
    }

    private Verification decide(
            String subject, List<Fusion.Pairing> pairings, Threshold threshold) {
        if (pairings.isEmpty()) {
            return new Verification.NothingInCommon();
        }
        Candidate candidate = fusion.fuse(subject, pairings);
        return new Verification.Compared(
                candidate, candidate.falseMatchRate() <= threshold.falseMatchRate(1));
    }

    private double falseMatchRate(ViewComparison comparison, Template reference) {
        Calibration calibration =
                Objects.requireNonNull(views.get(comparison.comparisons(reference)));
        return calibration.falseMatchRate(comparison.score(reference));
    }
}
