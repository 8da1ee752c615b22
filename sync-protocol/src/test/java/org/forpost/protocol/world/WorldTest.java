package org.forpost.protocol.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Five hundred worlds, each with its own crashes, cuts and full disks, and those in which a
/// promise was once broken; every promise holds in all of them. `-Dforpost.seeds=N` asks for
/// others.
class WorldTest {
    /// What each of them found is mended, and played again.
    private static final long[] ONCE_BROKEN = {1437, 1686, 4819, 5494, 5574, 6348};

    @Test
    void everyPromiseHoldsInEveryWorld() {
        long seeds = Long.getLong("forpost.seeds", 500);
        List<World.Report> reports =
                LongStream.concat(LongStream.rangeClosed(1, seeds), LongStream.of(ONCE_BROKEN))
                        .parallel()
                        .mapToObj(World::run)
                        .toList();
        long events = reports.stream().mapToLong(World.Report::events).sum();
        List<String> broken =
                reports.stream()
                        .filter(report -> report.violation() != null)
                        .map(report -> "seed " + report.seed() + ": " + report.violation())
                        .limit(3)
                        .toList();
        System.out.printf("worlds 1 to %d: %d events%n", seeds, events);
        assertEquals(List.of(), broken);
        assertTrue(events > 1_000 * seeds, events + " events");
    }
}
