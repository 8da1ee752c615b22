package org.forpost.matching.face;

/// What a comparison of two portraits says (1:1).
public sealed interface FaceComparison {

    /// Both portraits were turned into a vector, and the vectors compared.
    ///
    /// @param score cosine of the angle between them, -1 to 1
    /// @param threshold from which the operator's manifest calls it a match
    /// @param meaning what the manifest says that the threshold means, e.g. "FMR 1e-4 on …"
    record Compared(double score, double threshold, String meaning) implements FaceComparison {
        public boolean match() {
            return score >= threshold;
        }
    }

    /// Not compared: neither a match nor a mismatch.
    ///
    /// @param why for the officer
    record NotAssessed(String why) implements FaceComparison {}
}
