package org.forpost.protocol.record;

/// What goes first when the link is narrow. Each priority has its own chain and its own high-water
/// mark, so that a queue of images never holds back a hit.
public enum Priority {
    /// Hits, refusals and referrals.
    ALERT,
    /// Crossings that went as they should.
    CROSSING,
    /// Audit and health.
    AUDIT,
    /// Images, which weigh a thousand times more than what refers to them.
    IMAGE;

    public static final int COUNT = 4;

    private static final Priority[] ALL = values();

    /// @param code 0 to 3
    public static Priority of(int code) {
        return ALL[code];
    }

    public int code() {
        return ordinal();
    }
}
