package org.forpost.matching.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.evaluate.Identification.Kept;
import org.forpost.matching.evaluate.Identification.Outcome;
import org.forpost.matching.evaluate.Identification.Pair;
import org.forpost.matching.evaluate.RealFingers.Print;

/// What [Identification] finds in a gallery of a given size, and beside it what SourceAFIS finds on
/// the same templates when it compares everything, in as large a gallery as it is given time for.
///
/// Whether a good mate is kept needs no exhaustive search, only the comparison with the mate;
/// SourceAFIS's TPIR does, and therefore is told for the gallery that it was measured in and for no
/// larger one.
///
/// @param templates whose extraction
/// @param source of the distractors
/// @param distractors in the gallery that ours searches
/// @param sample distractors that SourceAFIS was compared with, the first of the same source
/// @param fingers in the gallery, mates and distractors
/// @param probes searches with one finger
/// @param kept of exhaustive
/// @param penetration mean share of the gallery that SourceAFIS was asked about
/// @param medianMillis wall time of a search
/// @param p99Millis wall time that one search in a hundred exceeds
/// @param exhaustiveMillis CPU time of one exhaustive search of the whole gallery
/// @param rows TPIR of each contender
/// @param stated thresholds and what they let through
/// @param hardness of the distractors
record IdentificationStudy(
        String templates,
        String source,
        int distractors,
        int sample,
        int fingers,
        int probes,
        List<KeptRow> kept,
        OptionalDouble penetration,
        OptionalDouble medianMillis,
        OptionalDouble p99Millis,
        OptionalDouble exhaustiveMillis,
        List<Row> rows,
        List<StatedRow> stated,
        DistractorHardness hardness) {

    /// @param gallery fingers that were searched
    record Row(
            String contender,
            int gallery,
            OptionalDouble tpirAtTenth,
            OptionalDouble tpirAtHundredth) {
        static Row of(String contender, int gallery, List<Outcome> outcomes) {
            return new Row(
                    contender,
                    gallery,
                    Identification.tpirAtFpir(outcomes, 0.1),
                    Identification.tpirAtFpir(outcomes, 0.01));
        }
    }

    /// @param key in JSON
    /// @param name for people
    record KeptRow(String key, String name, Kept kept) {}

    /// @param stated FPIR of a [org.forpost.matching.Threshold.Fpir]
    /// @param measured share of searches in which somebody else reached it
    record StatedRow(int gallery, double stated, OptionalDouble measured) {}

    private static final double[] STATED = {0.1, 0.01};

    /// Runs the searches.
    ///
    /// @param wanted distractors in the gallery
    /// @param exhaustive distractors that every probe is compared with by SourceAFIS
    /// @throws IOException where the distractors are damaged or too few
    static IdentificationStudy run(
            String templates,
            RealFingers fingers,
            DistractorSource source,
            int wanted,
            int exhaustive)
            throws IOException {
        int sample = Math.min(wanted, exhaustive);
        List<Print> probes = fingers.probes();
        List<Row> rows = new ArrayList<>();
        List<StatedRow> stated = new ArrayList<>();
        List<Pair> pairs = Identification.pairs(probes);
        Exhaustive alone = alone(fingers, source, sample);
        rows.add(Row.of("sourceafis", fingers.enrolled().size() + sample, alone.outcomes()));
        try (Gallery gallery = Gallery.inMemory()) {
            gallery.add(Identification.singles(fingers.enrolled()));
            fill(gallery, source, 0, sample);
            Identification ours = new Identification(gallery);
            List<Outcome> one = search(ours, probes);
            tell(ours, gallery.size(), one, rows, stated);
            if (wanted > sample) {
                fill(gallery, source, sample, wanted);
                ours = new Identification(gallery);
                one = search(ours, probes);
                tell(ours, gallery.size(), one, rows, stated);
            }
            int size = gallery.size();
            gallery.update(
                    Identification.people(fingers.enrolled()),
                    fingers.enrolled().stream().map(Print::single).toList());
            settle(gallery);
            List<Outcome> two;
            try (Progress progress = Progress.forPerson("two fingers", pairs.size())) {
                two = new Identification(gallery).searchPairs(probes, pairs, progress);
            }
            return new IdentificationStudy(
                    templates,
                    source.provenance(),
                    wanted,
                    sample,
                    size,
                    probes.size(),
                    kept(alone.outcomes(), one, two, pairs),
                    ours.penetration(),
                    ours.millis(0.5),
                    ours.millis(0.99),
                    alone.cpuMillis().isPresent()
                            ? OptionalDouble.of(alone.cpuMillis().getAsDouble() * size)
                            : OptionalDouble.empty(),
                    List.copyOf(rows),
                    List.copyOf(stated),
                    DistractorHardness.measure(fingers, source, wanted, alone.distractorScores()));
        }
    }

    private static Exhaustive alone(RealFingers fingers, DistractorSource source, int sample)
            throws IOException {
        Exhaustive alone = new Exhaustive(fingers);
        try (Progress progress =
                Progress.forPerson(
                        "SourceAFIS, exhaustive", (long) sample * fingers.probes().size())) {
            alone.compare(source, 0, sample, progress);
        }
        return alone;
    }

    private static List<Outcome> search(Identification ours, List<Print> probes) {
        try (Progress progress = Progress.forPerson("searching", probes.size())) {
            return ours.search(probes, progress);
        }
    }

    private static void tell(
            Identification ours,
            int size,
            List<Outcome> outcomes,
            List<Row> rows,
            List<StatedRow> stated) {
        rows.add(Row.of("forpost", size, outcomes));
        for (double rate : STATED) {
            stated.add(new StatedRow(size, rate, ours.measuredFpir(outcomes, rate)));
        }
    }

    private static List<KeptRow> kept(
            List<Outcome> alone, List<Outcome> one, List<Outcome> two, List<Pair> pairs) {
        boolean[] first = Identification.mateFirst(alone);
        return List.of(
                new KeptRow(
                        "all", "mate ranked first by SourceAFIS", Identification.kept(one, first)),
                new KeptRow(
                        "mate_score_40",
                        "mate's score 40 or more",
                        Identification.kept(one, Identification.mateFrom(alone, 40))),
                new KeptRow(
                        "mate_score_60",
                        "mate's score 60 or more",
                        Identification.kept(one, Identification.mateFrom(alone, 60))),
                new KeptRow(
                        "two_fingers",
                        "two fingers, whatever they score",
                        Identification.kept(two, Identification.every(two))),
                new KeptRow(
                        "two_fingers_mate_first",
                        "two fingers, mate ranked first by SourceAFIS with one of them",
                        Identification.kept(two, Identification.either(pairs, first))));
    }

    private static void fill(Gallery gallery, DistractorSource source, int from, int to)
            throws IOException {
        try (Progress progress = Progress.forPerson("distractors", (long) to - from)) {
            List<Reference> batch = new ArrayList<>();
            source.read(
                    from,
                    to,
                    (first, templates) -> {
                        for (Template template : templates) {
                            String name = "distractor " + (first + batch.size());
                            batch.add(new Reference(name, FingerPosition.UNKNOWN, template));
                        }
                        gallery.add(batch);
                        batch.clear();
                        progress.step(templates.size());
                    });
        }
        settle(gallery);
    }

    /// Times are to be those of a gallery at rest.
    private static void settle(Gallery gallery) throws IOException {
        try {
            gallery.settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    String table() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        """

                        #### Identification with %s

                        %d probes against %d fingers, %d of them distractors (%s).

                        | kept of exhaustive SourceAFIS | %% | searches |
                        |---|---|---|
                        """,
                        templates,
                        probes,
                        fingers,
                        distractors,
                        source));
        for (KeptRow row : kept) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %d of %d |%n",
                            row.name.contains("ranked first")
                                    ? row.name + " among " + sample + " distractors"
                                    : row.name,
                            Report.percent(row.kept.rate()),
                            row.kept.kept(),
                            row.kept.of()));
        }
        text.append("\n| by | gallery | TPIR % at FPIR 10 % | at 1 % |\n|---|---|---|---|\n");
        for (Row row : rows) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %d | %s | %s |%n",
                            row.contender,
                            row.gallery,
                            Report.percent(row.tpirAtTenth),
                            Report.percent(row.tpirAtHundredth)));
        }
        text.append("\n| gallery | threshold for FPIR % | measured % |\n|---|---|---|\n");
        for (StatedRow row : stated) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %d | %.0f | %s |%n",
                            row.gallery,
                            100 * row.stated,
                            Report.percent(row.measured)));
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "%nPenetration rate %s %%; %s ms a search (median; p99 %s), SourceAFIS"
                                + " exhaustively %s ms of one core.%n",
                        number("%.4f", 100, penetration),
                        number("%.1f", 1, medianMillis),
                        number("%.1f", 1, p99Millis),
                        number("%.0f", 1, exhaustiveMillis)));
        return text + hardness.table();
    }

    private static String number(String format, double times, OptionalDouble value) {
        return value.isPresent()
                ? String.format(Locale.ROOT, format, times * value.getAsDouble())
                : "–";
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("templates", templates);
        json.writeStringField("distractors_from", source);
        json.writeNumberField("gallery_fingers", fingers);
        json.writeNumberField("distractors", distractors);
        json.writeNumberField("exhaustive_distractors", sample);
        json.writeNumberField("probes", probes);
        json.writeObjectFieldStart("kept_of_exhaustive");
        for (KeptRow row : kept) {
            json.writeObjectFieldStart(row.key);
            Report.rate(json, "rate", row.kept.rate());
            json.writeNumberField("kept", row.kept.kept());
            json.writeNumberField("of", row.kept.of());
            json.writeEndObject();
        }
        json.writeEndObject();
        Report.rate(json, "penetration_rate", penetration);
        Report.rate(json, "median_ms", medianMillis);
        Report.rate(json, "p99_ms", p99Millis);
        Report.rate(json, "sourceafis_exhaustive_cpu_ms", exhaustiveMillis);
        json.writeArrayFieldStart("tpir");
        for (Row row : rows) {
            json.writeStartObject();
            json.writeStringField("contender", row.contender);
            json.writeNumberField("gallery_fingers", row.gallery);
            Report.rate(json, "tpir_at_fpir_0.1", row.tpirAtTenth);
            Report.rate(json, "tpir_at_fpir_0.01", row.tpirAtHundredth);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("fpir");
        for (StatedRow row : stated) {
            json.writeStartObject();
            json.writeNumberField("gallery_fingers", row.gallery);
            json.writeNumberField("stated", row.stated);
            Report.rate(json, "measured", row.measured);
            json.writeEndObject();
        }
        json.writeEndArray();
        hardness.write(json);
        json.writeEndObject();
    }
}
