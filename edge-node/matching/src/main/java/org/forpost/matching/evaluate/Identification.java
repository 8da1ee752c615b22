package org.forpost.matching.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.forpost.matching.Calibrations;
import org.forpost.matching.CandidateList;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Gallery;
import org.forpost.matching.Identifier;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.SearchLimits;
import org.forpost.matching.Template;
import org.forpost.matching.Threshold;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.ViewScores;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.evaluate.ImageSet.Impression;
import org.forpost.matching.evaluate.Verification.Opened;
import org.forpost.matching.images.ImageFile;
import org.forpost.matching.sourceafis.Baseline;

/// The 1:N part: the first impression of each finger lies in a gallery among distractors, every
/// other impression is searched.
///
/// Two fingers of one set that follow each other count as one person's, so that people with two
/// fingers can be searched, too. A search of somebody who is not in the gallery is the same search
/// with the mate's candidates crossed out.
final class Identification {
    /// One probe image.
    ///
    /// @param person subject of its mate in the gallery
    /// @param finger set and finger
    private record Sought(String person, String finger, Template template, Baseline baseline) {}

    /// One finger of the gallery.
    private record Enrolled(String person, String finger, Template template, Baseline baseline) {}

    /// What became of one search.
    ///
    /// @param mate the mate's score, or -1 where the mate was not among the candidates
    /// @param other the best score of anybody else, or -1
    record Outcome(double mate, double other) {}

    private final List<Enrolled> enrolled = new ArrayList<>();
    private final List<Sought> sought = new ArrayList<>();
    private final Map<String, String> unused = new LinkedHashMap<>();

    /// Extracts every readable image once for each side. An image in which nothing is found is told
    /// in [#unused] and, as a probe, counted as not found.
    Identification(List<Opened> sets, OptionalDouble dpi, Progress progress) throws IOException {
        FingerprintExtractor extractor = new FingerprintExtractor();
        for (Opened set : sets) {
            int finger = -1;
            String last = "";
            boolean inGallery = false;
            for (Impression impression : set.readable()) {
                progress.step(1);
                if (!impression.finger().equals(last)) {
                    finger++;
                    inGallery = false;
                }
                last = impression.finger();
                ImageFile file = ImageFile.open(impression.file(), dpi);
                String name = set.set().name() + "/" + impression.finger();
                // A subject is a name of 64 bytes at most, and folders can be longer.
                String person = "set " + sets.indexOf(set) + " person " + finger / 2;
                try {
                    Template template = extractor.extract(file.decode());
                    Baseline baseline = new Baseline(file.bytes(), file.dpi());
                    if (inGallery) {
                        sought.add(new Sought(person, name, template, baseline));
                    } else {
                        enrolled.add(new Enrolled(person, name, template, baseline));
                        inGallery = true;
                    }
                } catch (UnusableImageException | RuntimeException e) {
                    unused.put(impression.file().toString(), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    int probes() {
        return sought.size();
    }

    int mates() {
        return enrolled.size();
    }

    Map<String, String> unused() {
        return unused;
    }

    /// Fingers of the gallery that are somebody's.
    List<Reference> references() {
        return enrolled.stream()
                .map(e -> new Reference(e.person, FingerPosition.UNKNOWN, e.template))
                .toList();
    }

    /// Scores of SourceAFIS between each probe and its mate, on the gallery's own templates.
    double[] mateScores() {
        return sought.parallelStream().mapToDouble(this::mateScore).toArray();
    }

    private double mateScore(Sought probe) {
        ViewScores scores = new ViewScores(probe.template, 1);
        return enrolled.stream()
                .filter(e -> e.finger.equals(probe.finger))
                .mapToDouble(e -> scores.score(e.template))
                .max()
                .orElse(PairScores.NOT_ENROLLED);
    }

    /// Searches every probe with one finger through the module's face.
    ///
    /// @param nanos receives the wall time of each search
    List<Outcome> search(
            Gallery gallery, List<Long> nanos, List<Double> penetration, Progress progress) {
        Identifier identifier = new Identifier(gallery, Calibrations.sourceAfis());
        List<Outcome> outcomes = new ArrayList<>();
        for (Sought probe : sought) {
            outcomes.add(
                    search(identifier, Probe.of(probe.template), probe.person, nanos, penetration));
            progress.step(1);
        }
        return outcomes;
    }

    /// Searches people with two fingers: the n-th probe of one with the n-th of the other.
    List<Outcome> searchTwo(Gallery gallery, Progress progress) {
        Identifier identifier = new Identifier(gallery, Calibrations.sourceAfis());
        Map<String, Map<String, List<Sought>>> people = new LinkedHashMap<>();
        for (Sought probe : sought) {
            people.computeIfAbsent(probe.person, p -> new LinkedHashMap<>())
                    .computeIfAbsent(probe.finger, f -> new ArrayList<>())
                    .add(probe);
        }
        List<Outcome> outcomes = new ArrayList<>();
        people.forEach((person, fingers) -> {
            List<List<Sought>> both = List.copyOf(fingers.values());
            int pairs = both.size() < 2 ? 0 : Math.min(both.get(0).size(), both.get(1).size());
            for (int i = 0; i < pairs; i++) {
                Probe probe =
                        new Probe(List.of(finger(both.get(0).get(i)), finger(both.get(1).get(i))));
                outcomes.add(
                        search(identifier, probe, person, new ArrayList<>(), new ArrayList<>()));
                progress.step(1);
            }
        });
        return outcomes;
    }

    private static Probe.Finger finger(Sought probe) {
        return new Probe.Finger(FingerPosition.UNKNOWN, probe.template);
    }

    private static Outcome search(
            Identifier identifier,
            Probe probe,
            String person,
            List<Long> nanos,
            List<Double> penetration) {
        long start = System.nanoTime();
        CandidateList list =
                identifier.search(
                        probe, new SearchLimits(Threshold.none(), SearchLimits.LONGEST_LIST));
        nanos.add(System.nanoTime() - start);
        penetration.add((double) list.compared() / Math.max(1, list.galleryFingers()));
        double mate =
                list.candidates().stream()
                        .filter(c -> c.subject().equals(person))
                        .mapToDouble(c -> c.score())
                        .max()
                        .orElse(PairScores.NOT_ENROLLED);
        double other =
                list.candidates().stream()
                        .filter(c -> !c.subject().equals(person))
                        .mapToDouble(c -> c.score())
                        .max()
                        .orElse(PairScores.NOT_ENROLLED);
        return new Outcome(mate, other);
    }

    /// SourceAFIS on everything: its own templates of the images, or ours.
    List<Outcome> exhaustive(List<Template> distractors, boolean ownTemplates, Progress progress) {
        return ownTemplates
                ? sought.parallelStream().map(p -> alone(p, distractors, progress)).toList()
                : IntStream.range(0, sought.size())
                        .parallel()
                        .mapToObj(i -> onOurs(sought.get(i), distractors, progress))
                        .toList();
    }

    private Outcome alone(Sought probe, List<Template> distractors, Progress progress) {
        Baseline.Matcher matcher = probe.baseline.matcher();
        double mate = PairScores.NOT_ENROLLED;
        double other = PairScores.NOT_ENROLLED;
        for (Enrolled e : enrolled) {
            double score = matcher.score(e.baseline);
            if (e.person.equals(probe.person)) {
                mate = Math.max(mate, score);
            } else {
                other = Math.max(other, score);
            }
        }
        for (Template distractor : distractors) {
            other = Math.max(other, matcher.score(distractor.encode()));
        }
        progress.step(1);
        return new Outcome(mate, other);
    }

    private Outcome onOurs(Sought probe, List<Template> distractors, Progress progress) {
        ViewScores scores = new ViewScores(probe.template, 1);
        double mate = PairScores.NOT_ENROLLED;
        double other = PairScores.NOT_ENROLLED;
        for (Enrolled e : enrolled) {
            double score = scores.score(e.template);
            if (e.person.equals(probe.person)) {
                mate = Math.max(mate, score);
            } else {
                other = Math.max(other, score);
            }
        }
        for (Template distractor : distractors) {
            other = Math.max(other, scores.score(distractor));
        }
        progress.step(1);
        return new Outcome(mate, other);
    }

    /// The true positive identification rate at the threshold that lets at most the given share of
    /// searches bring up somebody else (ISO/IEC 19795-1: TPIR, FPIR); the mate must be the first
    /// candidate.
    static OptionalDouble tpirAtFpir(List<Outcome> outcomes, double fpir) {
        if (outcomes.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] others = outcomes.stream().mapToDouble(Outcome::other).sorted().toArray();
        int allowed = (int) Math.floor(fpir * others.length);
        // The strongest that may not pass: the threshold lies just above it.
        double threshold = others[others.length - 1 - Math.min(allowed, others.length - 1)];
        long found = outcomes.stream().filter(o -> o.mate > threshold && o.mate > o.other).count();
        return OptionalDouble.of((double) found / outcomes.size());
    }

    /// Of the searches that count, the share in which the mate was among the candidates.
    static Kept kept(List<Outcome> outcomes, boolean[] counts) {
        int asked = 0;
        int kept = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i]) {
                asked++;
                kept += outcomes.get(i).mate() > PairScores.NOT_ENROLLED ? 1 : 0;
            }
        }
        return new Kept(kept, asked);
    }

    /// @param kept searches with the mate among the candidates
    /// @param of searches that count
    record Kept(int kept, int of) {
        OptionalDouble rate() {
            return of == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) kept / of);
        }
    }

    static boolean[] where(double[] scores, double least) {
        boolean[] counts = new boolean[scores.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = scores[i] >= least;
        }
        return counts;
    }
}
