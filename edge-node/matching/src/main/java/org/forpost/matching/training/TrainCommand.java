package org.forpost.matching.training;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.bench.SyntheticFingers;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.training.Course.Group;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `forpost train`: learns `cylinder.projection`.
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Learns what turns the surroundings of a minutia into a key and a code, from synthetic",
            "fingers and, where --images names a folder of sets, from people's; every second finger",
            "of each set is left out and measured on. Writes FILE and FILE.txt, which says what it",
            "was learned from and what it found on those left out. The same command writes the",
            "same bytes. A gallery belongs to the projection that it was made with: install another",
            "one and galleries have to be built again."
        })
public final class TrainCommand implements Callable<Integer> {
    /// What the file in use was learned from; extracting them takes ten minutes of two cores.
    private static final int FINGERS = 1600;

    /// The fingers before taught an earlier file, which this one is compared with.
    private static final int FIRST = 401;

    private static final int FEWEST_FINGERS = 20;

    /// Which fingers of people are not learned from.
    enum Aside {
        /// The first, third … finger of each set.
        OTHERS,
        /// Nobody: there is nothing to measure on afterwards.
        NOBODY
    }

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "to write")
    private Path out = Path.of("");

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "folders of images named finger_impression.ext; one folder is one set")
    private @Nullable Path images;

    @Option(
            names = "--fingers",
            paramLabel = "N",
            description = "synthetic fingers (default: ${DEFAULT-VALUE})",
            defaultValue = "" + FINGERS)
    private int fingers = FINGERS;

    @Option(
            names = "--impressions",
            paramLabel = "N",
            description = "of each synthetic finger (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private int impressions = 4;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "of refinement by contrast (default: ${DEFAULT-VALUE})",
            defaultValue = "3000")
    private int steps = 3000;

    @Option(
            names = "--seed",
            description = "other seed, other file (default: ${DEFAULT-VALUE})",
            defaultValue = "777")
    private long seed = 777;

    @Option(
            names = "--aside",
            description = "whose fingers are only measured on: ${COMPLETION-CANDIDATES}",
            defaultValue = "OTHERS")
    private Aside aside = Aside.OTHERS;

    @Option(
            names = "--cross-validate",
            description = {
                "also learn without each half and without each set, and print a table of what",
                "each finds on those left out"
            })
    private boolean crossValidate;

    @Option(
            names = "--gallery",
            paramLabel = "N",
            description = {
                "also search for those left out among so many fingers made of synthetic ones",
                "(default: 0, no searching)"
            },
            defaultValue = "0")
    private int gallery = 0;

    @Override
    public Integer call() throws IOException {
        if (fingers < FEWEST_FINGERS || impressions < 2) {
            System.err.println(
                    "expected --fingers of "
                            + FEWEST_FINGERS
                            + " or more and --impressions of 2 or more");
            return 2;
        }
        Path top = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        Path kept =
                top.resolve("edge-node/matching/target/training")
                        .resolve("fingers-" + fingers + "x" + impressions + "-" + seed);
        List<Impression> synthetic =
                Fingers.synthetic(
                        kept,
                        () ->
                                new SyntheticFingers(top, seed)
                                        .make(
                                                FIRST,
                                                fingers,
                                                impressions,
                                                new FingerprintExtractor()::extract,
                                                "synthetic fingers"));
        List<Impression> people = images == null ? List.of() : Fingers.read(images);
        Course course = new Course(people, synthetic, steps, seed);
        if (crossValidate) {
            new CrossValidation(course, Projection.standard(), gallery, seed, System.out::println)
                    .run();
        }
        Predicate<Group> with = g -> aside == Aside.NOBODY || g.half() == 1;
        String line =
                synthetic.size()
                        + " impressions of synthetic fingers (seed "
                        + seed
                        + "); people: "
                        + CrossValidation.named(course.groups().stream().filter(with));
        Projection projection = course.learn(with, line);
        try (OutputStream stream = Files.newOutputStream(out)) {
            projection.write(stream);
        }
        Path text = out.resolveSibling(out.getFileName() + ".txt");
        Files.write(text, provenance(course, with, people, synthetic, projection));
        System.out.println(out);
        System.out.println(text);
        return 0;
    }

    private List<String> provenance(
            Course course,
            Predicate<Group> with,
            List<Impression> people,
            List<Impression> synthetic,
            Projection projection) {
        List<String> lines = new ArrayList<>();
        lines.add("Learned on " + LocalDate.now(ZoneOffset.UTC) + " by forpost train from");
        lines.add(
                String.format(
                        "%d synthetic impressions (%d fingers, %d each, seed %d), %d pairs of minutiae",
                        synthetic.size(), fingers, impressions, seed, course.syntheticPairs()));
        lines.add(String.format("and %d impressions of people, of which", people.size()));
        for (Group group : course.groups()) {
            lines.add(
                    String.format(
                            "  %s, fingers %s …: %d pairs of impressions, %s",
                            group.set(),
                            group.half() == 0 ? "1, 3, 5" : "2, 4, 6",
                            group.mates().size(),
                            with.test(group) ? "learned from" : "left out"));
        }
        lines.add(steps + " steps of refinement, seed " + seed + ".");
        List<Mates> held =
                course.groups().stream()
                        .filter(with.negate())
                        .flatMap(g -> g.mates().stream())
                        .toList();
        if (!held.isEmpty()) {
            lines.add(
                    "Found of people left out, %, at false-hit rates 10⁻³ and 10⁻⁴ by 256 bits, and"
                            + " by 128:");
            lines.add("  " + Detection.of(projection, held, course.aside(), seed).cells());
        }
        lines.add("Found of synthetic fingers left out, the same:");
        lines.add("  " + Detection.of(projection, course.aside(), List.of(), seed).cells());
        return lines;
    }
}
