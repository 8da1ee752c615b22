package org.forpost.protocol.world;

/// A promise was broken. The message names which, in which world, and how to see it again.
final class ViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    ViolationException(String invariant, String what) {
        super(invariant + ": " + what);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
