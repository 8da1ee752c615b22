package org.forpost.edge.rules;

import java.util.Set;
import org.forpost.protocol.record.Crossing.Outcome;

/// One step of degraded operation: when it is reached, what is still allowed, what is done by hand
/// and who is asked.
///
/// @param code short stable name, such as `list-very-stale`
/// @param level 0 for full operation, 1 for reduced, 2 for hardly any
/// @param forbidden outcomes that nobody may decide here
/// @param asks outcomes that need a supervisor's word
/// @param why what is the matter
/// @param todo what the officer does by hand
public record Rung(
        String code,
        int level,
        When when,
        Set<Outcome> forbidden,
        Set<Outcome> asks,
        Words why,
        Words todo) {
    public Rung {
        forbidden = Set.copyOf(forbidden);
        asks = Set.copyOf(asks);
    }

    /// When it is reached.
    public sealed interface When {
        /// The list is at least that old, and of no higher rung's age.
        record ListAge(int hours) implements When {}

        record NoList() implements When {}

        record Without(Conditions.Gone device) implements When {}

        record OnBattery() implements When {}

        record DiskBelow(int mib) implements When {}
    }

    /// Whether it bears on a traveller whose capture is complete, or who is exempt from it: a
    /// scanner that is gone does not.
    boolean bearsOn(boolean captured) {
        return !captured
                || !(when instanceof When.Without(Conditions.Gone gone)
                        && gone != Conditions.Gone.CHIP_READER);
    }
}
