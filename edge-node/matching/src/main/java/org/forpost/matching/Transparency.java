package org.forpost.matching;

/// Sees what a search did, stage by stage. Called at the end of each search that was not called
/// off, from the thread that searched.
@FunctionalInterface
public interface Transparency {
    void searched(SearchStages stages);

    /// For how many of the candidates, the strongest first, [#matched] is to be called: 2 to 4 ms
    /// of one core for each pair of fingers, after the search. A page that draws them wants 1 or 2.
    default int drawn() {
        return 0;
    }

    /// Called for each finger of the probe and the finger of the candidate that it is most like.
    ///
    /// @param subject of the candidate
    /// @param probe position of the finger at the scanner
    /// @param reference position of the finger in the gallery
    /// @param minutiae which were taken for the same ones
    default void matched(
            String subject,
            FingerPosition probe,
            FingerPosition reference,
            MatchedMinutiae minutiae) {}
}
