package org.forpost.sim.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.forpost.sim.finger.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost sim score-report`.
@Command(
        name = "score-report",
        mixinStandardHelpOptions = true,
        description = {
            "Compares synthetic fingers with SourceAFIS and prints how their scores are distributed,"
                    + " beside those of real sets in the same run.",
            "Genuine pairs are all pairs within a finger. Impostor pairs are all pairs of images of"
                    + " different fingers of one set, or a seeded sample where there are more than"
                    + " --impostors of them."
        })
public final class ScoreReportCommand implements Callable<Integer> {
    private static final int[] THRESHOLDS = {10, 20, 30, 40, 50, 60};
    private static final double[] QUANTILES = {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999};

    @Option(
            names = "--fingers",
            defaultValue = "200",
            description = "how many synthetic fingers (default ${DEFAULT-VALUE})")
    private int fingers;

    @Option(
            names = "--impressions",
            defaultValue = "4",
            description = "how many impressions of each (default ${DEFAULT-VALUE})")
    private int impressions;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "of the fingers and of the sample (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--images",
            arity = "1..*",
            paramLabel = "DIR",
            description =
                    "folders of real sets, or folders of such folders; images named"
                            + " finger_impression")
    private List<Path> images = new ArrayList<>();

    @Option(
            names = "--impostors",
            defaultValue = "200000",
            paramLabel = "N",
            description = "at most so many impostor pairs of a set (default ${DEFAULT-VALUE})")
    private long impostors;

    @Option(names = "--json", description = "print one JSON document instead of tables")
    private boolean json;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "how many threads (default: one for each processor)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec private CommandSpec spec;

    private record Row(SpecimenSet set, Scores scores) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        require(
                fingers >= 2 && fingers <= 5_000,
                "--fingers is " + fingers + ", expected 2 to 5000");
        require(
                impressions >= 2 && impressions <= 100,
                "--impressions is " + impressions + ", expected 2 to 100: one has no genuine pair");
        require(impostors >= 1, "--impostors is " + impostors + ", expected at least 1");
        require(threads >= 1 && threads <= 256, "--threads is " + threads + ", expected 1 to 256");
        var rows = new ArrayList<Row>();
        PrintWriter err = spec.commandLine().getErr();
        try (var bar = ProgressBar.of(err, "synthetic: images", (long) fingers * impressions)) {
            rows.add(compared(SpecimenSet.synthetic(seed, fingers, impressions, threads, bar)));
        }
        for (Path folder : images) {
            for (Path set : SpecimenSet.sets(folder)) {
                int count = SpecimenSet.images(set).size();
                try (var bar = ProgressBar.of(err, set.getFileName() + ": images", count)) {
                    rows.add(compared(SpecimenSet.real(set, threads, bar)));
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(rows).toPrettyString());
        } else {
            print(rows, out);
        }
        out.flush();
        return 0;
    }

    private Row compared(SpecimenSet set) throws IOException, InterruptedException {
        try (var bar =
                ProgressBar.of(
                        spec.commandLine().getErr(),
                        set.name() + ": scores",
                        set.specimens().size())) {
            return new Row(set, Scores.of(set, impostors, seed, threads, bar));
        }
    }

    private ObjectNode toJson(List<Row> rows) {
        var root = new ObjectMapper().createObjectNode();
        root.put("impostor_pairs", "all pairs of images of different fingers, sampled by the seed");
        root.put("impostor_limit", impostors);
        root.put("seed", seed);
        ArrayNode sets = root.putArray("sets");
        for (Row row : rows) {
            ObjectNode node = sets.addObject();
            double[] minutiae = minutiae(row.set);
            node.put("name", row.set.name());
            node.put("fingers", fingerCount(row.set));
            node.put("images", row.set.specimens().size());
            node.put("make_ms", row.set.makeMillis());
            node.put("extract_ms", row.set.extractMillis());
            node.put("minutiae_mean", Arrays.stream(minutiae).average().orElse(0));
            quantiles(node.putObject("minutiae_quantiles"), minutiae);
            node.put("genuine_compared", row.scores.genuine().length);
            quantiles(node.putObject("genuine_quantiles"), row.scores.genuine());
            node.put("impostor_compared", row.scores.impostor().length);
            node.put("impostor_pairs", row.scores.impostorPairs());
            quantiles(node.putObject("impostor_quantiles"), row.scores.impostor());
            ObjectNode fnmr = node.putObject("fnmr_at");
            ObjectNode fmr = node.putObject("impostor_share_from");
            for (int threshold : THRESHOLDS) {
                fnmr.put(Integer.toString(threshold), row.scores.falseNonMatchRate(threshold));
                fmr.put(Integer.toString(threshold), row.scores.falseMatchRate(threshold));
            }
            node.put("eer", row.scores.equalErrorRate());
            histogram(node.putArray("genuine_histogram"), row.scores.genuine(), 20);
            histogram(node.putArray("impostor_histogram"), row.scores.impostor(), 2);
        }
        return root;
    }

    private static void quantiles(ObjectNode node, double[] ascending) {
        for (double share : QUANTILES) {
            node.put(Double.toString(share), Scores.quantile(ascending, share));
        }
    }

    private static void histogram(ArrayNode node, double[] values, double width) {
        for (int count : histogram(values, width)) {
            node.add(count);
        }
    }

    /// Counts in 20 bins from 0, the last one holding everything beyond.
    private static int[] histogram(double[] values, double width) {
        var bins = new int[20];
        for (double value : values) {
            bins[(int) Math.min(bins.length - 1.0, value / width)]++;
        }
        return bins;
    }

    private void print(List<Row> rows, PrintWriter out) {
        out.println(
                "Impostor pairs: all pairs of images of different fingers of a set, or about "
                        + impostors
                        + " of them drawn with seed "
                        + seed
                        + ".");
        out.println();
        line(out, "", rows, row -> row.set.name());
        line(out, "fingers", rows, row -> Long.toString(fingerCount(row.set)));
        line(out, "images", rows, row -> Integer.toString(row.set.specimens().size()));
        line(out, "ms to make or read one", rows, row -> number(row.set.makeMillis()));
        line(out, "ms to extract one", rows, row -> number(row.set.extractMillis()));
        line(
                out,
                "minutiae, mean",
                rows,
                row -> number(Arrays.stream(minutiae(row.set)).average().orElse(0)));
        for (double share : new double[] {0.05, 0.5, 0.95}) {
            line(
                    out,
                    "minutiae, quantile " + share,
                    rows,
                    row -> number(Scores.quantile(minutiae(row.set), share)));
        }
        line(out, "genuine pairs", rows, row -> Integer.toString(row.scores.genuine().length));
        for (double share : QUANTILES) {
            line(
                    out,
                    "genuine, quantile " + share,
                    rows,
                    row -> number(Scores.quantile(row.scores.genuine(), share)));
        }
        line(out, "impostor pairs", rows, row -> Integer.toString(row.scores.impostor().length));
        for (double share : QUANTILES) {
            line(
                    out,
                    "impostor, quantile " + share,
                    rows,
                    row -> number(Scores.quantile(row.scores.impostor(), share)));
        }
        line(
                out,
                "impostor, highest",
                rows,
                row -> number(Scores.quantile(row.scores.impostor(), 1)));
        for (int threshold : THRESHOLDS) {
            line(
                    out,
                    "impostors from " + threshold,
                    rows,
                    row -> percent(row.scores.falseMatchRate(threshold)));
        }
        for (int threshold : THRESHOLDS) {
            line(
                    out,
                    "FNMR at " + threshold,
                    rows,
                    row -> percent(row.scores.falseNonMatchRate(threshold)));
        }
        line(out, "EER", rows, row -> percent(row.scores.equalErrorRate()));
        for (Row row : rows) {
            out.println();
            bars(out, row.set.name() + ", genuine", row.scores.genuine(), 20);
            bars(out, row.set.name() + ", impostor", row.scores.impostor(), 2);
        }
    }

    private static void bars(PrintWriter out, String title, double[] values, int width) {
        out.println(title);
        int[] bins = histogram(values, width);
        int highest = Math.max(1, Arrays.stream(bins).max().orElse(1));
        for (int bin = 0; bin < bins.length; bin++) {
            String from = bin * width + (bin == bins.length - 1 ? "+" : "");
            out.println(
                    "%6s %7d %s"
                            .formatted(
                                    from,
                                    bins[bin],
                                    "#".repeat((int) Math.ceil(50.0 * bins[bin] / highest))));
        }
    }

    private interface Cell {
        String of(Row row);
    }

    private static void line(PrintWriter out, String title, List<Row> rows, Cell cell) {
        var text = new StringBuilder("%-24s".formatted(title));
        for (Row row : rows) {
            text.append(" %18s".formatted(cell.of(row)));
        }
        out.println(text.toString().stripTrailing());
    }

    private static double[] minutiae(SpecimenSet set) {
        return set.specimens().stream().mapToDouble(Specimen::minutiae).sorted().toArray();
    }

    private static long fingerCount(SpecimenSet set) {
        return set.specimens().stream().map(Specimen::finger).distinct().count();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4f %%", share * 100);
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
