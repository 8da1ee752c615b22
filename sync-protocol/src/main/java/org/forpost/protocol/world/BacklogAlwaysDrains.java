package org.forpost.protocol.world;

/// Once faults have stopped, everything that was recorded is receipted and every post follows the
/// latest release, within [#REST_MILLIS].
final class BacklogAlwaysDrains extends Invariant {
    /// A rewind after 60 s for each of a few losses in a row, dialling, and the slowest link's time
    /// for what has piled up.
    static final long REST_MILLIS = 2 * 3_600_000;

    BacklogAlwaysDrains(Truth truth) {
        super(truth);
    }

    ViolationException stuck(String standing) {
        return broken("after two hours of calm: " + standing);
    }
}
