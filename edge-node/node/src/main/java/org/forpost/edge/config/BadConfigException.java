package org.forpost.edge.config;

/// The configuration cannot be used. The message is one line: the file, the key, what was expected.
public final class BadConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadConfigException(String message) {
        super(message);
    }
}
