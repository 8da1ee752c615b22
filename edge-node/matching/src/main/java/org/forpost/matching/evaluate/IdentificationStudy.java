package org.forpost.matching.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.batch.TemplateRecords;
import org.forpost.matching.batch.TemplateRecords.TemplateRecord;
import org.forpost.matching.evaluate.Identification.Kept;
import org.forpost.matching.evaluate.Identification.Outcome;
import org.jspecify.annotations.Nullable;

/// What [Identification] finds in a gallery of a given size, and beside it what SourceAFIS finds
/// when it compares everything, in as large a gallery as it is given time for.
///
/// @param distractors in the gallery that ours searches
/// @param sample distractors that SourceAFIS is compared on, the first of the same file
/// @param fingers in the gallery, mates and distractors
/// @param probes searches with one finger
/// @param all kept of those whose mate exhaustive SourceAFIS ranks first among the sample
/// @param fromForty kept of those whose mate SourceAFIS scores 40 or more
/// @param fromSixty kept of those whose mate it scores 60 or more
/// @param twoFingers kept of the searches with two fingers
/// @param penetration mean share of the gallery that SourceAFIS was asked about
/// @param medianMillis wall time of a search
/// @param rows TPIR of each contender
record IdentificationStudy(
        int distractors,
        int sample,
        int fingers,
        int probes,
        Kept all,
        Kept fromForty,
        Kept fromSixty,
        Kept twoFingers,
        OptionalDouble penetration,
        OptionalDouble medianMillis,
        List<Row> rows) {
    /// Templates handed to the gallery at once: some 30 MB.
    private static final int BATCH = 50_000;

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

    /// Runs the searches.
    ///
    /// @param file records of native templates, see [TemplateRecords]
    /// @param wanted distractors in the gallery
    /// @param exhaustive distractors that every probe is compared with by SourceAFIS alone
    /// @throws IOException where the file is damaged or too short; names the file
    static IdentificationStudy run(
            Identification identification, Path file, int wanted, int exhaustive)
            throws IOException {
        List<Template> sample = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        List<Double> penetration = new ArrayList<>();
        int small = Math.min(wanted, exhaustive);
        int probes = identification.probes();
        try (Gallery gallery = Gallery.inMemory()) {
            gallery.add(identification.references());
            List<Outcome> oursOnSample;
            List<Outcome> ours;
            List<Outcome> two;
            try (TemplateRecords records = new TemplateRecords(file)) {
                fill(gallery, records, file, 0, small, sample);
                oursOnSample = search(identification, gallery, nanos, penetration);
                ours = oursOnSample;
                if (wanted > small) {
                    fill(gallery, records, file, small, wanted, null);
                    nanos.clear();
                    penetration.clear();
                    ours = search(identification, gallery, nanos, penetration);
                }
            }
            try (Progress progress = Progress.forPerson("two fingers", probes / 2)) {
                two = identification.searchTwo(gallery, progress);
            }
            List<Outcome> alone;
            List<Outcome> onOurs;
            try (Progress progress = Progress.forPerson("sourceafis, exhaustive", 2L * probes)) {
                alone = identification.exhaustive(sample, true, progress);
                onOurs = identification.exhaustive(sample, false, progress);
            }
            double[] mates = identification.mateScores();
            boolean[] first = new boolean[probes];
            for (int i = 0; i < probes; i++) {
                first[i] = onOurs.get(i).mate() > onOurs.get(i).other();
            }
            boolean[] everyTwo = new boolean[two.size()];
            Arrays.fill(everyTwo, true);
            int sampled = identification.mates() + small;
            List<Row> rows = new ArrayList<>();
            rows.add(Row.of("sourceafis", sampled, alone));
            rows.add(Row.of("sourceafis on our templates", sampled, onOurs));
            rows.add(Row.of("forpost", sampled, oursOnSample));
            if (wanted > small) {
                rows.add(Row.of("forpost", gallery.size(), ours));
            }
            return new IdentificationStudy(
                    wanted,
                    small,
                    gallery.size(),
                    probes,
                    Identification.kept(ours, first),
                    Identification.kept(ours, Identification.where(mates, 40)),
                    Identification.kept(ours, Identification.where(mates, 60)),
                    Identification.kept(two, everyTwo),
                    penetration.stream().mapToDouble(share -> share).average(),
                    median(nanos),
                    List.copyOf(rows));
        }
    }

    private static List<Outcome> search(
            Identification identification,
            Gallery gallery,
            List<Long> nanos,
            List<Double> penetration) {
        try (Progress progress = Progress.forPerson("searching", identification.probes())) {
            return identification.search(gallery, nanos, penetration, progress);
        }
    }

    private static void fill(
            Gallery gallery,
            TemplateRecords records,
            Path file,
            int from,
            int to,
            @Nullable List<Template> copy)
            throws IOException {
        List<Reference> batch = new ArrayList<>();
        try (Progress progress = Progress.forPerson("distractors", (long) to - from)) {
            for (int i = from; i < to; i++) {
                Optional<TemplateRecord> next = records.next();
                if (next.isEmpty()) {
                    throw new IOException(
                            file + ": expected " + to + " distractors, the file has " + i);
                }
                switch (next.get()) {
                    case TemplateRecord.Usable usable -> {
                        batch.add(
                                new Reference(
                                        "distractor " + i,
                                        FingerPosition.UNKNOWN,
                                        usable.template()));
                        if (copy != null) {
                            copy.add(usable.template());
                        }
                    }
                    case TemplateRecord.Quarantined bad ->
                            throw new IOException(
                                    file + ": record " + bad.number() + ": " + bad.reason());
                }
                if (batch.size() == BATCH) {
                    gallery.add(batch);
                    batch.clear();
                }
                progress.step(1);
            }
        }
        gallery.add(batch);
    }

    private static OptionalDouble median(List<Long> nanos) {
        return nanos.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow()
                                / 1e6);
    }

    String table() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        """

                        Identification: %d probes against %d fingers, %d of them distractors.
                        SourceAFIS exhaustively: against %d distractors.

                        | kept of exhaustive | %% | searches |
                        |---|---|---|
                        """,
                        probes,
                        fingers,
                        distractors,
                        sample));
        row(text, "mate ranked first by SourceAFIS", all);
        row(text, "mate's score 40 or more", fromForty);
        row(text, "mate's score 60 or more", fromSixty);
        row(text, "two fingers", twoFingers);
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
        text.append(
                String.format(
                        Locale.ROOT,
                        "%nPenetration rate %s %%, median %s ms a search.%n",
                        penetration.isPresent()
                                ? String.format(
                                        Locale.ROOT, "%.4f", 100 * penetration.getAsDouble())
                                : "–",
                        medianMillis.isPresent()
                                ? String.format(Locale.ROOT, "%.1f", medianMillis.getAsDouble())
                                : "–"));
        return text.toString();
    }

    private static void row(StringBuilder text, String name, Kept kept) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "| %s | %s | %d of %d |%n",
                        name,
                        Report.percent(kept.rate()),
                        kept.kept(),
                        kept.of()));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("identification");
        json.writeNumberField("gallery_fingers", fingers);
        json.writeNumberField("distractors", distractors);
        json.writeNumberField("exhaustive_distractors", sample);
        json.writeNumberField("probes", probes);
        json.writeObjectFieldStart("kept_of_exhaustive");
        kept(json, "all", all);
        kept(json, "mate_score_40", fromForty);
        kept(json, "mate_score_60", fromSixty);
        kept(json, "two_fingers", twoFingers);
        json.writeEndObject();
        Report.rate(json, "penetration_rate", penetration);
        Report.rate(json, "median_ms", medianMillis);
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
        json.writeEndObject();
    }

    private static void kept(JsonGenerator json, String name, Kept kept) throws IOException {
        json.writeObjectFieldStart(name);
        Report.rate(json, "rate", kept.rate());
        json.writeNumberField("kept", kept.kept());
        json.writeNumberField("of", kept.of());
        json.writeEndObject();
    }
}
