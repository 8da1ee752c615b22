package org.forpost.protocol.record;

/// What a node's wall clock rests on.
public enum ClockTrust implements Coded {
    /// Nobody has confirmed this clock since the node was installed.
    NEVER_SET(0),
    /// The hub's signed time confirmed it, so many seconds ago.
    SET_BY_HUB(1),
    /// It moved against the monotonic clock or the hub's time by more than drift explains.
    DRIFTING(2);

    private final int code;

    ClockTrust(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}
