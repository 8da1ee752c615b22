package org.forpost.matching.sourceafis;

/// Bytes that are not a native template of the SourceAFIS version in use; the message names the
/// field and what was expected there.
public final class MalformedTemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedTemplateException(String message) {
        super(message);
    }
}
