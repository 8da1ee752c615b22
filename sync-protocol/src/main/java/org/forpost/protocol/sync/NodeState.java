package org.forpost.protocol.sync;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// What the hub knows of one node.
final class NodeState {
    private final String name;
    private final Map<String, Chain[]> journals = new HashMap<>();
    private final Map<Role, Long> held = new EnumMap<>(Role.class);
    private final Pieces pieces = new Pieces();
    private final Downlink downlink;
    private boolean joined;

    NodeState(String name) {
        this.name = name;
        this.downlink = new Downlink(name);
    }

    String name() {
        return name;
    }

    void join() {
        joined = true;
        downlink.reset();
    }

    void leave() {
        joined = false;
        downlink.reset();
    }

    boolean joined() {
        return joined;
    }

    /// @return whether this journal was unknown until now
    boolean meet(byte[] incarnation) {
        String key = HexFormat.of().formatHex(incarnation);
        if (journals.containsKey(key)) {
            return false;
        }
        Chain[] chains = new Chain[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            chains[priority.code()] = new Chain(incarnation, priority);
        }
        journals.put(key, chains);
        return true;
    }

    /// Null for a journal that no hello has named.
    @Nullable Chain chain(byte[] incarnation, Priority priority) {
        Chain[] chains = journals.get(HexFormat.of().formatHex(incarnation));
        return chains == null ? null : chains[priority.code()];
    }

    void holds(SortedMap<Role, Long> releases) {
        held.putAll(releases);
    }

    long held(Role role) {
        return held.getOrDefault(role, 0L);
    }

    Pieces pieces() {
        return pieces;
    }

    Downlink downlink() {
        return downlink;
    }
}
