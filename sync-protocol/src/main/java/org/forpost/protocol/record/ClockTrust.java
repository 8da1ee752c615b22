package org.forpost.protocol.record;

/// What a node's wall clock rests on.
public enum ClockTrust {
    /// Nobody has confirmed this clock since the node was installed.
    NEVER_SET,
    /// The hub's signed time confirmed it, so many seconds ago.
    SET_BY_HUB,
    /// It moved against the monotonic clock or the hub's time by more than drift explains.
    DRIFTING;

    private static final ClockTrust[] ALL = values();

    public static ClockTrust of(int code) {
        return ALL[code];
    }

    public int code() {
        return ordinal();
    }
}
