package org.forpost.protocol.record;

/// What goes first when the link is narrow. Each priority has its own chain and its own high-water
/// mark, so that a queue of images never holds back a hit.
public enum Priority implements Coded {
    /// Hits, refusals and referrals.
    ALERT(0),
    /// Crossings that went as they should.
    CROSSING(1),
    /// Audit and health.
    AUDIT(2),
    /// Images, which weigh a thousand times more than what refers to them.
    IMAGE(3);

    public static final int COUNT = 4;

    private static final Priority[] ALL = values();

    private final int code;

    Priority(int code) {
        this.code = code;
    }

    /// @param code 0 to 3
    public static Priority of(int code) {
        return ALL[code];
    }

    @Override
    public int code() {
        return code;
    }
}
