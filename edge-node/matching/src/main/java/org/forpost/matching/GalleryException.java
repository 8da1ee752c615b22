package org.forpost.matching;

import java.io.IOException;

/// A gallery that cannot be opened or has been found damaged. The message names the file and the
/// thing in it; what to do next is to build the gallery again from its source.
public final class GalleryException extends IOException {
    private static final long serialVersionUID = 1L;

    GalleryException(String message) {
        super(message);
    }

    GalleryException(String message, Throwable cause) {
        super(message, cause);
    }
}
