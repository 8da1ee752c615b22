package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.forpost.edge.SyntheticSlaps.Slap;
import org.forpost.edge.bench.LaneSpeed;
import org.forpost.edge.bench.LaneSpeed.Visitor;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.EncodedImage;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Gallery;
import org.forpost.matching.GalleryException;
import org.forpost.matching.GreyImage;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.bench.Distractors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost bench lane`.
@Command(
        name = "lane",
        mixinStandardHelpOptions = true,
        description = {
            "From the document to the candidate list: rules, stay, names and documents on the list,",
            "four captured fingers, their quality, the watchlist and the recent refusals; with",
            "devices that answer at once. Fingers and gallery are synthetic, made at the first run",
            "and kept under target."
        })
final class LaneBench implements Callable<Integer> {
    private static final long SEED = 20261122;

    /// Distinct fingers behind the gallery; the others are varied copies of them.
    private static final int BASE = 2_000;

    private static final int STRANGERS = 10;
    private static final int MATES = 5;

    /// Numbers of fingers that nothing else in the gallery was varied from: whose copies lie beside
    /// him stands out from nobody.
    private static final int FIRST_MATE = 1_000_001;

    private static final int FIRST_STRANGER = 2_000_001;

    private static final int WARM_UP = 15;

    @Spec private CommandSpec spec;

    @Option(
            names = "--gallery",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Fingers in the cache, a multiple of 4 (default: ${DEFAULT-VALUE})")
    private int fingers;

    @Option(
            names = "--travellers",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many travellers are measured (default: ${DEFAULT-VALUE})")
    private int travellers;

    @Option(names = "--fmr", defaultValue = "1e-6", description = "Decision threshold as FMR.")
    private double fmr;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (fingers < 100 || fingers % SyntheticSlaps.FINGERS != 0 || travellers < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--gallery: a multiple of 4 from 100 expected; --travellers: 1 or more");
        }
        Path home = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        Path folder = home.resolve("target/bench");
        SyntheticImages images = new SyntheticImages(home);
        String made = images.version() + "-" + SEED;
        int base = Math.min(BASE, fingers);
        List<Template> templates =
                new TemplateCache(folder, "lane-" + made + "-" + base + ".templates")
                        .of(base, SEED, images);
        List<Visitor> visitors = new ArrayList<>();
        for (Slap slap : SyntheticSlaps.of(images, SEED, FIRST_MATE, MATES, 2)) {
            visitors.add(new Visitor(slap.person(), slap.fingers()));
        }
        for (Slap slap : SyntheticSlaps.of(images, SEED, FIRST_STRANGER, STRANGERS, 1)) {
            visitors.add(new Visitor("", slap.fingers()));
        }
        Path kept = folder.resolve("lane-gallery-" + made + "-" + fingers);
        List<Reference> mates = mates(SyntheticSlaps.of(images, SEED, FIRST_MATE, MATES, 1));
        try (Gallery gallery = gallery(kept, mates, templates)) {
            return say(
                    new LaneSpeed(folder.resolve("lane-bench"), gallery, fmr)
                            .measure(visitors, WARM_UP, travellers));
        }
    }

    private static List<Reference> mates(List<Slap> slaps) throws IOException {
        FingerprintExtractor extractor = new FingerprintExtractor();
        List<Reference> mates = new ArrayList<>();
        for (Slap slap : slaps) {
            for (CapturedFinger finger : slap.fingers()) {
                EncodedImage image = finger.image();
                try {
                    Template template =
                            extractor.extract(
                                    new GreyImage(
                                            image.width(),
                                            image.height(),
                                            image.bytes(),
                                            image.dpi()));
                    mates.add(
                            new Reference(
                                    slap.person(),
                                    FingerPosition.of(finger.position().code()),
                                    template));
                } catch (UnusableImageException e) {
                    throw new IOException("a synthetic finger is unusable", e);
                }
            }
        }
        return mates;
    }

    private Gallery gallery(Path home, List<Reference> mates, List<Template> base)
            throws IOException {
        try {
            Gallery kept = Gallery.open(home);
            if (kept.size() == fingers) {
                return kept;
            }
            kept.close();
        } catch (GalleryException e) {
            System.err.println(e.getMessage() + "; it is made anew");
        }
        delete(home);
        Gallery gallery = Gallery.open(home);
        gallery.replace(() -> references(mates, base));
        return gallery;
    }

    private Iterator<Reference> references(List<Reference> mates, List<Template> base) {
        return IntStream.range(0, fingers)
                .mapToObj(i ->
                        i < mates.size()
                                ? mates.get(i)
                                : new Reference(
                                        "D" + i / SyntheticSlaps.FINGERS,
                                        FingerPosition.of(2 + i % SyntheticSlaps.FINGERS),
                                        Distractors.distractor(base, i)))
                .iterator();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private int say(LaneSpeed.Figures figures) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new JsonObject()
                            .put("median_ms", JournalBench.round(figures.medianMillis()))
                            .put("p95_ms", JournalBench.round(figures.p95Millis()))
                            .put("mean_cpu_ms", JournalBench.round(figures.meanCpuMillis()))
                            .put("open_median_ms", JournalBench.round(figures.openMedianMillis()))
                            .put("gallery_fingers", fingers)
                            .put("names_on_list", LaneSpeed.NAMES)
                            .put("travellers", travellers)
                            .put("mates", figures.mates())
                            .put("mates_found", figures.found())
                            .put("false_candidates", figures.falsely())
                            .put("load", JournalBench.round(JournalBench.load()))
                            .encode());
        } else {
            out.printf(
                    Locale.ROOT,
                    "%d travellers against %d fingers and %d names: document to candidate list"
                            + " median %.0f ms, p95 %.0f ms, %.0f ms of processor time; %d of %d"
                            + " mates found, %d false candidates%n",
                    travellers,
                    fingers,
                    LaneSpeed.NAMES,
                    figures.medianMillis(),
                    figures.p95Millis(),
                    figures.meanCpuMillis(),
                    figures.found(),
                    figures.mates(),
                    figures.falsely());
        }
        return figures.found() == figures.mates() ? 0 : 1;
    }
}
