package org.forpost.matching;

import java.util.Arrays;
import java.util.List;
import org.forpost.matching.sourceafis.Comparer;
import org.forpost.matching.sourceafis.Minutiae;

/// Compares every view of one finger with every view of another: the mean of the best third of
/// SourceAFIS's scores, so that one good look at both is enough and two flukes are not.
///
/// With one view each it is SourceAFIS's score itself. With n comparisons its meaning differs, so
/// each number has a calibration of its own.
final class ViewComparison {
    private final List<Comparer> probe;

    ViewComparison(Template probe) {
        this.probe = probe.views().stream().map(Comparer::new).toList();
    }

    /// @return 0 or more; to be read with the calibration for [#comparisons]
    double score(Template candidate) {
        double[] scores = new double[comparisons(candidate)];
        int i = 0;
        for (Minutiae view : candidate.views()) {
            Comparer.Candidate decoded = new Comparer.Candidate(view);
            for (Comparer comparer : probe) {
                scores[i++] = comparer.score(decoded);
            }
        }
        Arrays.sort(scores);
        int best = (scores.length + 2) / 3;
        double sum = 0;
        for (int k = scores.length - best; k < scores.length; k++) {
            sum += scores[k];
        }
        return sum / best;
    }

    /// How many scores a comparison with this one is made of: 1, 3 or 9.
    int comparisons(Template candidate) {
        return probe.size() * candidate.views().size();
    }
}
