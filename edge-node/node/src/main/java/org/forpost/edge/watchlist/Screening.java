package org.forpost.edge.watchlist;

import java.util.List;

/// The answer of the watchlist to a traveller's fingers.
public sealed interface Screening {

    /// Nothing was compared: no finger yet, none usable, or no list in force.
    record NotCompared() implements Screening {}

    /// @param release number of the list
    /// @param threshold the false match rate up to which candidates are shown
    /// @param candidates the strongest first
    /// @param drawings of the first few
    record Compared(
            long release, double threshold, List<PotentialMatch> candidates, List<Drawing> drawings)
            implements Screening {
        public Compared {
            candidates = List.copyOf(candidates);
            drawings = List.copyOf(drawings);
        }

        /// Without anything to draw.
        public Compared(long release, double threshold, List<PotentialMatch> candidates) {
            this(release, threshold, candidates, List.of());
        }
    }

    /// @return whom it may be; empty where nothing was compared
    default List<PotentialMatch> potentialMatches() {
        return switch (this) {
            case NotCompared() -> List.of();
            case Compared compared -> compared.candidates();
        };
    }

    /// @return what can be drawn of it
    default List<Drawing> drawings() {
        return switch (this) {
            case NotCompared() -> List.of();
            case Compared compared -> compared.drawings();
        };
    }
}
