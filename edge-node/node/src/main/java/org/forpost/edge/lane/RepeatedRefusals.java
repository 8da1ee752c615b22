package org.forpost.edge.lane;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A device that lies lies at every press of the key, and whoever knocks at the post's LAN knocks
/// on: a journal is not to fill up with that. The audit hears of the first refusal of a kind, of
/// the 10th, the 100th and so on. Safe for several threads.
public final class RepeatedRefusals {
    /// Kinds that are told apart; a device can make its lies up.
    static final int MOST_KINDS = 64;

    private static final String OTHERS = "of many kinds";

    private final Map<String, Long> times = new HashMap<>();

    /// @param kind why and where it was refused
    /// @return what to write down now, if anything
    public synchronized Optional<String> again(String kind) {
        boolean known = times.containsKey(kind) || times.size() < MOST_KINDS;
        long now = times.merge(known ? kind : OTHERS, 1L, Long::sum);
        if (now == 1) {
            return Optional.of(kind);
        }
        return isPowerOfTen(now)
                ? Optional.of(kind + " (" + now + (known ? " times by now)" : " others by now)"))
                : Optional.empty();
    }

    private static boolean isPowerOfTen(long number) {
        long rest = number;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
