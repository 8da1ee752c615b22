package org.forpost.edge.lane;

import org.forpost.edge.device.FingerPosition;

/// Two positions at which the same finger seems to have been presented.
///
/// @param first the lower position of the two
public record SameFinger(FingerPosition first, FingerPosition second) {

    boolean has(FingerPosition position) {
        return first == position || second == position;
    }

    /// Whether it is a finger of the right hand and the same hand's again as the left.
    boolean acrossHands() {
        return hand(first) != hand(second);
    }

    private static boolean hand(FingerPosition position) {
        return position.code() <= FingerPosition.RIGHT_LITTLE.code();
    }
}
