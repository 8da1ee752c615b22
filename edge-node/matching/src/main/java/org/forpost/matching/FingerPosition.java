package org.forpost.matching;

/// Which finger, numbered as in ISO/IEC 19794: 1 right thumb … 10 left little, 0 unknown.
public enum FingerPosition {
    UNKNOWN,
    RIGHT_THUMB,
    RIGHT_INDEX,
    RIGHT_MIDDLE,
    RIGHT_RING,
    RIGHT_LITTLE,
    LEFT_THUMB,
    LEFT_INDEX,
    LEFT_MIDDLE,
    LEFT_RING,
    LEFT_LITTLE;

    private static final FingerPosition[] ALL = values();

    /// @return 0 to 10
    @SuppressWarnings("EnumOrdinal") // the order of the constants is the standard's numbering
    public int code() {
        return ordinal();
    }

    /// @param code 0 to 10, as in ISO/IEC 19794
    public static FingerPosition of(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new IllegalArgumentException("finger position " + code + " is not in 0..10");
        }
        return ALL[code];
    }

    /// @return whether the two may be the same finger: equal, or one of them unknown
    public boolean compatible(FingerPosition other) {
        return this == other || this == UNKNOWN || other == UNKNOWN;
    }
}
