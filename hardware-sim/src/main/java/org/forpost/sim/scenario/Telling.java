package org.forpost.sim.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// Says what happens, one plain line for each event: when, where, what.
public final class Telling {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintWriter out;
    private final Clock clock;
    private final boolean json;

    /// Tells to `out`, in the time of this machine's zone.
    ///
    /// @param json whether each line is a JSON object with `time`, `where` and `what`
    public Telling(PrintWriter out, Clock clock, boolean json) {
        this.out = out;
        this.clock = clock;
        this.json = json;
    }

    /// `16:40:01 lane-1 what`.
    public synchronized void say(String where, String what) {
        if (json) {
            out.println(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("time", clock.instant().toString())
                            .put("where", where)
                            .put("what", what));
            out.flush();
            return;
        }
        out.printf(
                "%s  %-8s %s%n",
                TIME.format(clock.instant().atZone(ZoneId.systemDefault())),
                where,
                // Foreign words must not move a terminal's cursor.
                what.replaceAll("\\p{Cntrl}", "?"));
        out.flush();
    }
}
