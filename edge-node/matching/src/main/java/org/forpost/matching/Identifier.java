package org.forpost.matching;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.forpost.matching.cylinder.Budget;
import org.forpost.matching.cylinder.Cascade;
import org.forpost.matching.cylinder.Found;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.cylinder.Team;
import org.forpost.matching.sourceafis.Comparer;
import org.jspecify.annotations.Nullable;

/// Asks a gallery who somebody may be (1:N). Safe for several threads at once; those that search at
/// the same time share the cores.
///
/// A small gallery is compared exhaustively. In a large one an index of minutia cylinders finds
/// whom to ask SourceAFIS about, see the package `cylinder`.
public final class Identifier {

    /// Up to here comparing everybody takes no longer than the index does.
    private static final int EXHAUSTIVE = 100;

    /// With several fingers, how many people are compared finger by finger: each is found by
    /// several indexes at once, so fewer do.
    private static final int PEOPLE = 20;

    private final Gallery gallery;
    private final Fusion fusion;
    private final Calibration calibration;
    private final Budget budget;
    private final Team team = Team.shared();

    /// @param gallery may go on changing
    /// @param calibration says what scores mean; [Calibrations#sourceAfis] unless measured anew
    public Identifier(Gallery gallery, Calibration calibration) {
        this(gallery, calibration, Budget.STANDARD);
    }

    Identifier(Gallery gallery, Calibration calibration, Budget budget) {
        this.gallery = gallery;
        this.calibration = calibration;
        this.fusion = new Fusion(calibration);
        this.budget = budget;
    }

    /// Searches without a way to stop it but an interrupt.
    public CandidateList search(Probe probe, SearchLimits limits) {
        return search(probe, limits, new Cancellation());
    }

    /// Searches the version of the gallery that is current now.
    ///
    /// @throws java.util.concurrent.CancellationException soon after the caller cancelled or was
    ///   interrupted
    /// @throws UncheckedIOException if a part of the gallery's files turns out to be damaged
    public CandidateList search(Probe probe, SearchLimits limits, Cancellation cancellation) {
        return search(probe, limits, cancellation, stages -> {});
    }

    /// Searches, and tells what each stage did.
    ///
    /// @param transparency called from the searching thread
    public CandidateList search(
            Probe probe,
            SearchLimits limits,
            Cancellation cancellation,
            Transparency transparency) {
        try {
            return new Search(probe, limits, cancellation, transparency).run();
        } catch (InternalError e) {
            // The JVM's answer to a page that cannot be read: a file cut short under our feet, or a
            // failing disk.
            throw new UncheckedIOException(
                    new GalleryException(
                            "the gallery's file cannot be read any more: open it again", e));
        }
    }

    private final class Search {
        private final Probe probe;
        private final SearchLimits limits;
        private final Thread caller = Thread.currentThread();
        private final Cancellation cancellation;
        private final Transparency transparency;
        private final Gallery.Snapshot snapshot = gallery.snapshot();
        private final long begun = System.nanoTime();

        // one for each finger of the probe, made beside the search
        private final AtomicReferenceArray<@Nullable Comparer> comparers;

        Search(
                Probe probe,
                SearchLimits limits,
                Cancellation cancellation,
                Transparency transparency) {
            this.probe = probe;
            this.limits = limits;
            this.cancellation = cancellation;
            this.transparency = transparency;
            this.comparers = new AtomicReferenceArray<>(probe.fingers().size());
        }

        private void check() {
            cancellation.check(caller);
        }

        CandidateList run() {
            check();
            List<Cascade.Trace> traces = new ArrayList<>();
            List<List<Found>> asked = shortlists(traces);
            long found = System.nanoTime();
            Map<String, List<Fusion.Pairing>> people = compare(asked);
            List<Candidate> all = decide(people);
            List<Candidate> candidates = all.subList(0, Math.min(limits.most(), all.size()));
            long ended = System.nanoTime();
            int compared = asked.stream().mapToInt(List::size).sum();
            transparency.searched(
                    new SearchStages(
                            snapshot.size(),
                            traces.stream().mapToLong(Cascade.Trace::postings).sum(),
                            traces.stream().mapToLong(Cascade.Trace::hits).sum(),
                            traces.stream().mapToLong(Cascade.Trace::groups).sum(),
                            traces.stream().mapToInt(Cascade.Trace::aligned).sum(),
                            compared,
                            millis(traces, 0),
                            millis(traces, 1),
                            millis(traces, 2),
                            millis(traces, 3),
                            (ended - found) / 1e6,
                            (ended - begun) / 1e6));
            int drawn = Math.min(transparency.drawn(), candidates.size());
            candidates.subList(0, drawn).forEach(candidate -> draw(candidate.subject(), asked));
            return new CandidateList(candidates, snapshot.version(), snapshot.size(), compared);
        }

        private void draw(String subject, List<List<Found>> asked) {
            for (int p = 0; p < asked.size(); p++) {
                Probe.Finger finger = probe.fingers().get(p);
                FingerPosition reference = FingerPosition.UNKNOWN;
                MatchedMinutiae best = new MatchedMinutiae(-1, List.of());
                for (Found found : asked.get(p)) {
                    if (name(found).equals(subject)) {
                        check();
                        MatchedMinutiae matched =
                                MatchedMinutiae.between(
                                        finger.template().minutiae(), found.minutiae());
                        if (matched.score() > best.score()) {
                            best = matched;
                            reference = FingerPosition.of(found.position());
                        }
                    }
                }
                if (best.score() >= 0) {
                    transparency.matched(subject, finger.position(), reference, best);
                }
            }
        }

        private static double millis(List<Cascade.Trace> traces, int stage) {
            return traces.stream().mapToLong(trace -> trace.nanos()[stage]).sum() / 1e6;
        }

        /// Whom to compare with, for each finger of the probe.
        private List<List<Found>> shortlists(List<Cascade.Trace> traces) {
            List<List<Found>> lists = new ArrayList<>();
            if (snapshot.size() <= EXHAUSTIVE) {
                List<Found> everybody = Cascade.fingers(snapshot.parts(), null);
                for (Probe.Finger finger : probe.fingers()) {
                    lists.add(compatible(finger, everybody));
                }
                return lists;
            }
            int fingers = probe.fingers().size();
            Cascade cascade =
                    new Cascade(
                            Projection.standard(),
                            team,
                            budget.forGallery(snapshot.size()).among(fingers));
            List<Cascade.Wanted> wanted = new ArrayList<>();
            List<Runnable> meanwhile = new ArrayList<>();
            for (int f = 0; f < fingers; f++) {
                Probe.Finger finger = probe.fingers().get(f);
                int number = f;
                wanted.add(
                        new Cascade.Wanted(finger.template().minutiae(), finger.position().code()));
                meanwhile.add(
                        () -> comparers.set(number, new Comparer(finger.template().minutiae())));
            }
            for (Cascade.Outcome outcome :
                    cascade.search(snapshot.parts(), wanted, meanwhile, this::check)) {
                traces.add(outcome.trace());
                lists.add(outcome.found());
            }
            return lists.size() == 1 ? lists : ofPeople(lists);
        }

        /// All compatible fingers of the people whom the fingers together make likeliest.
        private List<List<Found>> ofPeople(List<List<Found>> found) {
            Map<String, Double> odds = new HashMap<>();
            for (List<Found> list : found) {
                Map<String, Double> best = new HashMap<>();
                for (Found finger : list) {
                    best.merge(name(finger), Math.max(0.1, finger.alignment() + 10), Math::max);
                }
                best.forEach((name, sum) -> odds.merge(name, sum, Double::sum));
            }
            List<String> likeliest = new ArrayList<>(odds.keySet());
            likeliest.sort(
                    Comparator.comparingDouble((String name) -> -odds.getOrDefault(name, 0.0))
                            .thenComparing(name -> name));
            List<List<Found>> lists = new ArrayList<>();
            for (int f = 0; f < found.size(); f++) {
                lists.add(new ArrayList<>());
            }
            for (String name : likeliest.subList(0, Math.min(PEOPLE, likeliest.size()))) {
                check();
                List<Found> fingers =
                        Cascade.fingers(snapshot.parts(), name.getBytes(StandardCharsets.UTF_8));
                for (int f = 0; f < found.size(); f++) {
                    lists.get(f).addAll(compatible(probe.fingers().get(f), fingers));
                }
            }
            return lists;
        }

        private static List<Found> compatible(Probe.Finger finger, List<Found> fingers) {
            return fingers.stream()
                    .filter(f -> finger.position().compatible(FingerPosition.of(f.position())))
                    .toList();
        }

        /// SourceAFIS decides.
        private Map<String, List<Fusion.Pairing>> compare(List<List<Found>> asked) {
            int[] starts = new int[asked.size() + 1];
            List<Found> all = new ArrayList<>();
            for (int p = 0; p < asked.size(); p++) {
                all.addAll(asked.get(p));
                starts[p + 1] = all.size();
                if (!asked.get(p).isEmpty() && comparers.get(p) == null) {
                    comparers.set(p, new Comparer(probe.fingers().get(p).template().minutiae()));
                }
            }
            double[] scores = new double[all.size()];
            team.forEach(
                    scores.length,
                    i -> {
                        check();
                        int p = 0;
                        while (i >= starts[p + 1]) {
                            p++;
                        }
                        Comparer comparer = Objects.requireNonNull(comparers.get(p));
                        scores[i] = comparer.score(all.get(i).minutiae());
                    });
            Map<Object, Integer> identities = new HashMap<>();
            Map<String, List<Fusion.Pairing>> people = new LinkedHashMap<>();
            for (int p = 0; p < asked.size(); p++) {
                Probe.Finger finger = probe.fingers().get(p);
                double[] own = Arrays.copyOfRange(scores, starts[p], starts[p + 1]);
                double[] rates = falseMatchRates(asked.get(p), own);
                for (int i = starts[p]; i < starts[p + 1]; i++) {
                    Found found = all.get(i);
                    int reference =
                            identities.computeIfAbsent(found.identity(), key -> identities.size());
                    people.computeIfAbsent(name(found), key -> new ArrayList<>())
                            .add(
                                    new Fusion.Pairing(
                                            p,
                                            reference,
                                            fusion.matchOfRate(
                                                    finger.position(),
                                                    FingerPosition.of(found.position()),
                                                    rates[i - starts[p]])));
                }
            }
            return people;
        }

        /// What SourceAFIS's scores mean: where the index aligned all of them, with its opinion and
        /// beside each other.
        private double[] falseMatchRates(List<Found> list, double[] scores) {
            if (list.stream().anyMatch(found -> Float.isNaN(found.alignment()))) {
                return Arrays.stream(scores).map(calibration::falseMatchRate).toArray();
            }
            double[] together = new double[scores.length];
            for (int i = 0; i < scores.length; i++) {
                together[i] =
                        SecondOpinion.together(
                                scores[i], list.get(i).alignment(), SecondOpinion.WEIGHT);
            }
            return Cohort.falseMatchRates(together, snapshot.size());
        }

        private List<Candidate> decide(Map<String, List<Fusion.Pairing>> people) {
            double rate = limits.threshold().falseMatchRate(snapshot.size());
            List<Candidate> all = new ArrayList<>();
            people.forEach((subject, pairings) -> all.add(fusion.fuse(subject, pairings)));
            List<Candidate> candidates = new ArrayList<>();
            for (Candidate candidate : fusion.besideStrangers(all, peopleLike(people))) {
                if (candidate.falseMatchRate() <= rate) {
                    candidates.add(candidate);
                }
            }
            candidates.sort(Fusion.STRONGEST_FIRST);
            return candidates;
        }

        /// How many people the gallery has if they have as many fingers as these.
        private double peopleLike(Map<String, List<Fusion.Pairing>> some) {
            long fingers =
                    some.values().stream()
                            .mapToLong(pairings ->
                                    pairings.stream()
                                            .mapToInt(Fusion.Pairing::reference)
                                            .distinct()
                                            .count())
                            .sum();
            return (double) snapshot.size() * some.size() / Math.max(1, fingers);
        }

        private static String name(Found found) {
            return new String(found.subject(), StandardCharsets.UTF_8);
        }
    }

    /// @return what the scores of this identifier mean
    public Calibration calibration() {
        return calibration;
    }
}
