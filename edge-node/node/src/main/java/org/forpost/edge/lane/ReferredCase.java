package org.forpost.edge.lane;

import java.time.Instant;
import java.util.List;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// An open case as the first line left it to the second: what it recorded, and what it captured.
///
/// @param crossing id of the first line's record
/// @param lane number of the lane
/// @param at when it was referred
/// @param first the first line's record: what was shown there, and the officer's word on it
/// @param named how many of its finger exceptions the officer had named; the others are tries that
///   brought nothing, and may be made again
/// @param fingers the best of each, as the device sent them
public record ReferredCase(
        RecordId crossing,
        int lane,
        Instant at,
        Crossing first,
        int named,
        List<CapturedFinger> fingers,
        @Nullable CapturedFace face) {
    public ReferredCase {
        fingers = List.copyOf(fingers);
    }

    /// What a list of cases shows of one.
    ///
    /// @param first without the images
    public record Waiting(RecordId crossing, int lane, Instant at, Crossing first) {}
}
