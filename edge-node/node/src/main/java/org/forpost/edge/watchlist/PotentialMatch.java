package org.forpost.edge.watchlist;

import java.util.List;
import org.forpost.edge.watchlist.name.SoughtName;
import org.jspecify.annotations.Nullable;

/// A nominal whose fingers may be the traveller's. Only the officer makes a hit of it.
///
/// @param nominal id on the watchlist
/// @param position the traveller's finger that fits best, ISO/IEC 19794
/// @param score comparison score of all fingers together
/// @param falseMatchRate how often two different people reach that score in one comparison
/// @param action to be taken, in the release's words
/// @param listed name and birth date as the list has them, where it does
public record PotentialMatch(
        String nominal,
        int position,
        double score,
        double falseMatchRate,
        String action,
        @Nullable SoughtName listed) {

    /// For an officer, beside what else the lists say.
    public Candidate candidate() {
        return new Candidate(
                nominal,
                listed,
                action,
                List.of(new Evidence.Fingers(position, score, falseMatchRate)));
    }
}
