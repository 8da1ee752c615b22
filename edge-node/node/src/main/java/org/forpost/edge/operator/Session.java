package org.forpost.edge.operator;

import java.util.HashMap;
import java.util.Map;

/// Somebody at work, from login to logout. Used by [Sessions] alone, under its lock.
final class Session {
    final Operator operator;
    final Map<String, Word> words = new HashMap<>();
    boolean locked;
    long seenMillis;

    Session(Operator operator, long nowMillis) {
        this.operator = operator;
        this.seenMillis = nowMillis;
    }

    /// A supervisor's word for one action.
    ///
    /// @param untilMillis on the monotonic clock
    record Word(Operator supervisor, long untilMillis) {}
}
