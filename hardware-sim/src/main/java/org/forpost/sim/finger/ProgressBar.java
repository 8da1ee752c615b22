package org.forpost.sim.finger;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// One line on standard error that grows while long work is done; silent where nobody looks at a
/// terminal.
public final class ProgressBar implements AutoCloseable {
    private static final int CELLS = 40;

    private final PrintWriter out;
    private final boolean shown;
    private final String title;
    private final long total;
    private final AtomicLong done = new AtomicLong();
    private long lastDrawn = -1;

    private ProgressBar(PrintWriter out, boolean shown, String title, long total) {
        this.out = out;
        this.shown = shown;
        this.title = title;
        this.total = Math.max(1, total);
    }

    /// Starts a bar.
    ///
    /// @param err standard error
    /// @param title what is being done, a few words
    /// @param total steps
    public static ProgressBar of(PrintWriter err, String title, long total) {
        // Since Java 22 System.console() answers for pipes too.
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return new ProgressBar(err, terminal, title, total);
    }

    /// One step is done; any thread may say so.
    public void step() {
        long now = done.incrementAndGet();
        if (shown) {
            draw(now);
        }
    }

    private synchronized void draw(long now) {
        long tenths = now * 1000 / total;
        if (tenths <= lastDrawn) {
            return;
        }
        lastDrawn = tenths;
        int full = (int) (now * CELLS / total);
        out.print(
                "\r%s [%s%s] %d/%d"
                        .formatted(title, "#".repeat(full), " ".repeat(CELLS - full), now, total));
        out.flush();
    }

    /// Ends the line.
    @Override
    public void close() {
        if (shown) {
            out.println();
            out.flush();
        }
    }
}
