package org.forpost.edge.lane;

import org.forpost.edge.device.FingerPosition;

/// Two positions at which the same finger seems to have been presented.
///
/// @param first the lower position of the two; where it is known, the one that was asked for
/// @param known whether the second is not of this crossing but of an earlier one of whoever holds
///   the document: then the first is not the finger that it was asked to be
public record SameFinger(FingerPosition first, FingerPosition second, boolean known) {

    SameFinger(FingerPosition first, FingerPosition second) {
        this(first, second, false);
    }

    boolean has(FingerPosition position) {
        return first == position || (!known && second == position);
    }

    /// Whether it is a finger of the right hand and the same hand's again as the left.
    boolean acrossHands() {
        return hand(first) != hand(second);
    }

    private static boolean hand(FingerPosition position) {
        return position.code() <= FingerPosition.RIGHT_LITTLE.code();
    }
}
