package org.forpost.protocol.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A hundred worlds, each with its own crashes, cuts and full disks; every promise holds in all of
/// them. `-Dforpost.seed=N` runs one of them again, `-Dforpost.seeds=N` more of them.
class WorldTest {
    @Test
    void everyPromiseHoldsInEveryWorld() {
        Long one = Long.getLong("forpost.seed");
        long first = one == null ? 1 : one;
        long last = one == null ? Long.getLong("forpost.seeds", 100) : one;
        long events = 0;
        for (long seed = first; seed <= last; seed++) {
            events += World.run(seed).events();
        }
        System.out.printf("worlds %d to %d: %d events, no violation%n", first, last, events);
        assertTrue(events > 100 * (last - first + 1));
    }

    /// An invariant that nothing can break would say nothing.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsCaughtByName(PlantedBug bug) {
        for (long seed = 1; seed <= 60; seed++) {
            try {
                World.run(seed, bug);
            } catch (ViolationException e) {
                if (e.invariant().equals(bug.caughtBy)) {
                    return;
                }
            }
        }
        fail(bug + " was not caught by " + bug.caughtBy);
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        for (long seed : new long[] {1, 7, 42}) {
            assertEquals(World.run(seed), World.run(seed));
        }
    }
}
