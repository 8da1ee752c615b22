package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.forpost.matching.MatchedMinutiae.Minutia;
import org.forpost.matching.MatchedMinutiae.Pair;
import org.forpost.matching.sourceafis.Comparer;
import org.forpost.matching.sourceafis.Minutiae;
import org.junit.jupiter.api.Test;

/// An officer asks why, and the page draws lines between two prints.
final class MatchedMinutiaeTest {
    private final Template first = new DrawnFinger(1).template(0);
    private final Template again = new DrawnFinger(1).template(2);
    private final Template other = new DrawnFinger(2).template(1);

    @Test
    void everyPairIsOfMinutiaeThatTheTemplatesHoldAndNoneStandsTwice() {
        MatchedMinutiae matched = MatchedMinutiae.between(first, again);
        Set<Minutia> mine = minutiae(first.minutiae());
        Set<Minutia> theirs = minutiae(again.minutiae());
        Set<Minutia> seen = new HashSet<>();
        for (Pair pair : matched.pairs()) {
            assertTrue(mine.contains(pair.probe()), pair::toString);
            assertTrue(theirs.contains(pair.candidate()), pair::toString);
            assertTrue(seen.add(pair.probe()), pair::toString);
        }
        assertEquals(new Comparer(first.minutiae()).score(again.minutiae()), matched.score(), 1e-9);
    }

    @Test
    void theSameFingersPairsLieWhereOneMovementTakesThem() {
        List<Pair> pairs = MatchedMinutiae.between(first, again).pairs();
        assertTrue(pairs.size() >= 12, pairs::toString);
        // Distances between minutiae are the same on both sides: the finger was moved and turned.
        Minutia a = pairs.getFirst().probe();
        Minutia b = pairs.getFirst().candidate();
        long kept =
                pairs.stream()
                        .filter(p ->
                                Math.abs(distance(a, p.probe()) - distance(b, p.candidate())) < 12)
                        .count();
        assertTrue(kept >= 0.9 * pairs.size(), kept + " of " + pairs.size());
    }

    @Test
    void strangersShareFewerPairs() {
        int same = MatchedMinutiae.between(first, again).pairs().size();
        int different = MatchedMinutiae.between(first, other).pairs().size();
        assertTrue(different < same, different + " of strangers, " + same + " of one finger");
    }

    @Test
    void aSearchTellsWhichMinutiaeMadeItsFirstCandidate() {
        List<String> told = new ArrayList<>();
        try (Gallery gallery = Gallery.inMemory()) {
            gallery.add(
                    List.of(
                            new Reference("Anna", FingerPosition.LEFT_INDEX, first),
                            new Reference("Boris", FingerPosition.LEFT_INDEX, other)));
            new Identifier(gallery, Calibrations.sourceAfis())
                    .search(
                            Probe.of(FingerPosition.LEFT_INDEX, again),
                            new SearchLimits(Threshold.none(), 10),
                            new Cancellation(),
                            new Transparency() {
                                @Override
                                public void searched(SearchStages stages) {
                                    told.add(stages.compared() + " compared");
                                }

                                @Override
                                public int drawn() {
                                    return 1;
                                }

                                @Override
                                public void matched(
                                        String subject,
                                        FingerPosition probe,
                                        FingerPosition reference,
                                        MatchedMinutiae minutiae) {
                                    told.add(subject + " " + probe + " " + reference);
                                    assertEquals(MatchedMinutiae.between(again, first), minutiae);
                                }
                            });
        }
        assertEquals(List.of("2 compared", "Anna LEFT_INDEX LEFT_INDEX"), told);
    }

    private static double distance(Minutia a, Minutia b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    private static Set<Minutia> minutiae(Minutiae of) {
        Set<Minutia> all = new HashSet<>();
        for (int i = 0; i < of.count(); i++) {
            all.add(new Minutia(of.x()[i], of.y()[i], of.direction()[i], of.bifurcation()[i]));
        }
        return all;
    }
}
