package org.forpost.matching.quality.nfiq2;

/// What the program said of one image.
public sealed interface Nfiq2Answer {

    /// @param score the unified quality score, 0 to 100
    record Score(int score) implements Nfiq2Answer {}

    /// No score.
    ///
    /// @param why for a log or a technician
    record NotAssessed(String why) implements Nfiq2Answer {}
}
