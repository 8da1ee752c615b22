package org.forpost.matching.cylinder;

import java.io.IOException;
import java.io.UncheckedIOException;

/// A segment whose bytes are not what was written. Unchecked, because a damaged block may come to
/// light in the middle of a search.
public final class DamagedSegmentException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    DamagedSegmentException(String message) {
        super(new IOException(message));
    }
}
