package org.forpost.protocol.sync;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// What the hub knows of one node.
final class NodeState {
    /// A node begins another incarnation when its disk was restored or cloned. Of so many
    /// everything is kept in memory (about 20 kB an incarnation); before those, only how far each
    /// chain was receipted and whether it is forked.
    static final int MAX_WHOLE = 64;

    /// One a day for eleven years. A node that begins more has a disk that forgets at each start,
    /// or is hostile; what it makes the hub hold is bounded (about 1 kB an incarnation, 4 MB).
    static final int MAX_INCARNATIONS = 4096;

    private final String name;
    private final Map<String, Life> lives = new HashMap<>();

    /// The latest ones, the oldest first.
    private final Deque<Life> whole = new ArrayDeque<>();

    private final Map<Role, Long> held = new EnumMap<>(Role.class);
    private final Pieces pieces = new Pieces();
    private final Downlink downlink;
    private boolean joined;

    /// The incarnation that it named in this contact.
    private byte @Nullable [] speaksOf;

    NodeState(String name) {
        this.name = name;
        this.downlink = new Downlink(name);
    }

    String name() {
        return name;
    }

    void join() {
        joined = true;
        speaksOf = null;
        downlink.reset();
    }

    void leave() {
        joined = false;
        downlink.reset();
    }

    boolean joined() {
        return joined;
    }

    void speaksOf(byte[] incarnation) {
        speaksOf = incarnation;
    }

    /// Whether it is there, and in this incarnation: a box that was replaced knows nothing of what
    /// the one before had recorded.
    boolean isIn(byte[] incarnation) {
        return joined && Arrays.equals(speaksOf, incarnation);
    }

    /// Whether one more incarnation may be taken. Those that are known are never forgotten: what
    /// one of them was receipted for, and that one is forked, must stay true.
    boolean hasRoom() {
        return lives.size() < MAX_INCARNATIONS;
    }

    boolean knows(byte[] incarnation) {
        return lives.containsKey(HexFormat.of().formatHex(incarnation));
    }

    /// Takes in an incarnation that was unknown until now.
    void meet(byte[] incarnation, byte @Nullable [] follows) {
        Life life = new Life(incarnation, follows);
        lives.put(HexFormat.of().formatHex(incarnation), life);
        whole.addLast(life);
        if (whole.size() > MAX_WHOLE) {
            whole.removeFirst().fold();
        }
        Life before = follows == null ? null : life(follows);
        if (before != null) {
            before.followedBy(incarnation);
        }
    }

    /// Null for an incarnation that no hello has named.
    @Nullable Life life(byte[] incarnation) {
        return lives.get(HexFormat.of().formatHex(incarnation));
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
