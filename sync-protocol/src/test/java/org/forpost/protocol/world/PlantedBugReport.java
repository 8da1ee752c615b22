package org.forpost.protocol.world;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Which promise found which planted bug, and how many worlds that took.
final class PlantedBugReport {
    /// A bug that needs more worlds is one that the world does not look for.
    static final int MOST_SEEDS = 500;

    private static final int AT_ONCE = 8;

    private PlantedBugReport() {}

    /// @param seeds worlds that were needed, from the first one on
    record Caught(PlantedBug bug, String invariant, String what, long seeds) {}

    /// Lives through worlds with this bug until a promise is broken; null when none is in
    /// [#MOST_SEEDS].
    static @Nullable Caught hunt(PlantedBug bug) {
        for (long first = 1; first <= MOST_SEEDS; first += AT_ONCE) {
            List<World.Report> reports =
                    LongStream.range(first, first + AT_ONCE)
                            .parallel()
                            .mapToObj(seed -> World.run(seed, bug.parts(), line -> {}))
                            .toList();
            for (World.Report report : reports) {
                World.Violation violation = report.violation();
                if (violation != null && !violation.invariant().equals(World.UNFORESEEN)) {
                    return new Caught(bug, violation.invariant(), violation.what(), report.seed());
                }
            }
        }
        return null;
    }

    /// A table in Markdown.
    static String table(List<Caught> caught) {
        StringBuilder table =
                new StringBuilder(
                        """
                        | Planted bug | What it does | Caught by | Worlds needed |
                        |---|---|---|---|
                        """);
        for (Caught one : caught) {
            table.append("| `")
                    .append(one.bug())
                    .append("` | ")
                    .append(one.bug().what)
                    .append(" | `")
                    .append(one.invariant())
                    .append("` | ")
                    .append(one.seeds())
                    .append(" |\n");
        }
        return table.toString();
    }

    /// The same as JSON: `{"most_seeds", "planted", "caught", "bugs": [{"bug", "does", "caught_by",
    /// "seed", "what"}]}`; of one that escaped, `caught_by` is null.
    static String json(List<Caught> caught, List<PlantedBug> escaped) {
        StringBuilder json = new StringBuilder("{\"most_seeds\": " + MOST_SEEDS);
        json.append(", \"planted\": ").append(caught.size() + escaped.size());
        json.append(", \"caught\": ").append(caught.size()).append(", \"bugs\": [");
        String between = "\n";
        for (Caught one : caught) {
            json.append(between).append(" {\"bug\": ").append(quoted(one.bug().name()));
            json.append(", \"does\": ").append(quoted(one.bug().what));
            json.append(", \"caught_by\": ").append(quoted(one.invariant()));
            json.append(", \"seed\": ").append(one.seeds());
            json.append(", \"what\": ").append(quoted(one.what())).append("}");
            between = ",\n";
        }
        for (PlantedBug bug : escaped) {
            json.append(between).append(" {\"bug\": ").append(quoted(bug.name()));
            json.append(", \"does\": ").append(quoted(bug.what));
            json.append(", \"caught_by\": null}");
            between = ",\n";
        }
        return json.append("\n]}\n").toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one == '"' || one == '\\') {
                quoted.append('\\').append(one);
            } else if (one < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) one));
            } else {
                quoted.append(one);
            }
        }
        return quoted.append('"').toString();
    }
}
