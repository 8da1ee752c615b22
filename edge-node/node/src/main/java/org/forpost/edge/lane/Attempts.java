package org.forpost.edge.lane;

import org.jspecify.annotations.Nullable;

/// The tries at one finger, or at the face: the best is kept.
///
/// @param <T> what a try brings
final class Attempts<T> {
    private int tries;
    private @Nullable T best;
    private int bestQuality = -1;
    private boolean accepted;

    /// The finger did not come.
    void missed() {
        tries++;
    }

    /// @param good whether it suffices; a good one is never displaced by a poor one
    void taken(T image, int quality, boolean good) {
        tries++;
        if (best == null || (good && !accepted) || (good == accepted && quality > bestQuality)) {
            best = image;
            bestQuality = quality;
            accepted = good;
        }
    }

    int tries() {
        return tries;
    }

    @Nullable T best() {
        return best;
    }

    int bestQuality() {
        return bestQuality;
    }

    boolean accepted() {
        return accepted;
    }

    /// Whether no other try is due.
    boolean settled() {
        return accepted || tries >= LanePolicy.TRIES;
    }
}
