package org.forpost.matching.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.forpost.matching.evaluate.Verification.Opened;

/// What one run of [EvaluateCommand] measured, as a table for people or JSON for scripts.
final class Report {
    static final String POOLED = "pooled";

    private final String folder;
    private final boolean strict;
    private final List<Opened> sets;
    private final List<VerificationRow> rows = new ArrayList<>();
    private final List<IdentificationStudy> identification = new ArrayList<>();

    Report(String folder, boolean strict, List<Opened> sets) {
        this.folder = folder;
        this.strict = strict;
        this.sets = sets;
    }

    /// Adds a row for each set and one for all sets together.
    ///
    /// @param results one per set, in the order of the sets
    /// @return the pairs of all sets
    PairScores add(String contender, List<Verification> results) {
        for (int i = 0; i < results.size(); i++) {
            Verification result = results.get(i);
            rows.add(
                    VerificationRow.of(
                            sets.get(i).set().name(),
                            contender,
                            result.images(),
                            result.notEnrolled().size(),
                            result.scores(),
                            result.rankOne()));
        }
        PairScores pooled = PairScores.pooled(results.stream().map(Verification::scores).toList());
        double right = 0;
        int asked = 0;
        for (Verification result : results) {
            right += result.rankOneRight();
            asked += result.rankOneAsked();
        }
        rows.add(
                VerificationRow.of(
                        POOLED,
                        contender,
                        results.stream().mapToInt(Verification::images).sum(),
                        results.stream().mapToInt(result -> result.notEnrolled().size()).sum(),
                        pooled,
                        asked == 0 ? OptionalDouble.empty() : OptionalDouble.of(right / asked)));
        return pooled;
    }

    void add(IdentificationStudy study) {
        identification.add(study);
    }

    int unreadable() {
        return sets.stream().mapToInt(set -> set.unreadable().size()).sum();
    }

    String setNames() {
        return sets.size() > 4
                ? sets.size() + " sets"
                : sets.stream().map(set -> set.set().name()).collect(Collectors.joining(", "));
    }

    private List<VerificationRow> ordered() {
        List<String> names = new ArrayList<>(sets.stream().map(set -> set.set().name()).toList());
        names.add(POOLED);
        return rows.stream()
                .sorted(Comparator.comparingInt(row -> names.lastIndexOf(row.set())))
                .toList();
    }

    /// The table as Markdown, percentages.
    String table() {
        StringBuilder table = new StringBuilder();
        table.append(
                """
                | set | by | genuine / impostor pairs | not enrolled | EER % | FNMR % at FMR 10⁻² | at 10⁻³ | at 0 | rank-1 % |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (VerificationRow row : ordered()) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %d / %d | %d | %s | %s | %s | %s | %s |%n",
                            row.set(),
                            row.contender(),
                            row.genuinePairs(),
                            row.impostorPairs(),
                            row.notEnrolled(),
                            percent(row.eer()),
                            percent(row.fnmrAt100()),
                            percent(row.fnmrAt1000()),
                            percent(row.zeroFmr()),
                            percent(row.rankOne())));
        }
        identification.forEach(study -> table.append(study.table()));
        return table.toString();
    }

    static String percent(OptionalDouble rate) {
        return rate.isPresent()
                ? String.format(Locale.ROOT, "%.2f", 100 * rate.getAsDouble())
                : "–";
    }

    /// One JSON object; rates are fractions, null where nothing could be measured.
    String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("images", folder);
            json.writeStringField("impostor_pairs_of", strict ? "first_impressions" : "all");
            json.writeNumberField("unreadable", unreadable());
            json.writeObjectFieldStart("unreadable_files");
            for (Opened set : sets) {
                for (Map.Entry<String, String> file : set.unreadable().entrySet()) {
                    json.writeStringField(file.getKey(), file.getValue());
                }
            }
            json.writeEndObject();
            json.writeArrayFieldStart("verification");
            for (VerificationRow row : ordered()) {
                write(json, row);
            }
            json.writeEndArray();
            if (!identification.isEmpty()) {
                json.writeArrayFieldStart("identification");
                for (IdentificationStudy study : identification) {
                    study.write(json);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return text + System.lineSeparator();
    }

    private static void write(JsonGenerator json, VerificationRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("set", row.set());
        json.writeStringField("contender", row.contender());
        json.writeNumberField("images", row.images());
        json.writeNumberField("genuine_pairs", row.genuinePairs());
        json.writeNumberField("impostor_pairs", row.impostorPairs());
        json.writeNumberField("not_enrolled", row.notEnrolled());
        rate(json, "eer", row.eer());
        rate(json, "fnmr_at_fmr_1e-2", row.fnmrAt100());
        rate(json, "fnmr_at_fmr_1e-3", row.fnmrAt1000());
        rate(json, "fnmr_at_fmr_0", row.zeroFmr());
        rate(json, "rank_1", row.rankOne());
        json.writeEndObject();
    }

    static void rate(JsonGenerator json, String name, OptionalDouble rate) throws IOException {
        if (rate.isPresent()) {
            json.writeNumberField(name, Math.round(rate.getAsDouble() * 1e6) / 1e6);
        } else {
            json.writeNullField(name);
        }
    }
}
