package org.forpost.matching;

import java.util.List;

/// One person of the gallery who may be the one at the scanner.
///
/// @param subject as it was given to the gallery
/// @param score of all compared fingers together, 0 or more, on SourceAFIS's scale whatever their
///   number: 40 means the same with one finger as with four
/// @param falseMatchRate what the score stands for: how often a different person reaches it in one
///   comparison of the same number of fingers
/// @param fingers which finger of the probe met which of the gallery, the strongest first
public record Candidate(
        String subject, double score, double falseMatchRate, List<FingerMatch> fingers) {

    /// One finger of the probe that was compared with one of the gallery.
    ///
    /// @param probe position of the finger at the scanner
    /// @param reference position of the finger in the gallery
    /// @param score of these two alone, on the same scale
    /// @param falseMatchRate what that score stands for
    public record FingerMatch(
            FingerPosition probe, FingerPosition reference, double score, double falseMatchRate) {}

    public Candidate {
        fingers = List.copyOf(fingers);
    }

    /// What the score means in a gallery of a given size.
    ///
    /// @param fingers in the gallery
    /// @return the false positive identification rate: how often a search for somebody who is not
    ///   in a gallery of this size brings up anybody with such a score
    public double falsePositiveIdentificationRate(long fingers) {
        return -Math.expm1(fingers * Math.log1p(-Math.min(falseMatchRate, 1 - 1e-12)));
    }
}
