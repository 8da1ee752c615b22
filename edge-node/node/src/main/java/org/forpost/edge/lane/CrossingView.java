package org.forpost.edge.lane;

import java.util.List;
import java.util.Set;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.rules.Stay;
import org.forpost.edge.watchlist.Candidate;
import org.forpost.edge.watchlist.Screening;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// The open crossing as it is now. Holds no image.
///
/// @param id also of the record that it will become
/// @param rules version of the rules that it goes by, and their release
/// @param excepted fingers that cannot be had, in the order named
/// @param stay how long the traveller may stay; null for an exit, or where no rule limits it
/// @param needs what is still due; empty for an exempt person
/// @param doubts fingers that seem to be one and the same, until taken again or said to differ
/// @param settled finger positions of which no other try is due
/// @param candidates whom or what the lists say it may be, by document, name and fingers
/// @param drawings of the fingers of some of them
/// @param notice null before the first capture
/// @param chip of the document; null where none was read
/// @param referred the first line's case that it answers, or null
public record CrossingView(
        RecordId id,
        Arrival arrival,
        String rules,
        Ruling ruling,
        List<Excepted> excepted,
        @Nullable Stay stay,
        Set<Modality> needs,
        List<Shot> shots,
        Screening screening,
        List<SameFinger> doubts,
        List<Integer> settled,
        List<Candidate> candidates,
        List<Drawn> drawings,
        @Nullable Notice notice,
        @Nullable ChipView chip,
        @Nullable ReferredCase referred) {

    public CrossingView {
        excepted = List.copyOf(excepted);
        needs = Set.copyOf(needs);
        shots = List.copyOf(shots);
        doubts = List.copyOf(doubts);
        settled = List.copyOf(settled);
        candidates = List.copyOf(candidates);
        drawings = List.copyOf(drawings);
    }

    public enum Step {
        CAPTURE,
        DECIDE
    }

    public Step step() {
        return needs.isEmpty() ? Step.DECIDE : Step.CAPTURE;
    }
}
