package org.forpost.matching.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.training.Course.Group;

/// Learns without some of the people and measures on them, for each half of the fingers, for each
/// scanner, and for everybody.
final class CrossValidation {
    private static final String HEAD =
            """
            | learned on | measured on | view | 256 bits, 10⁻³ | 10⁻⁴ | 128 bits, 10⁻³ | 10⁻⁴ \
            | kept %, score ≥ 40 | 20 to 40 |
            |---|---|---|---|---|---|---|---|---|\
            """;

    /// What the file in use was learned on, too.
    private static final String SHIPPED = "fingers 2, 4 …";

    private final Course course;
    private final Projection standard;
    private final int gallery;
    private final long seed;
    private final Consumer<String> out;

    /// @param standard the projection that is in use, measured beside
    /// @param gallery how many fingers each search has to be told from; 0 leaves searching out
    /// @param out takes the lines of a Markdown table
    CrossValidation(
            Course course, Projection standard, int gallery, long seed, Consumer<String> out) {
        this.course = course;
        this.standard = standard;
        this.gallery = gallery;
        this.seed = seed;
        this.out = out;
    }

    void run() {
        out.accept(HEAD);
        fold(SHIPPED, "fingers 1, 3 …", g -> g.half() == 1);
        fold("fingers 1, 3 …", "fingers 2, 4 …", g -> g.half() == 0);
        List<String> sets = course.groups().stream().map(Group::set).distinct().toList();
        for (String set : sets) {
            fold("all sets but " + set, set, g -> !g.set().equals(set));
        }
        fold("synthetic only", "everybody", g -> false);
    }

    private void fold(String learned, String measured, Predicate<Group> with) {
        List<Mates> held =
                course.groups().stream()
                        .filter(with.negate())
                        .flatMap(g -> g.mates().stream())
                        .toList();
        if (!held.isEmpty()) {
            row(learned, measured, held, course.learn(with, learned));
        }
        if (!held.isEmpty() && learned.equals(SHIPPED)) {
            row("the file in use", measured, held, standard);
        }
    }

    private void row(String learned, String measured, List<Mates> held, Projection projection) {
        List<String> views = held.stream().map(m -> m.first().view()).distinct().toList();
        for (String view : views) {
            List<Mates> seen = held.stream().filter(m -> m.first().view().equals(view)).toList();
            Detection detection = Detection.of(projection, seen, course.aside(), seed);
            String kept =
                    gallery == 0
                            ? "– | –"
                            : Kept.count(projection, seen, course.aside(), gallery).cells();
            out.accept(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %s | %s | %s |",
                            learned,
                            measured,
                            view,
                            detection.cells(),
                            kept));
        }
    }

    /// Groups in words.
    static String named(Stream<Group> groups) {
        List<String> names = new ArrayList<>();
        groups.forEach(g ->
                names.add(g.set() + (g.half() == 0 ? ", fingers 1, 3 …" : ", fingers 2, 4 …")));
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }
}
