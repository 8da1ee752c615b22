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
    private boolean doubtful;
    private @Nullable T carried;

    /// The finger did not come.
    void missed() {
        tries++;
    }

    /// @param good whether it suffices; a good one is never displaced by a poor one
    /// @param quality the better of two good ones, or of two poor ones, is the one with more
    void taken(T image, int quality, boolean good) {
        tries++;
        if (best == null
                || doubtful
                || carried != null
                || (good && !accepted)
                || (good == accepted && quality > bestQuality)) {
            best = image;
            bestQuality = quality;
            accepted = good;
        }
        carried = null;
    }

    /// What is there came from the first line: the tries begin anew, and the next one takes its
    /// place, since whoever captures again wants to see for himself.
    void carriedOver() {
        tries = 0;
        carried = best;
    }

    /// Whether the best is the first line's and stands in its record.
    boolean isCarriedOver() {
        return carried != null;
    }

    int tries() {
        return tries;
    }

    @Nullable T best() {
        return best;
    }

    /// Whether the best is not what it should be, however good: the next one takes its place.
    void doubt(boolean doubt) {
        doubtful = doubt;
    }

    boolean accepted() {
        return accepted && !doubtful;
    }

    /// Whether no other try is due.
    boolean settled() {
        return !doubtful && (accepted || tries >= LanePolicy.TRIES);
    }
}
