package org.forpost.edge.release;

/// A release stays out. The message is one line for people.
public final class RefusedReleaseException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedReleaseException(String message) {
        super(message);
    }
}
