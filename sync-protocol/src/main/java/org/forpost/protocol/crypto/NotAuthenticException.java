package org.forpost.protocol.crypto;

/// A signature or an authentication tag that does not fit. It says what was checked, never how
/// close it was.
public final class NotAuthenticException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotAuthenticException(String what) {
        super(what);
    }
}
