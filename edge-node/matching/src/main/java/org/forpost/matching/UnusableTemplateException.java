package org.forpost.matching;

/// Bytes that are no template of the version in use. The message names the field and what was
/// expected there.
public final class UnusableTemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableTemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
