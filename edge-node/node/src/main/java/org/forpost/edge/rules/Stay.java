package org.forpost.edge.rules;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// How long a traveller who enters today may stay, reckoned from what is known.
///
/// @param rule code of the rule
/// @param rules version of the rule set
/// @param used days of the window that ends today, today not among them; a stay whose other end is
///   not known counts one day
/// @param mostUsed the same if every such stay lasted as long as it can have
/// @param lastDay the day by which the traveller has to leave, by `used`; empty if there is no day
///   left today
/// @param spells all stays that were counted, the oldest first
/// @param explanation for the officer and the traveller
public record Stay(
        String rule,
        String rules,
        int used,
        int mostUsed,
        Optional<LocalDate> lastDay,
        List<Spell> spells,
        Words explanation) {

    public Stay {
        spells = List.copyOf(spells);
    }

    /// Whether a crossing is missing somewhere, so that `used` is the least it can be.
    public boolean uncertain() {
        return used != mostUsed
                || spells.stream().anyMatch(spell -> spell.missing() != Missing.NOTHING);
    }

    /// Which end of a stay nobody has seen.
    public enum Missing {
        NOTHING,
        ENTRY,
        EXIT
    }

    /// One stay, first and last day included.
    ///
    /// @param first for a missing entry the day of the exit
    /// @param last for a missing exit the day of the entry
    /// @param latest the last day that it can have gone on to: `last` unless the exit is missing
    public record Spell(LocalDate first, LocalDate last, LocalDate latest, Missing missing) {}
}
