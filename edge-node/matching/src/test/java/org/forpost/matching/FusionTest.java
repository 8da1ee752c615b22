package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Several fingers of unknown position against several: the best of many pairings is likelier to be
/// good by chance, and that must show in what its score is said to mean.
final class FusionTest {
    private static final long SEED = 20261122;
    private static final int FINGERS = 3;
    private static final int PEOPLE = 200;
    private static final int SEARCHES = 300;
    private static final double FMR = 1e-3;

    private final Fusion fusion = new Fusion(Calibrations.sourceAfis());

    @Test
    void strangersPassAsOftenAsTheThresholdSays() {
        // 300 searches of 200 strangers at 1 in 1,000: 54 of them bring up anybody.
        int wrong = falseSearches(1, true);
        assertTrue(wrong <= 70, wrong + " false searches, 54 expected");
    }

    @Test
    void handsThatAreMoreAlikeThanTheCalibrationThinksAreHeldToTheirOwnStrangers() {
        // Every comparison's rate is the square of what it should be: 0.01 for one in ten.
        int trusting = falseSearches(2, false);
        int corrected = falseSearches(2, true);
        assertTrue(trusting > 200, trusting + " false searches without correction");
        assertTrue(corrected <= 90, corrected + " false searches, 54 expected");
    }

    @Test
    void whoeverIsReallyThereIsStillFarAhead() {
        Random random = new Random(SEED);
        List<Candidate> candidates = new ArrayList<>(strangers(random, 2));
        candidates.add(
                fusion.fuse(
                        "mate",
                        List.of(pairing(0, 0, 1e-9), pairing(1, 1, 1e-9), pairing(2, 2, 1e-9))));
        Candidate first =
                fusion.besideStrangers(candidates, PEOPLE).stream()
                        .sorted(Fusion.STRONGEST_FIRST)
                        .findFirst()
                        .orElseThrow();
        assertEquals("mate", first.subject());
        assertTrue(first.falseMatchRate() < 1e-7, first::toString);
    }

    @Test
    void ratesAreNeverMadeSmallerAndAShortListIsLeftAlone() {
        List<Candidate> honest = strangers(new Random(SEED), 1);
        List<Candidate> after = fusion.besideStrangers(honest, PEOPLE);
        for (int i = 0; i < honest.size(); i++) {
            assertTrue(after.get(i).falseMatchRate() >= honest.get(i).falseMatchRate());
        }
        List<Candidate> few = honest.subList(0, 5);
        assertEquals(few, fusion.besideStrangers(few, PEOPLE));
    }

    /// Searches in which the best stranger passes.
    ///
    /// @param exponent 1: rates are true; more: they are too small
    private int falseSearches(double exponent, boolean correcting) {
        Random random = new Random(SEED);
        int wrong = 0;
        for (int s = 0; s < SEARCHES; s++) {
            List<Candidate> all = strangers(random, exponent);
            List<Candidate> read = correcting ? fusion.besideStrangers(all, PEOPLE) : all;
            wrong += read.stream().anyMatch(c -> c.falseMatchRate() <= FMR) ? 1 : 0;
        }
        return wrong;
    }

    private List<Candidate> strangers(Random random, double exponent) {
        List<Candidate> all = new ArrayList<>();
        for (int person = 0; person < PEOPLE; person++) {
            List<Fusion.Pairing> pairings = new ArrayList<>();
            for (int p = 0; p < FINGERS; p++) {
                for (int r = 0; r < FINGERS; r++) {
                    double rate = Math.pow(1 - random.nextDouble(), exponent);
                    pairings.add(pairing(p, r, rate));
                }
            }
            all.add(fusion.fuse("stranger " + person, pairings));
        }
        return all;
    }

    private Fusion.Pairing pairing(int probe, int reference, double rate) {
        return new Fusion.Pairing(
                probe,
                reference,
                fusion.matchOfRate(FingerPosition.UNKNOWN, FingerPosition.UNKNOWN, rate));
    }
}
