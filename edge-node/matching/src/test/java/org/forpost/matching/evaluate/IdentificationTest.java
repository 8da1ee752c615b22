package org.forpost.matching.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.forpost.matching.evaluate.Identification.Kept;
import org.forpost.matching.evaluate.Identification.Outcome;
import org.junit.jupiter.api.Test;

/// Rates of a few searches, counted by hand.
final class IdentificationTest {
    @Test
    void theThresholdLiesAboveAllStrangersThatMayNotPass() {
        // Strangers reach 1 … 10. At FPIR 10 % the strongest may pass, the next, 9, may not.
        List<Outcome> searches = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            searches.add(new Outcome(i == 10 ? 9.5 : i < 6 ? 50 : 8, i));
        }
        // Mates of 50 pass; 8 do not reach 9; 9.5 does, but the stranger of its search is first.
        assertEquals(OptionalDouble.of(0.5), Identification.tpirAtFpir(searches, 0.1));
        // At FPIR 1 % of ten searches none may bring up anybody: the threshold lies above 10.
        assertEquals(OptionalDouble.of(0.5), Identification.tpirAtFpir(searches, 0.01));
    }

    @Test
    void aMateThatWasNotAmongTheCandidatesIsNotFoundAtAnyThreshold() {
        List<Outcome> searches =
                List.of(
                        new Outcome(PairScores.NOT_ENROLLED, PairScores.NOT_ENROLLED),
                        new Outcome(3, PairScores.NOT_ENROLLED));
        assertEquals(OptionalDouble.of(0.5), Identification.tpirAtFpir(searches, 0.01));
    }

    @Test
    void keptCountsOnlyTheSearchesInQuestion() {
        List<Outcome> searches =
                List.of(
                        new Outcome(60, 1),
                        new Outcome(PairScores.NOT_ENROLLED, 1),
                        new Outcome(PairScores.NOT_ENROLLED, 1));
        boolean[] strong =
                Identification.mateFrom(
                        List.of(new Outcome(61, 0), new Outcome(40, 0), new Outcome(12, 0)), 40);
        assertEquals(new Kept(1, 2), Identification.kept(searches, strong));
        assertEquals(OptionalDouble.empty(), Identification.kept(searches, new boolean[3]).rate());
    }
}
