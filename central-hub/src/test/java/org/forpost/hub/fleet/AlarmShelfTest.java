package org.forpost.hub.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people have to look at is still there after a restart of the hub.
class AlarmShelfTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    @TempDir Path folder;

    private AlarmBook run(Use what) throws Exception {
        var book = new AlarmBook(CLOCK);
        try (AlarmShelf _ = AlarmShelf.open(folder.resolve("alarms"), book)) {
            what.with(book);
        }
        return book;
    }

    private interface Use {
        void with(AlarmBook book);
    }

    @Test
    void alarmsOfWhichTheLedgerKnowsNothingAreKept() throws Exception {
        run(book -> {
            book.raise(Alarm.Code.REFUSED, "a-1", "message refused: hello.node");
            book.raise(Alarm.Code.REFUSED, "a-1", "message refused: hello.node");
            book.raise(Alarm.Code.REGISTRY, null, "ledger entry 7 is left out");
        });
        List<Alarm> kept = run(book -> {}).latest();
        assertEquals(2, kept.size());
        assertEquals(2, kept.getFirst().times());
        assertEquals("a-1", kept.getFirst().node());
        assertEquals(Alarm.Code.REGISTRY, kept.getLast().code());
        assertEquals(null, kept.getLast().node());
        assertEquals(CLOCK.instant(), kept.getLast().last());
    }

    @Test
    void whatTheLedgerTellsAgainIsCountedOnce() throws Exception {
        Instant then = Instant.parse("2026-11-01T00:00:00Z");
        for (int start = 0; start < 3; start++) {
            AlarmBook book = run(one -> one.recall(Alarm.Code.FORK, "a-1", "two machines", then));
            assertEquals(1, book.latest().size());
            assertEquals(1, book.latest().getFirst().times());
        }
        AlarmBook again = run(one -> one.raise(Alarm.Code.FORK, "a-1", "two machines"));
        assertEquals(2, again.latest().getFirst().times());
        assertEquals(then, again.latest().getFirst().first());
    }

    @Test
    void aDamagedFileBeginsAnew() throws Exception {
        run(book -> book.raise(Alarm.Code.BUSY, null, "no room"));
        byte[] whole = Files.readAllBytes(folder.resolve("alarms"));
        Files.write(folder.resolve("alarms"), java.util.Arrays.copyOf(whole, whole.length - 1));
        assertTrue(run(book -> {}).latest().isEmpty());
        Files.write(folder.resolve("alarms"), new byte[2 << 20]);
        assertTrue(run(book -> {}).latest().isEmpty());
    }
}
