package org.forpost.protocol.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

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

    @Test
    void theSameSeedGivesTheSameTrace() {
        for (long seed : new long[] {1, 7, 42}) {
            assertEquals(World.run(seed), World.run(seed));
        }
    }
}
