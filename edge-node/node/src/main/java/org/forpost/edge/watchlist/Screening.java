package org.forpost.edge.watchlist;

import java.util.List;

/// The answer of the watchlist to a traveller's fingers.
public sealed interface Screening {

    /// Nothing was compared: no finger yet, none usable, or no list in force.
    record NotCompared() implements Screening {}

    /// @param release number of the list
    /// @param threshold the false match rate up to which candidates are shown
    /// @param candidates the strongest first
    record Compared(long release, double threshold, List<PotentialMatch> candidates)
            implements Screening {
        public Compared {
            candidates = List.copyOf(candidates);
        }
    }

    /// @return whom it may be; empty where nothing was compared
    default List<PotentialMatch> potentialMatches() {
        return switch (this) {
            case NotCompared() -> List.of();
            case Compared compared -> compared.candidates();
        };
    }
}
