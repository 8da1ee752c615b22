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

    /// Both clocks agree.
    private static List<Long> receipted(
            Retention retention, Journal journal, long[] numbers, long now) throws Exception {
        return receipted(retention, journal, numbers, now, now);
    }

    /// Receipts for all four chains.
    private static List<Long> receipted(
            Retention retention, Journal journal, long[] numbers, long hub, long uptime)
            throws Exception {
        List<Long> destroyed = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            destroyed.addAll(
                    retention.receipted(
                            journal.incarnation(),
                            priority,
                            numbers[priority.code()],
                            new Retention.Moment(hub, uptime)));
        }
        return destroyed;
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
        Retention.Covered kept;
        try (Journal journal = written(store)) {
            retention = new Retention(journal, 7 * DAY, Retention.Covered.nothing());
            // The hub holds 2 of chain 0 and 3 of chain 1: entries 1 to 5.
            assertEquals(
                    List.of(), receipted(retention, journal, new long[] {2, 3, 0, 0}, 10 * DAY));
            assertEquals(
                    List.of(), receipted(retention, journal, new long[] {4, 4, 0, 0}, 16 * DAY));
            assertEquals(8, readable(journal).size());
            List<Long> gone = receipted(retention, journal, new long[] {4, 4, 0, 0}, 17 * DAY);
            assertTrue(gone.size() >= 1 && gone.size() < journal.recordedSequence(), "" + gone);
            assertTrue(readable(journal).size() < 8);
            assertEquals("entry 8", readable(journal).getLast());
            kept = retention.covered();
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
            Retention resumed = new Retention(again, 7 * DAY, kept);
            receipted(resumed, again, new long[] {4, 4, 0, 0}, 23 * DAY);
            JournalOnDisk.append(again, 9);
            again.force();
            assertEquals(5, again.recorded(Priority.CROSSING).number());
            assertEquals(List.of("entry 8", "entry 9"), readable(again));
            receipted(resumed, again, new long[] {4, 4, 0, 0}, 30 * DAY);
            assertEquals(List.of("entry 9"), readable(again));
        }
        assertEquals(1, readable(new JournalOnDisk(store, 3).open(400)).size());
    }

    @Test
    void whatTheHubLostIsNotForgotten() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = written(disk);
        Retention retention = new Retention(journal, 7 * DAY, Retention.Covered.nothing());
        receipted(retention, journal, new long[] {4, 4, 0, 0}, 10 * DAY);
        assertTrue(!retention.covered().since().isEmpty());
        // It comes back from a backup; the time begins anew once it has everything again.
        receipted(retention, journal, new long[] {0, 0, 0, 0}, 16 * DAY);
        assertEquals(Map.of(), retention.covered().since());
        assertEquals(List.of(), receipted(retention, journal, new long[] {4, 4, 0, 0}, 17 * DAY));
        assertEquals(8, readable(journal).size());
        // A hub whose clock goes back delays it, and hurries nothing.
        assertEquals(List.of(), receipted(retention, journal, new long[] {4, 4, 0, 0}, 2 * DAY));
        assertEquals(List.of(), receipted(retention, journal, new long[] {4, 4, 0, 0}, 8 * DAY));
    }

    @Test
    void aHubWhoseClockJumpsAheadHurriesNothing() throws Exception {
        long[] all = {4, 4, 0, 0};
        Journal journal = written(new FaultyDisk());
        Retention retention = new Retention(journal, 7 * DAY, Retention.Covered.nothing());
        receipted(retention, journal, all, 10 * DAY, 0);
        assertEquals(List.of(), receipted(retention, journal, all, 3_660 * DAY, DAY));
        // Nor does one that went back, was off, and is right again.
        assertEquals(List.of(), receipted(retention, journal, all, 2 * DAY, 2 * DAY));
        assertEquals(List.of(), receipted(retention, journal, all, 12 * DAY, 3 * DAY));
        // Nor this machine's running without the hub's time.
        assertEquals(List.of(), receipted(retention, journal, all, 3 * DAY, 30 * DAY));
        assertEquals(8, readable(journal).size());
        assertTrue(!receipted(retention, journal, all, 20 * DAY, 31 * DAY).isEmpty());
    }

    @Test
    void anUptimeThatWasNotKeptOnlyDelays() throws Exception {
        long[] all = {4, 4, 0, 0};
        Journal journal = written(new FaultyDisk());
        Retention retention = new Retention(journal, 7 * DAY, Retention.Covered.nothing());
        receipted(retention, journal, all, 10 * DAY, 100 * DAY);
        assertEquals(List.of(), receipted(retention, journal, all, 30 * DAY, 0));
        assertEquals(List.of(), receipted(retention, journal, all, 40 * DAY, 6 * DAY));
        assertTrue(!receipted(retention, journal, all, 41 * DAY, 7 * DAY).isEmpty());
    }

    @Test
    void whatOneChainSaysOfTodayIsNotTakenForTheOthers() throws Exception {
        Journal journal = written(new FaultyDisk());
        Retention retention = new Retention(journal, 7 * DAY, Retention.Covered.nothing());
        receipted(retention, journal, new long[] {4, 4, 0, 0}, 10 * DAY);
        // The link was down for long, and the hub came back from a backup without chain 1.
        Retention.Moment now = new Retention.Moment(20 * DAY, 20 * DAY);
        byte[] present = journal.incarnation();
        assertEquals(List.of(), retention.receipted(present, Priority.ALERT, 4, now));
        assertEquals(List.of(), retention.receipted(present, Priority.CROSSING, 0, now));
        assertEquals(List.of(), retention.receipted(present, Priority.AUDIT, 0, now));
        assertEquals(List.of(), retention.receipted(present, Priority.IMAGE, 0, now));
        assertEquals(8, readable(journal).size());
    }

    @Test
    void anotherIncarnationBeginsAnew() throws Exception {
        long[] all = {4, 4, 0, 0};
        FaultyDisk disk = new FaultyDisk();
        Journal journal = written(disk);
        Retention retention = new Retention(journal, 7 * DAY, Retention.Covered.nothing());
        receipted(retention, journal, all, 10 * DAY);
        Retention.Covered kept = retention.covered();
        byte[] before = journal.incarnation();
        journal.beginIncarnation(all, succession -> payload(0));
        Retention.Moment later = new Retention.Moment(30 * DAY, 30 * DAY);
        assertEquals(List.of(), retention.receipted(before, Priority.ALERT, 4, later));
        assertEquals(List.of(), receipted(retention, journal, new long[4], 30 * DAY));
        Retention restarted = new Retention(journal, 7 * DAY, kept);
        assertEquals(List.of(), receipted(restarted, journal, new long[4], 30 * DAY));
        assertEquals(List.of(), receipted(restarted, journal, new long[4], 36 * DAY));
        assertTrue(!receipted(restarted, journal, new long[4], 37 * DAY).isEmpty());
    }

    @Test
    void aPowerCutWhileAKeyIsDestroyedLeavesItOrNot() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            FaultyDisk disk = new FaultyDisk();
            Journal journal = written(disk);
            disk.failForces(1);
            Retention retention = new Retention(journal, 1, Retention.Covered.nothing());
            receipted(retention, journal, new long[] {4, 4, 0, 0}, 1);
            assertThrows(
                    DurabilityLostException.class,
                    () -> receipted(retention, journal, new long[] {4, 4, 0, 0}, 2));
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
        Retention retention = new Retention(journal, 1, Retention.Covered.nothing());
        receipted(retention, journal, new long[] {1, 2, 1, 0}, 1);
        assertEquals(List.of(), receipted(retention, journal, new long[] {1, 2, 1, 0}, 2));
        receipted(retention, journal, new long[] {2, 2, 1, 0}, 3);
        assertTrue(!receipted(retention, journal, new long[] {2, 2, 1, 0}, 4).isEmpty());
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
        Retention retention = new Retention(journal, 1, Retention.Covered.nothing());
        receipted(retention, journal, new long[] {4, 4, 0, 0}, 1);
        receipted(retention, journal, new long[] {4, 4, 0, 0}, 2);
        Map<String, byte[]> files = new TreeMap<>(disk.contents());
        byte[] changed = Objects.requireNonNull(files.get("segment-00000002.fpj")).clone();
        changed[370 + 40] ^= 1; // a bit of the chain head of its only entry
        files.put("segment-00000002.fpj", changed);
        JournalOnDisk again = new JournalOnDisk(FaultyDisk.of(files), 5);
        assertThrows(JournalDamagedException.class, () -> again.open(400));
    }
}
