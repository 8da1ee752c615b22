package org.forpost.protocol.cbor;

/// Foreign bytes that are not what the specification says. The message names the field and what was
/// expected there, so that whoever built the other end can find the mistake.
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String expected;

    public MalformedException(String field, String expected, String found) {
        super(field + ": expected " + expected + ", found " + found);
        this.field = field;
        this.expected = expected;
    }

    /// Dotted name of the field as SPEC.md writes it, for example `record.document.number`.
    public String field() {
        return field;
    }

    public String expected() {
        return expected;
    }
}
