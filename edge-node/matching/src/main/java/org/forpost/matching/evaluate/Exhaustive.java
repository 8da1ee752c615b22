package org.forpost.matching.evaluate;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.evaluate.Identification.Outcome;
import org.forpost.matching.evaluate.RealFingers.Print;
import org.forpost.matching.sourceafis.Comparer;
import org.forpost.matching.sourceafis.Prepared;

/// SourceAFIS comparing every probe with everybody, which is what it does without an index: the
/// real fingers of the gallery, and as many distractors as it is given time for.
final class Exhaustive {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Print> probes;
    private final List<Comparer> comparers;
    private final double[] mate;
    private final double[] other;
    private final ScoreCounts distractorScores = new ScoreCounts();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong comparisons = new AtomicLong();

    /// Compares with the real fingers of the gallery.
    Exhaustive(RealFingers fingers) {
        probes = fingers.probes();
        comparers = probes.parallelStream().map(probe -> Bare.comparer(probe.template())).toList();
        mate = new double[probes.size()];
        other = new double[probes.size()];
        Arrays.fill(mate, PairScores.NOT_ENROLLED);
        Arrays.fill(other, PairScores.NOT_ENROLLED);
        List<Prepared> enrolled = new ArrayList<>();
        fingers.enrolled()
                .forEach(print -> enrolled.add(new Prepared(Bare.minutiae(print.template()))));
        IntStream.range(0, mate.length)
                .parallel()
                .forEach(p -> {
                    for (int e = 0; e < enrolled.size(); e++) {
                        double score = comparers.get(p).score(enrolled.get(e));
                        boolean same = fingers.enrolled().get(e).finger() == probes.get(p).finger();
                        double[] best = same ? mate : other;
                        best[p] = Math.max(best[p], score);
                    }
                });
    }

    /// Compares with distractors, too.
    void compare(DistractorSource source, int from, int to, Progress progress) throws IOException {
        source.read(
                from,
                to,
                (first, templates) -> {
                    List<Prepared> some =
                            templates.parallelStream()
                                    .map(template -> new Prepared(Bare.minutiae(template)))
                                    .toList();
                    IntStream.range(0, probes.size())
                            .parallel()
                            .forEach(p -> compare(p, some, progress));
                });
    }

    private void compare(int p, List<Prepared> distractors, Progress progress) {
        long begun = THREADS.getCurrentThreadCpuTime();
        double[] scores = new double[distractors.size()];
        for (int d = 0; d < scores.length; d++) {
            scores[d] = comparers.get(p).score(distractors.get(d));
            other[p] = Math.max(other[p], scores[d]);
        }
        nanos.addAndGet(THREADS.getCurrentThreadCpuTime() - begun);
        comparisons.addAndGet(scores.length);
        distractorScores.add(scores);
        progress.step(scores.length);
    }

    /// What became of each search so far.
    List<Outcome> outcomes() {
        return IntStream.range(0, mate.length)
                .mapToObj(p -> new Outcome(mate[p], other[p]))
                .toList();
    }

    /// Scores of all comparisons with distractors.
    ScoreCounts distractorScores() {
        return distractorScores;
    }

    /// CPU time of one comparison, milliseconds.
    OptionalDouble cpuMillis() {
        return comparisons.get() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(nanos.get() / 1e6 / comparisons.get());
    }
}
