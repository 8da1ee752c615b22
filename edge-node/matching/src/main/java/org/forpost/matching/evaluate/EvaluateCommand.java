package org.forpost.matching.evaluate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.bench.Distractors;
import org.forpost.matching.bench.Distractors.Extraction;
import org.forpost.matching.evaluate.DetPlot.Curve;
import org.forpost.matching.evaluate.Verification.Opened;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost evaluate`: how well fingers are told apart, measured on a folder of images.
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Measures accuracy on a folder of sets of images named finger_impression.ext",
            "(PNG, TIFF, JPEG, BMP, JPEG 2000, WSQ), SourceAFIS alone beside ours in every row.",
            "",
            "Pairs: every image of a set against every other, (A,B) without (B,A); an image in",
            "which nothing is found counts as a non-match in all its pairs (FVC).",
            "",
            "With --gallery, every image but the first of each finger is searched among the first",
            "ones and synthetic fingers, which are made once and kept.",
            "",
            "Exit code 0: every image was read; 3: done, but some image was unreadable; 4: no images;",
            "1: a file cannot be read or written; 2: wrong options."
        })
public final class EvaluateCommand implements Callable<Integer> {
    private static final int EVERY_IMAGE_READ = 0;
    private static final int FILE_REFUSED = 1;
    private static final int SOMETHING_UNREADABLE = 3;
    private static final int NOTHING_TO_COMPARE = 4;

    /// Ten fingers of a country: what one machine can hold.
    private static final int MOST_DISTRACTORS = 100_000_000;

    @Option(
            names = "--images",
            required = true,
            paramLabel = "DIR",
            description = "a set, or a folder of sets at any depth")
    private Path images = Path.of(".");

    @Option(names = "--json", description = "print one JSON object instead of a table")
    private boolean json;

    @Option(
            names = "--plot",
            paramLabel = "OUT.svg",
            description = "write the DET curves of all sets together")
    private @Nullable Path plot;

    @Option(
            names = "--dpi",
            paramLabel = "N",
            description =
                    "resolution of all images; without it dpi.txt in a set's folder counts, then"
                            + " the file's own, then 500")
    private @Nullable Double dpi;

    @Option(
            names = "--strict-fvc",
            description =
                    "impostor pairs of first impressions only, as FVC did (45 for ten fingers)")
    private boolean strict;

    @Option(
            names = "--gallery",
            paramLabel = "N",
            description =
                    "also search every image but the first of each finger in a gallery of those and"
                            + " N distractors")
    private @Nullable Integer gallery;

    @Option(
            names = "--distractors",
            paramLabel = "FILE",
            description =
                    "distractors of your own instead of synthetic ones: records of a 4-byte id, a"
                            + " 4-byte length and a native SourceAFIS template, big-endian; forpost"
                            + " extract makes such a file of images")
    private @Nullable Path distractors;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description =
                    "where synthetic fingers are kept, made by the first run in some minutes"
                            + " (default: edge-node/matching/target/bench)")
    private @Nullable Path folder;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "other seed, other synthetic fingers (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    /// Whose templates are searched.
    enum Templates {
        ours,
        plain,
        both;

        List<Extraction> extractions() {
            return switch (this) {
                case ours -> List.of(Extraction.FORPOST);
                case plain -> List.of(Extraction.SOURCEAFIS);
                case both -> List.of(Extraction.FORPOST, Extraction.SOURCEAFIS);
            };
        }
    }

    @Option(
            names = "--exhaustive",
            paramLabel = "M",
            defaultValue = "10000",
            description =
                    "distractors that SourceAFIS alone compares every probe with, 65 µs of one core"
                            + " each; give as many as --gallery for its TPIR in the whole of it"
                            + " (default: ${DEFAULT-VALUE})")
    private int exhaustive = 10_000;

    @Option(
            names = "--templates",
            paramLabel = "WHOSE",
            defaultValue = "both",
            description =
                    "ours, plain (what SourceAFIS makes of the file by itself) or both (default:"
                            + " ${DEFAULT-VALUE})")
    private Templates templates = Templates.both;

    @Spec private @Nullable CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;

    public EvaluateCommand() {
        this(System.out, System.err);
    }

    EvaluateCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        try {
            return evaluate();
        } catch (IOException e) {
            err.println(e.getMessage());
            return FILE_REFUSED;
        }
    }

    private int evaluate() throws IOException {
        if (!Files.isDirectory(images)) {
            throw bad("--images " + images + ": expected a folder");
        }
        ImageSets found = ImageSets.below(images);
        found.ignored().forEach(line -> err.println("ignored: " + line));
        if (found.sets().isEmpty()) {
            err.println(
                    images
                            + ": no image named finger_impression.ext in it or below; expected for"
                            + " example 101_1.png");
            return NOTHING_TO_COMPARE;
        }
        OptionalDouble resolution = dpi == null ? OptionalDouble.empty() : OptionalDouble.of(dpi);
        List<Opened> opened = open(found.sets(), resolution);
        Report report = new Report(images.toString(), strict, opened);
        List<Curve> curves = new ArrayList<>();
        List<Contender<?>> contenders = List.of(new SourceAfisAlone(), new Forpost());
        for (Contender<?> contender : contenders) {
            verify(contender, opened, resolution, report, curves);
        }
        if (gallery != null) {
            identify(opened, resolution, report, gallery);
        }
        out.print(json ? report.json() : report.table());
        if (plot != null) {
            Files.writeString(plot, DetPlot.of("Verification, " + report.setNames(), curves));
        }
        return report.unreadable() == 0 ? EVERY_IMAGE_READ : SOMETHING_UNREADABLE;
    }

    private void identify(
            List<Opened> opened, OptionalDouble resolution, Report report, int fingers)
            throws IOException {
        if (fingers < 0 || fingers > MOST_DISTRACTORS || exhaustive < 0) {
            throw bad("--gallery, --exhaustive: expected 0 to " + MOST_DISTRACTORS);
        }
        for (Extraction extraction : templates.extractions()) {
            RealFingers real;
            long images = opened.stream().mapToLong(set -> set.readable().size()).sum();
            try (Progress progress = progress("extracting", images)) {
                real = RealFingers.extract(opened, resolution, extraction, progress);
            }
            real.unused().forEach((file, why) -> err.println("not enrolled: " + file + ": " + why));
            report.add(
                    IdentificationStudy.run(
                            extraction == Extraction.FORPOST
                                    ? "our templates"
                                    : "SourceAFIS's own templates",
                            real,
                            source(extraction, fingers),
                            fingers,
                            exhaustive));
        }
    }

    private DistractorSource source(Extraction extraction, int fingers) throws IOException {
        if (distractors != null) {
            return new DistractorSource.Recorded(distractors);
        }
        Path top = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        Path kept = folder != null ? folder : top.resolve("edge-node/matching/target/bench");
        return new DistractorSource.Synthetic(
                new Distractors(top, kept, seed, extraction).base(fingers));
    }

    private List<Opened> open(List<ImageSet> sets, OptionalDouble resolution) {
        List<Opened> opened = new ArrayList<>();
        try (Progress progress = progress("reading", sets.size())) {
            for (ImageSet set : sets) {
                Opened next = Verification.open(set, resolution);
                opened.add(next);
                progress.step(1);
            }
        }
        for (Opened set : opened) {
            set.unreadable().values().forEach(line -> err.println("unreadable: " + line));
            if (set.assumed() > 0) {
                err.println(
                        set.set().name()
                                + ": "
                                + set.assumed()
                                + " images state no believable resolution; 500 dpi is assumed (see"
                                + " --dpi)");
            }
        }
        return opened;
    }

    private <T> void verify(
            Contender<T> contender,
            List<Opened> sets,
            OptionalDouble resolution,
            Report report,
            List<Curve> curves) {
        List<Verification> results = new ArrayList<>();
        long steps = sets.stream().mapToLong(set -> 2L * set.readable().size()).sum();
        try (Progress progress = progress(contender.name(), steps)) {
            for (Opened set : sets) {
                results.add(Verification.run(contender, set, resolution, strict, progress));
            }
        }
        for (Verification result : results) {
            for (Map.Entry<String, String> failure : result.notEnrolled().entrySet()) {
                err.println(
                        "not enrolled by "
                                + contender.name()
                                + ": "
                                + failure.getKey()
                                + ": "
                                + failure.getValue());
            }
        }
        PairScores pooled = report.add(contender.name(), results);
        if (pooled.genuine().length > 0 && pooled.impostor().length > 0) {
            curves.add(
                    new Curve(
                            contender.name(),
                            ErrorRates.of(pooled),
                            pooled.genuine().length
                                    + " genuine, "
                                    + pooled.impostor().length
                                    + " impostor pairs"));
        }
    }

    private Progress progress(String what, long total) {
        return new Progress(err, Progress.atTerminal(), what, total);
    }

    private ParameterException bad(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
