package org.forpost.sim.scenario;

/// The lane answered that it will not do what was asked, or that it cannot.
final class LaneRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    /// @param words the lane's message and what it says to do
    LaneRefusedException(int status, String code, String words) {
        super(words);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
