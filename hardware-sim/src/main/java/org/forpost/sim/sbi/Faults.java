package org.forpost.sim.sbi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The faults that a device has at the moment, each on some verbs. Safe for threads: a control call
/// changes them while the device is being asked.
public final class Faults {
    private record Active(Fault fault, Set<Verb> on) {}

    private volatile List<Active> active = List.of();

    /// Adds a fault, or moves the one of the same name to other verbs.
    public synchronized void put(Fault fault, Set<Verb> on) {
        List<Active> next = new ArrayList<>(active);
        next.removeIf(each -> each.fault.name().equals(fault.name()));
        next.add(new Active(fault, Set.copyOf(EnumSet.copyOf(on))));
        active = List.copyOf(next);
    }

    /// The device is honest again.
    public synchronized void clear() {
        active = List.of();
    }

    /// The names of what is wrong at the moment.
    public List<String> names() {
        return active.stream().map(each -> each.fault.name()).toList();
    }

    List<Fault> on(Verb verb) {
        return active.stream().filter(each -> each.on.contains(verb)).map(Active::fault).toList();
    }
}
