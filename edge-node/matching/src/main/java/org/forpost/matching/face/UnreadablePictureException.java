package org.forpost.matching.face;

import org.jspecify.annotations.Nullable;

/// Bytes that are no picture of a face that could be used; the message says what was expected.
public final class UnreadablePictureException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadablePictureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
