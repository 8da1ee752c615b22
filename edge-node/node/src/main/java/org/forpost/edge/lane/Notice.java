package org.forpost.edge.lane;

import java.util.List;

/// What the last capture means for the officer.
///
/// @param kind for a page that has its own words for it
/// @param text one or two sentences: what happened, what to do next
/// @param attempt which try it was
/// @param positions the fingers it is about; empty for a face
public record Notice(Kind kind, String text, int attempt, List<Integer> positions) {
    public Notice {
        positions = List.copyOf(positions);
    }

    public enum Kind {
        ACCEPTED,
        POOR_QUALITY,
        FINGERS_MISSING,
        BEST_KEPT,
        /// One finger was presented as two.
        SAME_FINGER,
        /// One hand was presented as both.
        SAME_HAND,
        /// By an earlier crossing with this document, it is the other hand.
        HANDS_SWAPPED,
        /// By an earlier crossing with this document, it is another finger.
        OTHER_FINGER,
        /// The scanner saw the other hand.
        WRONG_HAND
    }
}
