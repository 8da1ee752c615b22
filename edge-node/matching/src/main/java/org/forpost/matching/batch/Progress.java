package org.forpost.matching.batch;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A bar on standard error, for a person at a terminal; silent elsewhere.
public final class Progress implements AutoCloseable {
    private static final int CELLS = 40;

    private final PrintStream out;
    private final boolean shown;
    private final String what;
    private final long total;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong drawn = new AtomicLong(-1);

    /// @param shown whether a person is looking
    /// @param total of what [#step] counts
    public Progress(PrintStream out, boolean shown, String what, long total) {
        this.out = out;
        this.shown = shown;
        this.what = what;
        this.total = Math.max(1, total);
    }

    /// Whether a person is looking.
    public static boolean atTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /// A bar that is shown if a person is at the terminal.
    public static Progress forPerson(String what, long total) {
        return new Progress(System.err, atTerminal(), what, total);
    }

    /// Counts some of the total as done.
    public void step(long count) {
        long now = done.addAndGet(count);
        long percent = Math.min(100, now * 100 / total);
        if (shown && drawn.getAndSet(percent) != percent) {
            int cells = (int) (percent * CELLS / 100);
            out.print("\r" + what + " [" + "#".repeat(cells) + " ".repeat(CELLS - cells) + "] ");
            out.print(percent + " %");
            out.flush();
        }
    }

    @Override
    public void close() {
        if (shown) {
            out.print("\r" + " ".repeat(what.length() + CELLS + 12) + "\r");
            out.flush();
        }
    }
}
