package org.forpost.matching.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Levels among scores that are counted rather than kept.
final class ScoreCountsTest {
    @Test
    void aLevelIsReachedByNoMoreThanTheShareThatDefinesIt() {
        ScoreCounts counts = new ScoreCounts();
        for (int i = 1; i <= 100; i++) {
            counts.add(i / 2.0);
        }
        assertEquals(100, counts.total());
        assertEquals(50, counts.reaching(25.5));
        assertEquals(0, counts.reaching(50.1));
        double level = counts.threshold(0.1);
        assertEquals(10, counts.reaching(level));
        assertEquals(11, counts.reaching(level - 0.5));
    }

    @Test
    void scoresBeyondTheScaleAreCountedAtItsEnds() {
        ScoreCounts counts = new ScoreCounts();
        counts.add(-3, 5000);
        assertEquals(1, counts.reaching(900));
        assertEquals(2, counts.reaching(0));
    }
}
