package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.forpost.edge.SyntheticSlaps.Slap;
import org.forpost.edge.lane.FingerCapture;
import org.forpost.edge.lane.QualityTerms;
import org.forpost.edge.watchlist.PotentialMatch;
import org.forpost.edge.watchlist.Screening;
import org.forpost.matching.Calibrations;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Gallery;
import org.forpost.matching.Identifier;
import org.forpost.matching.Reference;
import org.forpost.matching.SearchLimits;
import org.forpost.matching.Template;
import org.forpost.matching.Threshold;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost bench capture`: how long the traveller waits from the capture to the candidate list.
///
/// Measured: four images as the scanner's adapter hands them over (verified, uncompressed) → four
/// templates → the candidate list, in the lane's own [FingerCapture]. The gallery holds the same
/// four fingers of each person, so that every finger in it is compared with.
@Command(
        name = "capture",
        mixinStandardHelpOptions = true,
        description = {
            "From four captured fingers to the candidate list, with a gallery of synthetic fingers",
            "(made at the first run, kept under target)."
        })
final class CaptureBench implements Callable<Integer> {
    private static final long SEED = 20261122;
    private static final int SLAP = SyntheticSlaps.FINGERS;
    private static final int WARM_UP = 20;
    private static final int STRANGERS = 10;
    private static final int MATES = 5;

    @Spec private CommandSpec spec;

    @Option(
            names = "--gallery",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Fingers in the cache, a multiple of 4 (default: ${DEFAULT-VALUE})")
    private int fingers;

    @Option(
            names = "--captures",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many captures are measured (default: ${DEFAULT-VALUE})")
    private int captures;

    @Option(names = "--fmr", defaultValue = "1e-5", description = "Decision threshold as FMR.")
    private double fmr;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        SyntheticImages images = new SyntheticImages(home);
        TemplateCache cache =
                new TemplateCache(
                        home.resolve("target/bench"),
                        "capture-" + images.version() + "-" + SEED + "-" + fingers + ".templates");
        List<Template> templates = cache.of(fingers, SEED, images);
        FingerCapture capture =
                new FingerCapture(
                        new FingerprintExtractor(),
                        screener(templates),
                        new QualityTerms(QualityTerms.LEAST, null));
        List<Slap> slaps = SyntheticSlaps.of(images, SEED, 1, MATES, 2);
        slaps.addAll(SyntheticSlaps.of(images, SEED, fingers + 1, STRANGERS, 1));

        for (int i = 0; i < WARM_UP; i++) {
            capture.screen(slaps.get(i % slaps.size()).fingers());
        }
        double[] millis = new double[captures];
        int found = 0;
        int mates = 0;
        int falsely = 0;
        long cpuBegin = cpuNanos();
        for (int i = 0; i < captures; i++) {
            Slap slap = slaps.get(i % slaps.size());
            long begin = System.nanoTime();
            Screening screening = capture.screen(slap.fingers());
            millis[i] = (System.nanoTime() - begin) / 1e6;
            boolean mate = i % slaps.size() < MATES;
            mates += mate ? 1 : 0;
            for (PotentialMatch match : screening.potentialMatches()) {
                found += match.nominal().equals(slap.person()) ? 1 : 0;
                falsely += match.nominal().equals(slap.person()) ? 0 : 1;
            }
        }
        double cpu = (cpuNanos() - cpuBegin) / 1e6 / captures;
        Arrays.sort(millis);
        say(millis, cpu, mates, found, falsely);
        return found == mates ? 0 : 1;
    }

    private org.forpost.edge.watchlist.Screener screener(List<Template> templates) {
        List<Reference> references = new ArrayList<>();
        for (int i = 0; i < templates.size(); i++) {
            references.add(
                    new Reference(
                            "P" + i / SLAP,
                            org.forpost.matching.FingerPosition.of(2 + i % SLAP),
                            templates.get(i)));
        }
        Gallery gallery = Gallery.inMemory();
        gallery.replace(references);
        Identifier identifier = new Identifier(gallery, Calibrations.sourceAfis());
        SearchLimits limits = new SearchLimits(new Threshold.Fmr(fmr), 5);
        return probe ->
                new Screening.Compared(
                        1,
                        fmr,
                        identifier.search(probe, limits).candidates().stream()
                                .map(found ->
                                        new PotentialMatch(
                                                found.subject(),
                                                0,
                                                found.score(),
                                                found.falseMatchRate(),
                                                "",
                                                null))
                                .toList());
    }

    private void say(double[] sorted, double cpu, int mates, int found, int falsely) {
        double median = sorted[sorted.length / 2];
        double p95 = sorted[(int) Math.ceil(sorted.length * 0.95) - 1];
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new JsonObject()
                            .put("median_ms", round(median))
                            .put("p95_ms", round(p95))
                            .put("mean_cpu_ms", round(cpu))
                            .put("gallery_fingers", fingers)
                            .put("captures", sorted.length)
                            .put("fingers_per_capture", SLAP)
                            .put("mates", mates)
                            .put("mates_found", found)
                            .put("false_candidates", falsely)
                            .encode());
        } else {
            out.printf(
                    Locale.ROOT,
                    "%d captures of %d fingers against %d: median %.1f ms, p95 %.1f ms, %.1f ms of"
                            + " processor time; %d of %d mates found, %d false candidates%n",
                    sorted.length,
                    SLAP,
                    fingers,
                    median,
                    p95,
                    cpu,
                    found,
                    mates,
                    falsely);
        }
    }

    /// Processor time of this whole process: on a busy machine it tells more than the clock.
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    private static double round(double millis) {
        return Math.round(millis * 10) / 10.0;
    }
}
