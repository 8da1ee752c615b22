package org.forpost.edge;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.forpost.edge.config.BadConfigException;
import org.forpost.protocol.bundle.UnfitException;
import org.forpost.protocol.journal.JournalDamagedException;

/// Says in one line what went wrong, and what to do about it.
final class Trouble {
    private Trouble() {}

    static String line(Throwable failure) {
        return switch (failure) {
            case BadConfigException e -> String.valueOf(e.getMessage());
            case JournalDamagedException e -> String.valueOf(e.getMessage());
            case UnfitException e -> String.valueOf(e.getMessage());
            case AccessDeniedException e ->
                    e.getFile() + ": no permission. Give this program's user the right to it.";
            case NoSuchFileException e -> e.getFile() + ": there is no such file.";
            case FileSystemException e when full(e) -> e.getFile() + ": " + FULL;
            case IOException e when full(e) -> FULL;
            case IOException e -> String.valueOf(e.getMessage());
            default -> "unexpected: " + failure + " at " + place(failure);
        };
    }

    private static final String FULL =
            "the disk is full. Make room on it, or name another place as 'data'.";

    private static boolean full(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("Disk quota exceeded");
    }

    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }
}
