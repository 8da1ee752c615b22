package org.forpost.protocol.world;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which promise found which planted bug, and how many worlds that took.
final class PlantedBugReport {
    /// A bug that needs more worlds is one that the world does not look for.
    static final int MOST_SEEDS = 500;

    /// Where a bug makes many worlds go round and round for their whole two hours, which is minutes
    /// here: a world that ends soon. It is only looked into first, and the search goes on from seed
    /// 1 where it says nothing any more.
    private static final Map<PlantedBug, Long> LOOK_FIRST =
            Map.of(PlantedBug.INCARNATION_USED_ON, 41L, PlantedBug.CARRIES_NOTHING_OVER, 41L);

    private PlantedBugReport() {}

    /// @param seed of the world that caught it
    /// @param worlds how many were lived through until then
    record Caught(PlantedBug bug, String invariant, String what, long seed, long worlds) {}

    /// Lives through worlds with this bug, one after the other, until a promise is broken; null
    /// when none is in [#MOST_SEEDS].
    static @Nullable Caught hunt(PlantedBug bug) {
        long worlds = 0;
        Long first = LOOK_FIRST.get(bug);
        if (first != null) {
            Caught caught = look(bug, first, ++worlds);
            if (caught != null) {
                return caught;
            }
            System.out.println(bug + " is not caught by seed " + first + " any more");
        }
        for (long seed = 1; seed <= MOST_SEEDS; seed++) {
            Caught caught = look(bug, seed, ++worlds);
            if (caught != null) {
                return caught;
            }
        }
        return null;
    }

    private static @Nullable Caught look(PlantedBug bug, long seed, long worlds) {
        World.Violation violation = World.run(seed, bug.parts(), line -> {}).violation();
        return violation == null || violation.invariant().equals(World.UNFORESEEN)
                ? null
                : new Caught(bug, violation.invariant(), violation.what(), seed, worlds);
    }

    /// A table in Markdown.
    static String table(List<Caught> caught) {
        StringBuilder table =
                new StringBuilder(
                        """
                        | Planted bug | What it does | Caught by | Seed | Worlds needed |
                        |---|---|---|---|---|
                        """);
        for (Caught one : caught) {
            table.append("| `")
                    .append(one.bug())
                    .append("` | ")
                    .append(one.bug().what)
                    .append(" | `")
                    .append(one.invariant())
                    .append("` | ")
                    .append(one.seed())
                    .append(" | ")
                    .append(one.worlds())
                    .append(" |\n");
        }
        return table.toString();
    }

    /// The same as JSON: `{"most_seeds", "planted", "caught", "bugs": [{"bug", "does", "caught_by",
    /// "seed", "worlds", "what"}]}`; of one that escaped, `caught_by` is null.
    static String json(List<Caught> caught, List<PlantedBug> escaped) {
        StringBuilder json = new StringBuilder("{\"most_seeds\": " + MOST_SEEDS);
        json.append(", \"planted\": ").append(caught.size() + escaped.size());
        json.append(", \"caught\": ").append(caught.size()).append(", \"bugs\": [");
        String between = "\n";
        for (Caught one : caught) {
            json.append(between).append(" {\"bug\": ").append(quoted(one.bug().name()));
            json.append(", \"does\": ").append(quoted(one.bug().what));
            json.append(", \"caught_by\": ").append(quoted(one.invariant()));
            json.append(", \"seed\": ").append(one.seed());
            json.append(", \"worlds\": ").append(one.worlds());
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
