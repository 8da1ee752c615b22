package org.forpost.protocol.world;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often each [Fault] came.
public final class Faults {
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

    void count(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }

    public void add(Faults more) {
        more.counts.forEach((fault, times) -> counts.merge(fault, times, Long::sum));
    }

    long of(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    /// By name, in small letters.
    public SortedMap<String, Long> byName() {
        SortedMap<String, Long> names = new TreeMap<>();
        for (Fault fault : Fault.values()) {
            names.put(fault.name().toLowerCase(Locale.ROOT), of(fault));
        }
        return names;
    }
}
