package org.forpost.matching.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.forpost.matching.Calibrations;
import org.forpost.matching.Cancellation;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Identifier;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.SearchLimits;
import org.forpost.matching.SearchStages;
import org.forpost.matching.Template;
import org.forpost.matching.Threshold;
import org.forpost.matching.ViewScores;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.evaluate.RealFingers.Print;
import org.forpost.matching.sourceafis.Comparer;
import org.forpost.matching.sourceafis.Prepared;
import org.jspecify.annotations.Nullable;

/// How hard distractors are for real probes, beside other real fingers: a gallery of nobodies whom
/// no real finger resembles would flatter every figure that is measured in it.
///
/// @param stages what the index meets in a gallery of real fingers and in one of as many
///   distractors; null where there are too few fingers to make the index work
/// @param levels scores of each kind at the levels that real impostors define
record DistractorHardness(@Nullable Stages stages, List<Level> levels) {
    /// Everybody is compared with everybody: above this the rest is left out.
    private static final int MOST_PRINTS = 300;

    /// Pairs of a probe and a distractor that are aligned for each probe.
    private static final int ALIGNED = 60;

    /// Of the pairs of real fingers every so many is aligned, which takes a millisecond.
    private static final int EVERY = 2;

    /// Below it a gallery is compared exhaustively and the index is not asked.
    private static final int LEAST_GALLERY = 150;

    /// Independent draws of distractors as large as the gallery of real fingers.
    private static final int DRAWS = 8;

    /// What the stages of the index did for each probe on average.
    ///
    /// @param real in a gallery of other real fingers
    /// @param synthetic in a gallery of as many distractors
    record Stages(StageMeans real, StageMeans synthetic) {}

    /// @param fingers in the gallery
    /// @param minutiae of a finger of the gallery
    /// @param postings read for each minutia of the probe and each minutia of the gallery
    /// @param hits the same
    /// @param grouped fingers that were looked at, as a share of the gallery
    record StageMeans(
            double fingers, double minutiae, double postings, double hits, double grouped) {}

    /// One kind of score at one level.
    ///
    /// @param kind of score
    /// @param stated the rate that defines the level among real impostors
    /// @param score the level
    /// @param real share of pairs of different real fingers that reach it
    /// @param synthetic share of pairs of a real probe and a distractor that do
    /// @param realPairs compared
    /// @param syntheticPairs compared
    record Level(
            String kind,
            double stated,
            double score,
            double real,
            double synthetic,
            long realPairs,
            long syntheticPairs) {
        /// Above 1: distractors are the harder ones.
        double ratio() {
            return real == 0 ? Double.NaN : synthetic / real;
        }

        Level lowered(double by) {
            return new Level(kind, stated, score - by, real, synthetic, realPairs, syntheticPairs);
        }
    }

    /// @param exhaustive scores of all probes against distractors, where there are any; otherwise
    ///   some are made
    static DistractorHardness measure(
            RealFingers fingers, DistractorSource source, int available, ScoreCounts exhaustive)
            throws IOException {
        List<Print> prints = thinned(fingers.all());
        List<Template> distractors = new ArrayList<>();
        int most = Math.min(available, DRAWS * Math.max(ALIGNED, prints.size()));
        source.read(0, most, (first, some) -> distractors.addAll(some));
        List<Level> levels = new ArrayList<>();
        try (Progress progress =
                Progress.forPerson("how hard distractors are", 4L * prints.size())) {
            List<Prepared> prepared =
                    prints.stream().map(p -> new Prepared(Bare.minutiae(p.template()))).toList();
            ScoreCounts realScores = new ScoreCounts();
            ScoreCounts synthetic = exhaustive.total() > 0 ? exhaustive : new ScoreCounts();
            List<Prepared> some =
                    exhaustive.total() > 0
                            ? List.of()
                            : distractors.parallelStream()
                                    .map(t -> new Prepared(Bare.minutiae(t)))
                                    .toList();
            IntStream.range(0, prints.size())
                    .parallel()
                    .forEach(p -> {
                        Comparer comparer = Bare.comparer(prints.get(p).template());
                        for (int q = 0; q < prepared.size(); q++) {
                            if (prints.get(p).finger() != prints.get(q).finger()) {
                                realScores.add(comparer.score(prepared.get(q)));
                            }
                        }
                        some.forEach(d -> synthetic.add(comparer.score(d)));
                        progress.step(1);
                    });
            levels("SourceAFIS score", realScores, synthetic, levels, 1e-3, 1e-4);
            aligned(prints, distractors, levels, progress);
            return new DistractorHardness(stages(prints, distractors, progress), levels);
        }
    }

    /// Log-odds lie between -30 and 30; counted scores are never below 0.
    private static final double OFFSET = 50;

    /// Every print against every second later one of another finger, and some distractors: what the
    /// alignment says, and the score that ranks.
    private static void aligned(
            List<Print> prints, List<Template> distractors, List<Level> levels, Progress progress) {
        ScoreCounts realOdds = new ScoreCounts();
        ScoreCounts syntheticOdds = new ScoreCounts();
        ScoreCounts realBoth = new ScoreCounts();
        ScoreCounts syntheticBoth = new ScoreCounts();
        IntStream.range(0, prints.size())
                .parallel()
                .forEach(p -> {
                    Template probe = prints.get(p).template();
                    Comparer comparer = Bare.comparer(probe);
                    for (int q = p + 1; q < prints.size(); q += EVERY) {
                        if (prints.get(p).finger() != prints.get(q).finger()) {
                            Template other = prints.get(q).template();
                            align(comparer, probe, other, realOdds, realBoth);
                        }
                    }
                    for (int d = 0; d < Math.min(ALIGNED, distractors.size()); d++) {
                        // Other distractors for every probe, as far as they go.
                        Template other = distractors.get((p * ALIGNED + d) % distractors.size());
                        align(comparer, probe, other, syntheticOdds, syntheticBoth);
                    }
                    progress.step(1);
                });
        List<Level> shifted = new ArrayList<>();
        levels("alignment log-odds", realOdds, syntheticOdds, shifted, 1e-2, 1e-3);
        shifted.forEach(level -> levels.add(level.lowered(OFFSET)));
        levels("both together", realBoth, syntheticBoth, levels, 1e-2, 1e-3);
    }

    private static void align(
            Comparer comparer, Template probe, Template other, ScoreCounts odds, ScoreCounts both) {
        double alignment = ViewScores.alignment(probe, other);
        odds.add(OFFSET + alignment);
        both.add(ViewScores.together(comparer.score(Bare.minutiae(other)), alignment));
    }

    private static void levels(
            String kind,
            ScoreCounts real,
            ScoreCounts synthetic,
            List<Level> levels,
            double... rates) {
        if (real.total() == 0 || synthetic.total() == 0) {
            return;
        }
        for (double rate : rates) {
            double at = real.threshold(rate);
            levels.add(
                    new Level(
                            kind,
                            rate,
                            at,
                            (double) real.reaching(at) / real.total(),
                            (double) synthetic.reaching(at) / synthetic.total(),
                            real.total(),
                            synthetic.total()));
        }
    }

    /// The same search in a gallery of all other real fingers and in one of as many distractors:
    /// what the index does depends on the size.
    private static @Nullable Stages stages(
            List<Print> prints, List<Template> distractors, Progress progress) {
        if (prints.size() < LEAST_GALLERY || distractors.size() < prints.size()) {
            return null;
        }
        Sums real = new Sums();
        Sums synthetic = new Sums();
        for (int finger : prints.stream().mapToInt(Print::finger).distinct().toArray()) {
            List<Print> probes = prints.stream().filter(p -> p.finger() == finger).toList();
            List<Template> others =
                    prints.stream().filter(p -> p.finger() != finger).map(Print::template).toList();
            int draws = distractors.size() / others.size();
            int draw = Math.floorMod(finger, draws) * others.size();
            real.search(probes, others);
            synthetic.search(probes, distractors.subList(draw, draw + others.size()));
            progress.step(2L * probes.size());
        }
        return new Stages(real.means(), synthetic.means());
    }

    private static final class Sums {
        private double fingers;
        private double minutiae;
        private double postings;
        private double hits;
        private double grouped;
        private int searches;

        void search(List<Print> probes, List<Template> others) {
            try (Gallery gallery = Gallery.inMemory()) {
                List<Reference> references = new ArrayList<>();
                for (Template other : others) {
                    references.add(
                            new Reference(
                                    "other " + references.size(), FingerPosition.UNKNOWN, other));
                }
                gallery.add(references);
                Identifier identifier = new Identifier(gallery, Calibrations.sourceAfis());
                double theirs = others.stream().mapToInt(Template::minutiaeCount).sum();
                for (Print probe : probes) {
                    identifier.search(
                            Probe.of(probe.template()),
                            new SearchLimits(Threshold.none(), 1),
                            new Cancellation(),
                            stages -> add(stages, probe.template().minutiaeCount(), theirs));
                }
            }
        }

        private void add(SearchStages stages, int mine, double theirs) {
            fingers += stages.galleryFingers();
            minutiae += theirs / stages.galleryFingers();
            postings += stages.postings() / (mine * theirs);
            hits += stages.hits() / (mine * theirs);
            grouped += (double) stages.grouped() / stages.galleryFingers();
            searches++;
        }

        StageMeans means() {
            return new StageMeans(
                    fingers / searches,
                    minutiae / searches,
                    postings / searches,
                    hits / searches,
                    grouped / searches);
        }
    }

    private static List<Print> thinned(List<Print> prints) {
        int step = (prints.size() + MOST_PRINTS - 1) / MOST_PRINTS;
        return IntStream.range(0, prints.size())
                .filter(i -> step < 2 || i % step == 0)
                .mapToObj(prints::get)
                .toList();
    }

    String table() {
        StringBuilder text =
                new StringBuilder(
                        """

                        | how hard distractors are for real probes | real others | distractors | ratio |
                        |---|---|---|---|
                        """);
        if (stages != null) {
            row(text, "minutiae of a finger", stages.real.minutiae, stages.synthetic.minutiae);
            row(text, "postings / minutia pair", stages.real.postings, stages.synthetic.postings);
            row(text, "hits / minutia pair", stages.real.hits, stages.synthetic.hits);
            row(text, "grouped / finger", stages.real.grouped, stages.synthetic.grouped);
        }
        for (Level level : levels) {
            row(
                    text,
                    String.format(
                            Locale.ROOT,
                            "%s ≥ %.1f (%d and %d pairs)",
                            level.kind,
                            level.score,
                            level.realPairs,
                            level.syntheticPairs),
                    level.real,
                    level.synthetic);
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, double real, double synthetic) {
        text.append(
                String.format(
                        Locale.ROOT,
                        "| %s | %.3g | %.3g | %.2f |%n",
                        name,
                        real,
                        synthetic,
                        synthetic / real));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("distractor_hardness");
        if (stages != null) {
            means(json, "real_others", stages.real);
            means(json, "distractors", stages.synthetic);
        }
        json.writeArrayFieldStart("levels");
        for (Level level : levels) {
            json.writeStartObject();
            json.writeStringField("score_of", level.kind);
            json.writeNumberField("defined_by_rate", level.stated);
            json.writeNumberField("score", level.score);
            json.writeNumberField("real_rate", level.real);
            json.writeNumberField("distractor_rate", level.synthetic);
            Report.rate(
                    json,
                    "ratio",
                    Double.isNaN(level.ratio())
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(level.ratio()));
            json.writeNumberField("real_pairs", level.realPairs);
            json.writeNumberField("distractor_pairs", level.syntheticPairs);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void means(JsonGenerator json, String name, StageMeans means)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("gallery_fingers", means.fingers);
        json.writeNumberField("minutiae_per_finger", means.minutiae);
        json.writeNumberField("postings_per_minutia_pair", means.postings);
        json.writeNumberField("hits_per_minutia_pair", means.hits);
        json.writeNumberField("grouped_per_finger", means.grouped);
        json.writeEndObject();
    }
}
