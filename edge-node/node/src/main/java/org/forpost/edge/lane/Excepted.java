package org.forpost.edge.lane;

import java.time.LocalDate;
import java.util.Optional;
import org.forpost.edge.rules.Words;
import org.forpost.protocol.record.Crossing.FingerException;
import org.jspecify.annotations.Nullable;

/// A finger that cannot be had, and what follows from it by the rules in force.
///
/// @param retakeDue the first day on which it is asked for again; empty if never, or where no rule
///   says so
/// @param supervisor whether a supervisor has to confirm it; also where no rule speaks of it
/// @param words null where no rule speaks of it
public record Excepted(
        FingerException exception,
        Optional<LocalDate> retakeDue,
        boolean supervisor,
        @Nullable Words words) {}
