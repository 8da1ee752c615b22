package org.forpost.matching;

import java.util.Arrays;
import java.util.List;
import org.forpost.matching.sourceafis.Comparer;
import org.forpost.matching.sourceafis.Minutiae;
import org.forpost.matching.sourceafis.Prepared;

/// Compares every view of one finger with every view of another: the mean of the best third of
/// SourceAFIS's scores, so that one good look at both is enough and two flukes are not, and beside
/// it the [SecondOpinion] on the main views.
///
/// What the sum means depends on the number of comparisons, so each has a calibration of its own.
final class ViewComparison {
    private final List<Comparer> probe;
    private final Minutiae main;

    ViewComparison(Template probe) {
        this.probe = probe.views().stream().map(Comparer::new).toList();
        this.main = probe.minutiae();
    }

    /// @return 0 or more; to be read with the calibration for [#comparisons]
    double score(Template candidate) {
        double[] scores = new double[comparisons(candidate)];
        int i = 0;
        for (Minutiae view : candidate.views()) {
            Prepared decoded = new Prepared(view);
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
        return SecondOpinion.together(
                sum / best,
                SecondOpinion.odds(main, candidate.minutiae()),
                scores.length == 1 ? SecondOpinion.WEIGHT : SecondOpinion.WEIGHT_WITH_VIEWS);
    }

    /// How many scores a comparison with this one is made of: 1, 3 or 9.
    int comparisons(Template candidate) {
        return probe.size() * candidate.views().size();
    }
}
