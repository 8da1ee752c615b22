package org.forpost.matching.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
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
import org.forpost.matching.batch.Progress;
import org.forpost.matching.evaluate.RealFingers.Print;

/// The 1:N part, through the module's public face: every probe is searched in a gallery that holds
/// another impression of its finger among distractors.
///
/// A search of somebody who is not in the gallery is the same search with the mate's candidates
/// crossed out.
final class Identification {
    private static final SearchLimits EVERYTHING =
            new SearchLimits(Threshold.none(), SearchLimits.LONGEST_LIST);

    /// What became of one search.
    ///
    /// @param mate the mate's score, or -1 where the mate was not among the candidates
    /// @param other the best score of anybody else, or -1
    record Outcome(double mate, double other) {}

    private final Gallery gallery;
    private final Identifier identifier;
    private final List<Long> nanos = new ArrayList<>();
    private final List<Double> penetration = new ArrayList<>();

    Identification(Gallery gallery) {
        this.gallery = gallery;
        this.identifier = new Identifier(gallery, Calibrations.sourceAfis());
    }

    /// Fingers under names of their own.
    static List<Reference> singles(List<Print> prints) {
        return prints.stream()
                .map(p -> new Reference(p.single(), FingerPosition.UNKNOWN, p.template()))
                .toList();
    }

    /// The same fingers, two of them a person.
    static List<Reference> people(List<Print> prints) {
        return prints.stream()
                .map(p -> new Reference(p.of(), FingerPosition.UNKNOWN, p.template()))
                .toList();
    }

    /// Searches with one finger.
    List<Outcome> search(List<Print> probes, Progress progress) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Print probe : probes) {
            outcomes.add(search(Probe.of(probe.template()), probe.single()));
            progress.step(1);
        }
        return outcomes;
    }

    /// Two probes of one person, of different fingers.
    ///
    /// @param first number of the probe
    /// @param second number of the probe
    record Pair(int first, int second) {}

    /// The n-th probe of one finger of a person with the n-th of the other.
    static List<Pair> pairs(List<Print> probes) {
        Map<Integer, Map<Integer, List<Integer>>> people = new LinkedHashMap<>();
        for (int p = 0; p < probes.size(); p++) {
            people.computeIfAbsent(probes.get(p).person(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(probes.get(p).finger(), key -> new ArrayList<>())
                    .add(p);
        }
        List<Pair> pairs = new ArrayList<>();
        people.forEach((person, fingers) -> {
            List<List<Integer>> both = List.copyOf(fingers.values());
            for (int i = 0;
                    both.size() > 1 && i < Math.min(both.get(0).size(), both.get(1).size());
                    i++) {
                pairs.add(new Pair(both.get(0).get(i), both.get(1).get(i)));
            }
        });
        return pairs;
    }

    /// Searches people with two fingers, positions unknown.
    List<Outcome> searchPairs(List<Print> probes, List<Pair> pairs, Progress progress) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Pair pair : pairs) {
            Print first = probes.get(pair.first);
            Probe both = new Probe(List.of(finger(first), finger(probes.get(pair.second))));
            outcomes.add(search(both, first.of()));
            progress.step(1);
        }
        return outcomes;
    }

    private static Probe.Finger finger(Print print) {
        return new Probe.Finger(FingerPosition.UNKNOWN, print.template());
    }

    private Outcome search(Probe probe, String mate) {
        long start = System.nanoTime();
        CandidateList list = identifier.search(probe, EVERYTHING);
        nanos.add(System.nanoTime() - start);
        penetration.add((double) list.compared() / Math.max(1, list.galleryFingers()));
        return new Outcome(best(list, mate, true), best(list, mate, false));
    }

    private static double best(CandidateList list, String mate, boolean wanted) {
        return list.candidates().stream()
                .filter(c -> c.subject().equals(mate) == wanted)
                .mapToDouble(Candidate::score)
                .max()
                .orElse(PairScores.NOT_ENROLLED);
    }

    /// Wall time of one search in so many, the largest of the lowest share.
    OptionalDouble millis(double share) {
        double[] sorted = nanos.stream().mapToDouble(n -> n / 1e6).sorted().toArray();
        return sorted.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))]);
    }

    /// Mean share of the gallery that SourceAFIS was asked about.
    OptionalDouble penetration() {
        return penetration.stream().mapToDouble(share -> share).average();
    }

    /// How often somebody else reaches the threshold that is to let that happen in the given share
    /// of searches.
    OptionalDouble measuredFpir(List<Outcome> outcomes, double stated) {
        if (outcomes.isEmpty()) {
            return OptionalDouble.empty();
        }
        Calibration calibration = identifier.calibration();
        double threshold =
                calibration.score(new Threshold.Fpir(stated).falseMatchRate(gallery.size()));
        long false_ = outcomes.stream().filter(o -> o.other >= threshold).count();
        return OptionalDouble.of((double) false_ / outcomes.size());
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

    /// Searches whose mate is ahead of everybody else.
    static boolean[] mateFirst(List<Outcome> outcomes) {
        boolean[] counts = new boolean[outcomes.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = outcomes.get(i).mate > outcomes.get(i).other;
        }
        return counts;
    }

    /// Searches whose mate scores so much or more.
    static boolean[] mateFrom(List<Outcome> outcomes, double least) {
        boolean[] counts = new boolean[outcomes.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = outcomes.get(i).mate >= least;
        }
        return counts;
    }

    /// Pairs of which at least one probe counts.
    static boolean[] either(List<Pair> pairs, boolean[] counts) {
        boolean[] of = new boolean[pairs.size()];
        for (int i = 0; i < of.length; i++) {
            of[i] = counts[pairs.get(i).first] || counts[pairs.get(i).second];
        }
        return of;
    }

    static boolean[] every(List<Outcome> outcomes) {
        boolean[] counts = new boolean[outcomes.size()];
        Arrays.fill(counts, true);
        return counts;
    }
}
