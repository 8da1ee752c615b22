package org.forpost.sim.scenario;

import java.io.IOException;

/// The lane did not answer: whether it did what was asked is not known.
final class LaneGoneException extends IOException {
    private static final long serialVersionUID = 1;

    LaneGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
