package org.forpost.edge.rules;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How a lane stands, as far as rungs look at it.
///
/// @param listAge since the watchlist in force was issued; empty where there is none
/// @param gone devices that the lane should have and that do not answer
/// @param freeMib left on the disk of the journal
public record Conditions(
        Optional<Duration> listAge, Set<Gone> gone, boolean onBattery, long freeMib) {
    public Conditions {
        gone = Set.copyOf(gone);
    }

    /// A device that is not there.
    public enum Gone {
        SCANNER,
        CAMERA,
        CHIP_READER
    }
}
