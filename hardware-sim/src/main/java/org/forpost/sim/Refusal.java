package org.forpost.sim;

/// A failure whose message is meant for the person at the keyboard: what happened and what to do.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Says `message` to the person at the keyboard.
    public Refusal(String message) {
        super(message);
    }

    /// The same with the failure that caused it.
    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }

    /// One line for a failure: its own words where it was meant for a person, otherwise its kind
    /// too.
    static String describe(Throwable failure) {
        return failure instanceof Refusal
                ? "forpost sim: " + failure.getMessage()
                : "forpost sim: unexpected failure, please report it: " + failure;
    }
}
