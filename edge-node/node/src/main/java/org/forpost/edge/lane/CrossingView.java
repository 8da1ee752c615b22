package org.forpost.edge.lane;

import java.util.List;
import java.util.Set;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.watchlist.Screening;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// The open crossing as it is now. Holds no image.
///
/// @param id also of the record that it will become
/// @param needs what is still due; empty for an exempt person
/// @param doubts fingers that seem to be one and the same, until taken again or said to differ
/// @param settled finger positions of which no other try is due
/// @param notice null before the first capture
public record CrossingView(
        RecordId id,
        Arrival arrival,
        Ruling ruling,
        Set<Modality> needs,
        List<Shot> shots,
        Screening screening,
        List<SameFinger> doubts,
        List<Integer> settled,
        @Nullable Notice notice) {

    public CrossingView {
        needs = Set.copyOf(needs);
        shots = List.copyOf(shots);
        doubts = List.copyOf(doubts);
        settled = List.copyOf(settled);
    }

    public enum Step {
        CAPTURE,
        DECIDE
    }

    public Step step() {
        return needs.isEmpty() ? Step.DECIDE : Step.CAPTURE;
    }
}
