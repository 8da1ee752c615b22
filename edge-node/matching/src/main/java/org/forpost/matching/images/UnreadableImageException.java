package org.forpost.matching.images;

import java.io.IOException;
import java.nio.file.Path;

/// A file that is no usable picture of a finger; the message names the file and the field.
public final class UnreadableImageException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableImageException(Path file, String field, String expected) {
        super(file + ": " + field + ": " + expected);
    }

    UnreadableImageException(Path file, String field, String expected, Throwable cause) {
        super(file + ": " + field + ": " + expected, cause);
    }
}
