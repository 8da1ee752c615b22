package org.forpost.edge.web;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A request that is not done, as its sender is told.
final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final @Nullable String field;
    private final String said;
    private final String whatToDo;

    Problem(int status, String code, @Nullable String field, String message, String whatToDo) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.field = field;
        this.said = message;
        this.whatToDo = whatToDo;
    }

    static Problem of(int status, String code, String message, String whatToDo) {
        return new Problem(status, code, null, message, whatToDo);
    }

    /// A field does not hold what it must.
    static Problem field(String field, String expected) {
        return new Problem(
                422, "bad-field", field, field + ": expected " + expected + ".", "Correct it.");
    }

    int status() {
        return status;
    }

    JsonObject json() {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("code", code)
                                .put("field", field)
                                .put("message", said)
                                .put("whatToDo", whatToDo));
    }
}
