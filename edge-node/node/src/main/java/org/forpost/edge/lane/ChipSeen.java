package org.forpost.edge.lane;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipReading;

/// A document's chip as it was read at this lane.
///
/// @param reading to its end, or broken off
/// @param access what opened it, for reading it again
/// @param trust number of the trust release whose authorities were believed; 0 where there was none
/// @param at when the reading ended
public record ChipSeen(ChipReading reading, ChipAccess access, long trust, Instant at) {

    /// Without face and fingers: those are held in one place only, which is emptied with the
    /// crossing.
    ChipSeen withoutBiometrics() {
        return reading instanceof ChipReading.Read read
                ? new ChipSeen(
                        new ChipReading.Read(
                                read.steps(),
                                read.zone(),
                                Optional.empty(),
                                List.of(),
                                read.signer(),
                                read.cost()),
                        access,
                        trust,
                        at)
                : this;
    }
}
