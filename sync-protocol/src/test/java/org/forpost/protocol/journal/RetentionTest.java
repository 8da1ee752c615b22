package org.forpost.protocol.journal;

import static org.forpost.protocol.journal.JournalOnDisk.payload;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.world.FaultyDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node forgets, when, and what it can still do afterwards.
class RetentionTest {
    private static final long DAY = 86_400_000;

    /// Segments of two entries each, chains 0 and 1 in turn.
    private static Journal written(Store store) throws Exception {
        Journal journal = new JournalOnDisk(store, 1).open(400);
        for (int i = 1; i <= 8; i++) {
            JournalOnDisk.append(journal, i);
        }
        journal.force();
        return journal;
    }

    private static List<String> readable(Journal journal) throws Exception {
        List<String> texts = new ArrayList<>();
        journal.replay(
                1,
                entry ->
                        texts.add(
                                new String(
                                        entry.payload(),
                                        java.nio.charset.StandardCharsets.US_ASCII)));
        return texts;
    }

    @Test
    void aKeyIsDestroyedOnceItsSegmentIsCoveredAndItsTimeHasPassed(@TempDir Path folder)
            throws Exception {
        FileStore store = new FileStore(folder);
        Retention retention;
        Map<Long, Long> kept;
        try (Journal journal = written(store)) {
            retention = new Retention(journal, 7 * DAY, new TreeMap<>());
            // The hub holds 2 of chain 0 and 3 of chain 1: entries 1 to 5.
            assertEquals(List.of(), retention.receipted(new long[] {2, 3, 0, 0}, 10 * DAY));
            assertEquals(List.of(), retention.receipted(new long[] {4, 4, 0, 0}, 16 * DAY));
            assertEquals(8, readable(journal).size());
            List<Long> gone = retention.receipted(new long[] {4, 4, 0, 0}, 17 * DAY);
            assertTrue(gone.size() >= 1 && gone.size() < journal.recordedSequence(), "" + gone);
            assertTrue(readable(journal).size() < 8);
            assertEquals("entry 8", readable(journal).getLast());
            kept = retention.coveredSince();
        }
        byte[] header = Files.readAllBytes(folder.resolve("segment-00000001.fpj"));
        assertArrayEquals(new byte[60], Arrays.copyOfRange(header, 196, 256));
        try (Journal again = new JournalOnDisk(store, 2).open(400)) {
            assertEquals(8, again.recordedSequence());
            assertEquals(4, again.recorded(Priority.CROSSING).number());
            assertThrows(
                    KeyDestroyedException.class,
                    () -> again.read(Priority.CROSSING, 1, 1, 1 << 20));
            assertEquals("entry 8", readable(again).getLast());
            // What was covered before the restart goes on counting.
            Retention resumed = new Retention(again, 7 * DAY, new TreeMap<>(kept));
            resumed.receipted(new long[] {4, 4, 0, 0}, 23 * DAY);
            JournalOnDisk.append(again, 9);
            again.force();
            assertEquals(5, again.recorded(Priority.CROSSING).number());
            assertEquals(List.of("entry 8", "entry 9"), readable(again));
            resumed.receipted(new long[] {4, 4, 0, 0}, 30 * DAY);
            assertEquals(List.of("entry 9"), readable(again));
        }
        assertEquals(1, readable(new JournalOnDisk(store, 3).open(400)).size());
    }

    @Test
    void whatTheHubLostIsNotForgotten() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = written(disk);
        Retention retention = new Retention(journal, 7 * DAY, new TreeMap<>());
        retention.receipted(new long[] {4, 4, 0, 0}, 10 * DAY);
        assertTrue(!retention.coveredSince().isEmpty());
        // It comes back from a backup; the time begins anew once it has everything again.
        retention.receipted(new long[] {0, 0, 0, 0}, 16 * DAY);
        assertEquals(Map.of(), retention.coveredSince());
        assertEquals(List.of(), retention.receipted(new long[] {4, 4, 0, 0}, 17 * DAY));
        assertEquals(8, readable(journal).size());
        // A hub whose clock goes back delays it, and hurries nothing.
        assertEquals(List.of(), retention.receipted(new long[] {4, 4, 0, 0}, 2 * DAY));
        assertEquals(List.of(), retention.receipted(new long[] {4, 4, 0, 0}, 8 * DAY));
    }

    @Test
    void aPowerCutWhileAKeyIsDestroyedLeavesItOrNot() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            FaultyDisk disk = new FaultyDisk();
            Journal journal = written(disk);
            disk.failForces(1);
            Retention retention = new Retention(journal, 1, new TreeMap<>());
            retention.receipted(new long[] {4, 4, 0, 0}, 1);
            assertThrows(
                    DurabilityLostException.class,
                    () -> retention.receipted(new long[] {4, 4, 0, 0}, 2));
            disk.cutPower(new Random(seed));
            JournalOnDisk again = new JournalOnDisk(disk, seed);
            Journal recovered = again.open(400);
            assertEquals(List.of(), again.said);
            assertEquals(8, recovered.recordedSequence());
            assertTrue(readable(recovered).size() >= 6);
        }
    }

    @Test
    void carriedEntriesAreForgottenOnlyTogether() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = written(disk);
        // Entries 5 and 7 of chain 1, 6 and 8 of chain 0 are carried over.
        journal.beginIncarnation(new long[] {2, 2, 0, 0}, succession -> payload(0));
        JournalOnDisk.append(journal, 9);
        JournalOnDisk.append(journal, 10);
        journal.force();
        Retention retention = new Retention(journal, 1, new TreeMap<>());
        retention.receipted(new long[] {1, 2, 1, 0}, 1);
        assertEquals(List.of(), retention.receipted(new long[] {1, 2, 1, 0}, 2));
        retention.receipted(new long[] {2, 2, 1, 0}, 3);
        assertTrue(!retention.receipted(new long[] {2, 2, 1, 0}, 4).isEmpty());
        Head crossing = journal.recorded(Priority.CROSSING);
        Journal again = new JournalOnDisk(disk, 2).open(400);
        assertEquals(crossing, again.recorded(Priority.CROSSING));
        assertEquals(3, again.firstReadable(Priority.CROSSING));
        assertEquals(
                "entry 9",
                new String(
                        again.read(Priority.CROSSING, 3, 1, 100).getFirst().payload(),
                        java.nio.charset.StandardCharsets.US_ASCII));
        // And everything that can be read goes into one more incarnation.
        again.beginIncarnation(
                new long[] {
                    Journal.EVERYTHING, Journal.EVERYTHING, Journal.EVERYTHING, Journal.EVERYTHING
                },
                succession -> payload(1));
        assertArrayEquals(new long[4], again.formerHeld());
        assertEquals(1, again.recorded(Priority.CROSSING).number());
        Journal third = new JournalOnDisk(disk, 3).open(400);
        assertEquals(again.recorded(Priority.CROSSING), third.recorded(Priority.CROSSING));
        assertArrayEquals(new long[4], third.formerHeld());
    }

    @Test
    void aChangedHeadInASegmentWithoutAKeyIsNamed() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = written(disk);
        Retention retention = new Retention(journal, 1, new TreeMap<>());
        retention.receipted(new long[] {4, 4, 0, 0}, 1);
        retention.receipted(new long[] {4, 4, 0, 0}, 2);
        Map<String, byte[]> files = new TreeMap<>(disk.contents());
        byte[] changed = Objects.requireNonNull(files.get("segment-00000002.fpj")).clone();
        changed[370 + 40] ^= 1; // a bit of the chain head of its only entry
        files.put("segment-00000002.fpj", changed);
        JournalOnDisk again = new JournalOnDisk(FaultyDisk.of(files), 5);
        assertThrows(JournalDamagedException.class, () -> again.open(400));
    }
}
