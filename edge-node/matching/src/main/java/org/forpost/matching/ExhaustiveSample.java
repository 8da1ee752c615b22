package org.forpost.matching;

import java.util.List;
import org.forpost.matching.sourceafis.Comparer;
import org.forpost.matching.sourceafis.Prepared;

/// What SourceAFIS alone would take: it is timed on a sample, with the sample's templates as
/// objects in memory, which a million could not be (11 GB). For measuring only.
public final class ExhaustiveSample {
    private static final int MOST = 2000;
    private final List<Prepared> sample;

    /// @param templates the first 2,000 are used
    public ExhaustiveSample(List<Template> templates) {
        sample =
                templates.stream()
                        .limit(MOST)
                        .map(template -> new Prepared(template.minutiae()))
                        .toList();
    }

    /// @return milliseconds of one core for one comparison of one finger
    public double perComparisonMillis(Probe probe) {
        Comparer comparer = new Comparer(probe.fingers().getFirst().template().minutiae());
        double sum = 0;
        double best = Double.MAX_VALUE;
        // The first rounds warm up; the fastest is the one least disturbed, to SourceAFIS's
        // advantage.
        for (int round = 0; round < 4; round++) {
            long begun = System.nanoTime();
            for (Prepared candidate : sample) {
                sum += comparer.score(candidate);
            }
            best = Math.min(best, (System.nanoTime() - begun) / 1e6 / sample.size());
        }
        if (sum < 0) {
            throw new IllegalStateException("scores are never negative");
        }
        return best;
    }
}
