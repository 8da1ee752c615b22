package org.forpost.matching;

import java.util.BitSet;
import java.util.List;
import org.forpost.matching.cylinder.Budget;
import org.forpost.matching.cylinder.Cascade;
import org.forpost.matching.cylinder.Entry;
import org.forpost.matching.cylinder.Found;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.cylinder.SegmentBuilder;
import org.forpost.matching.cylinder.Team;
import org.forpost.matching.sourceafis.Minutiae;

/// What the cylinders say beside SourceAFIS: the log-odds of their alignment, worth some points of
/// SourceAFIS's score each. The two fail on different fingers: SourceAFIS where few edges are
/// intact, the cylinders where few minutiae are.
///
/// The weights were picked on FVC2002 DB1_B, DB3_B and FVC2004 DB1_B; any from 2 to 6 does nearly
/// as well, and each of the sets gains with the weight that is best for the other two.
final class SecondOpinion {
    /// Points of SourceAFIS's score for each unit of log-odds, one view against one.
    static final double WEIGHT = 4;

    /// The same beside scores of several views, which need the advice less.
    static final double WEIGHT_WITH_VIEWS = 3;

    /// Log-odds below this say no more than this: where nothing fits, how little is chance.
    private static final double LEAST_ODDS = -12;

    /// Everything is looked at: one finger has a few dozen keys.
    private static final Budget ALL = new Budget(1 << 16, 1, 128, 1 << 20, Math.PI, 1, 1, 1, 1);

    private static final byte[] NOBODY = {'-'};

    private SecondOpinion() {}

    /// Aligns two fingers; 0.8 ms of one core.
    ///
    /// @return log-odds that they are one
    static double odds(Minutiae probe, Minutiae candidate) {
        Projection projection = Projection.standard();
        SegmentBuilder builder = new SegmentBuilder(projection, () -> {});
        builder.add(Entry.describe(NOBODY, 0, candidate, projection));
        Cascade cascade = new Cascade(projection, new Team(1), ALL);
        List<Found> found =
                cascade.search(
                                List.of(new Cascade.Part(builder.inMemory(), new BitSet())),
                                probe,
                                0,
                                () -> {})
                        .found();
        return found.isEmpty() ? LEAST_ODDS : found.getFirst().alignment();
    }

    /// @param score SourceAFIS's, of one view or several
    /// @param odds of the alignment of the main views
    /// @return both together, 0 or more, to be read with a calibration of its own
    static double together(double score, double odds, double weight) {
        return Math.max(0, score + weight * Math.max(LEAST_ODDS, odds));
    }
}
