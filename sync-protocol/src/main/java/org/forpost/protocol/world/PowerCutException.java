package org.forpost.protocol.world;

/// The power goes in the middle of an I/O call: nothing of the program runs on.
final class PowerCutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerCutException() {
        super("the power went", null, false, false);
    }
}
