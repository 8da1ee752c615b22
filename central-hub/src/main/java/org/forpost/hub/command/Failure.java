package org.forpost.hub.command;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/// What a failure means to the person at the terminal, in one line.
final class Failure {
    private Failure() {}

    static String describe(Throwable failure) {
        return switch (failure) {
            case FileAlreadyExistsException e ->
                    e.getFile() + " is there already; nothing was changed";
            case NoSuchFileException e -> e.getFile() + ": " + reason(e, "there is no such file");
            case AccessDeniedException e -> e.getFile() + ": this user may not do that";
            case FileSystemException e -> e.getFile() + ": " + reason(e, "the file system refused");
            case BindException e -> oneLine(e);
            case IOException e -> oneLine(e);
            case IllegalArgumentException e -> oneLine(e);
            default -> failure.getClass().getSimpleName() + ": " + oneLine(failure);
        };
    }

    private static String reason(FileSystemException failure, String otherwise) {
        @Nullable String reason = failure.getReason();
        return reason == null ? otherwise : reason;
    }

    private static String oneLine(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
