package org.forpost.edge.rules;

import java.time.LocalDate;
import java.util.Optional;
import org.forpost.protocol.record.Crossing.FingerException;

/// What follows when a finger cannot be given.
///
/// @param permanent whether it never can; else it is temporarily impossible
/// @param retakeDays after how many days the finger is due again; empty if never
/// @param supervisor whether a supervisor has to confirm it
public record ExceptionRule(
        FingerException.Reason reason,
        boolean permanent,
        Optional<Integer> retakeDays,
        boolean supervisor,
        Words words) {

    /// The first day on which the finger is asked for again.
    public Optional<LocalDate> retakeDue(LocalDate excepted) {
        return retakeDays.map(excepted::plusDays);
    }
}
