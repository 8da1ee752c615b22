package org.forpost.matching.batch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.forpost.matching.Calibration;
import org.forpost.matching.Calibrations;
import org.forpost.matching.Candidate;
import org.forpost.matching.CandidateList;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Identifier;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.SearchLimits;
import org.forpost.matching.Threshold;
import org.forpost.matching.batch.TemplateRecords.TemplateRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `forpost identify`: searches each template of one file among those of another.
@Command(
        name = "identify",
        mixinStandardHelpOptions = true,
        description = {
            "Searches each template of a file among those of another. Both files are records of a",
            "4-byte id, a 4-byte length and a native SourceAFIS 3.18 template, big-endian. Records",
            "of the gallery with one id are fingers of one person; each probe record is a search.",
            "",
            "Results are lines probe,candidate,score, the scores of each probe descending; times are",
            "lines probe,milliseconds of wall time from the template to the candidates, after up to",
            "40 of the searches have been made once untimed, as in a program that is running. What",
            "a score means for a gallery of this size is told on standard error.",
            "",
            "A template that is damaged or of another version is quarantined: named on standard",
            "error and left out. Exit code 0: everything was searched; 3: done, but something was",
            "quarantined; 1: a file cannot be read or its records cannot be told apart, and no",
            "results were written; 2: wrong options."
        })
public final class IdentifyCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FILE_REFUSED = 1;
    private static final int SOMETHING_QUARANTINED = 3;

    /// Searches before the clock runs: what the compiler of the JVM needs.
    private static final int WARM_UP = 40;

    @Option(names = "--gallery", required = true, paramLabel = "FILE", description = "whom to find")
    private Path gallery = Path.of("");

    @Option(names = "--probes", required = true, paramLabel = "FILE", description = "who is asked")
    private Path probes = Path.of("");

    @Option(names = "--results", required = true, paramLabel = "CSV", description = "to write")
    private Path results = Path.of("");

    @Option(names = "--times", required = true, paramLabel = "CSV", description = "to write")
    private Path times = Path.of("");

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "100",
            description = "candidates of each probe at most, 1 to 1000 (default: ${DEFAULT-VALUE})")
    private int most = 100;

    private final PrintStream err;
    private long quarantined;

    public IdentifyCommand() {
        this(System.err);
    }

    IdentifyCommand(PrintStream err) {
        this.err = err;
    }

    @Override
    public Integer call() {
        try {
            SearchLimits limits = new SearchLimits(Threshold.none(), most);
            try (Gallery built = Gallery.inMemory()) {
                fill(built);
                search(built, limits);
            }
            if (quarantined > 0) {
                err.println(quarantined + " templates were quarantined, see above");
                return SOMETHING_QUARANTINED;
            }
            return DONE;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return FILE_REFUSED;
        }
    }

    /// Reads, describes and lays down little by little: a million templates are never in memory at
    /// once, only what the gallery keeps of them.
    private void fill(Gallery built) throws IOException {
        try (TemplateRecords records = new TemplateRecords(gallery);
                Progress progress = Progress.forPerson("gallery", Files.size(gallery))) {
            built.replace(() -> new References(records, progress));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// The usable records of the gallery's file; the others are quarantined in passing.
    private final class References implements Iterator<Reference> {
        private final TemplateRecords records;
        private final Progress progress;
        private Optional<Reference> next;

        References(TemplateRecords records, Progress progress) {
            this.records = records;
            this.progress = progress;
            this.next = read();
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Reference next() {
            Reference now = next.orElseThrow();
            next = read();
            return now;
        }

        private Optional<Reference> read() {
            try {
                long before = records.offset();
                for (Optional<TemplateRecord> record = records.next();
                        record.isPresent();
                        record = records.next()) {
                    progress.step(records.offset() - before);
                    before = records.offset();
                    switch (record.get()) {
                        case TemplateRecord.Usable usable -> {
                            return Optional.of(
                                    new Reference(
                                            Long.toString(usable.id()),
                                            FingerPosition.UNKNOWN,
                                            usable.template()));
                        }
                        case TemplateRecord.Quarantined bad -> quarantine(gallery, bad);
                    }
                }
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Searches some of the probes untimed: a lane's program has run for hours when somebody steps
    /// up to it, and the first searches of a new one are ten times slower than all others.
    private void warmUp(Identifier identifier, SearchLimits limits) throws IOException {
        List<Probe> first = new ArrayList<>();
        try (TemplateRecords records = new TemplateRecords(probes)) {
            for (Optional<TemplateRecord> next = records.next();
                    next.isPresent() && first.size() < WARM_UP;
                    next = records.next()) {
                if (next.get() instanceof TemplateRecord.Usable usable) {
                    first.add(Probe.of(usable.template()));
                }
            }
        }
        first.forEach(probe -> identifier.search(probe, limits));
    }

    private void search(Gallery built, SearchLimits limits) throws IOException {
        Calibration calibration = Calibrations.sourceAfis();
        Identifier identifier = new Identifier(built, calibration);
        tellMeaning(calibration, built.size());
        warmUp(identifier, limits);
        Path resultsPart = part(results);
        Path timesPart = part(times);
        try {
            try (TemplateRecords records = new TemplateRecords(probes);
                    BufferedWriter found = Files.newBufferedWriter(resultsPart);
                    BufferedWriter clock = Files.newBufferedWriter(timesPart);
                    Progress progress = Progress.forPerson("probes", Files.size(probes))) {
                long before = 0;
                for (Optional<TemplateRecord> next = records.next();
                        next.isPresent();
                        next = records.next()) {
                    switch (next.get()) {
                        case TemplateRecord.Usable usable -> {
                            long start = System.nanoTime();
                            CandidateList candidates =
                                    identifier.search(Probe.of(usable.template()), limits);
                            write(usable.id(), candidates, System.nanoTime() - start, found, clock);
                        }
                        case TemplateRecord.Quarantined bad -> quarantine(probes, bad);
                    }
                    progress.step(records.offset() - before);
                    before = records.offset();
                }
            }
            // Half a file of results is never found under the name of a whole one.
            Files.move(resultsPart, results, StandardCopyOption.REPLACE_EXISTING);
            Files.move(timesPart, times, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(resultsPart);
            Files.deleteIfExists(timesPart);
        }
    }

    private static void write(
            long probe, CandidateList list, long nanos, BufferedWriter found, BufferedWriter clock)
            throws IOException {
        for (Candidate candidate : list.candidates()) {
            found.write(
                    String.format(
                            Locale.ROOT,
                            "%d,%s,%.4f\n",
                            probe,
                            candidate.subject(),
                            candidate.score()));
        }
        clock.write(String.format(Locale.ROOT, "%d,%.3f\n", probe, nanos / 1e6));
    }

    private void tellMeaning(Calibration calibration, int fingers) {
        for (double rate : new double[] {0.1, 0.01}) {
            double fmr = new Threshold.Fpir(rate).falseMatchRate(fingers);
            err.printf(
                    Locale.ROOT,
                    "score %.1f: FMR %.1e, FPIR %.0f %% against %d fingers%n",
                    calibration.score(fmr),
                    fmr,
                    100 * rate,
                    fingers);
        }
        err.println("(" + calibration.provenance().replace('\n', ' ') + ")");
    }

    private void quarantine(Path file, TemplateRecord.Quarantined bad) {
        quarantined++;
        err.println(
                file
                        + ": record "
                        + bad.number()
                        + ", id "
                        + bad.id()
                        + ": quarantined: "
                        + bad.reason());
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
