package org.forpost.edge.device;

/// A finger position as in ISO/IEC 19794-4:2011, table 6 (and ANSI/NIST-ITL 1, table 8).
public enum FingerPosition {
    UNKNOWN(0, "unknown finger"),
    RIGHT_THUMB(1, "right thumb"),
    RIGHT_INDEX(2, "right index finger"),
    RIGHT_MIDDLE(3, "right middle finger"),
    RIGHT_RING(4, "right ring finger"),
    RIGHT_LITTLE(5, "right little finger"),
    LEFT_THUMB(6, "left thumb"),
    LEFT_INDEX(7, "left index finger"),
    LEFT_MIDDLE(8, "left middle finger"),
    LEFT_RING(9, "left ring finger"),
    LEFT_LITTLE(10, "left little finger");

    private final int code;
    private final String spoken;

    FingerPosition(int code, String spoken) {
        this.code = code;
        this.spoken = spoken;
    }

    /// The number that ISO/IEC 19794 gives it: 0 unknown, 1 right thumb … 10 left little finger.
    public int code() {
        return code;
    }

    /// As an officer would say it, e.g. "right index finger".
    public String spoken() {
        return spoken;
    }

    /// The position with that number.
    ///
    /// @throws IllegalArgumentException when `code` is not within 0 to 10
    public static FingerPosition of(int code) {
        if (code < 0 || code > 10) {
            throw new IllegalArgumentException(
                    "finger position " + code + ", expected 0 to 10 (ISO/IEC 19794-4)");
        }
        return values()[code];
    }
}
