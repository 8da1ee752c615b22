package org.forpost.matching.face.onnx;

import org.jspecify.annotations.Nullable;

/// A model that is not used; the message names the file and what was expected.
public final class ModelRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    ModelRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
