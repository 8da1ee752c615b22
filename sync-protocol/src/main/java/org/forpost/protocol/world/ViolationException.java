package org.forpost.protocol.world;

/// A promise was broken.
final class ViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    ViolationException(String invariant, String what) {
        super(what);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
