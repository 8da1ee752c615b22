package org.forpost.edge.device.record;

/// A biometric record that is not as its standard has it: which field, what was expected there and
/// what was found; never a biometric value.
public final class BadRecordException extends Exception {
    private static final long serialVersionUID = 1;

    private final String field;
    private final String expected;
    private final String found;

    BadRecordException(String field, String expected, String found) {
        super(field + ": expected " + expected + ", found " + found);
        this.field = field;
        this.expected = expected;
        this.found = found;
    }

    /// With the path of the record before it.
    public String field() {
        return field;
    }

    /// What a sound record has there.
    public String expected() {
        return expected;
    }

    /// What this one has.
    public String found() {
        return found;
    }
}
