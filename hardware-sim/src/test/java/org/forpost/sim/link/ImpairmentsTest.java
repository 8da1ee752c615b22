package org.forpost.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImpairmentsTest {
    private static final long MILLI = 1_000_000;

    @Test
    void latencyMovesEverythingByTheSame() {
        Latency way = new Latency(Duration.ofMillis(300));
        assertEquals(300 * MILLI, way.departure(1, 0));
        assertEquals(310 * MILLI, way.departure(1_000_000, 10 * MILLI));
    }

    @Test
    void aRateLetsPiecesOutOneAfterTheOther() {
        Rate way = new Rate(1_000);
        assertEquals(500 * MILLI, way.departure(500, 0));
        assertEquals(1_000 * MILLI, way.departure(500, 0), "waits for the first");
        assertEquals(3_100 * MILLI, way.departure(100, 3_000 * MILLI), "the way was free again");
    }

    @Test
    void behindOneAnotherTheyAddUp() {
        long departure = 0;
        for (Impairment each : new Weather(300, 1_000).impairments()) {
            departure = each.departure(500, departure);
        }
        assertEquals(800 * MILLI, departure);
    }

    @Test
    void linesThatDoNotExistAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Weather(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Weather(0, -1));
        assertThrows(IllegalArgumentException.class, () -> new Weather(10_001, 0));
    }
}
