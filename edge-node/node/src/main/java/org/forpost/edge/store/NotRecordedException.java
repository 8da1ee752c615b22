package org.forpost.edge.store;

/// Records could not be made durable. The message says what happened and what to do.
public final class NotRecordedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String happened;
    private final String whatToDo;

    public NotRecordedException(String message, String whatToDo, Throwable cause) {
        super(message, cause);
        this.happened = message;
        this.whatToDo = whatToDo;
    }

    public String happened() {
        return happened;
    }

    public String whatToDo() {
        return whatToDo;
    }
}
