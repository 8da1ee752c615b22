package org.forpost.protocol.journal;

import static org.forpost.protocol.journal.JournalOnDisk.payload;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.world.FaultyDisk;
import org.junit.jupiter.api.Test;

/// A journal that begins a new incarnation: what it carries over, and what a crash leaves of it.
class IncarnationTest {
    private static final byte[] OPENING = "begins".getBytes(StandardCharsets.US_ASCII);

    private static Journal written(FaultyDisk disk) throws Exception {
        Journal journal = new JournalOnDisk(disk, 1).open();
        for (int i = 1; i <= 9; i++) {
            journal.append(Priority.of(i % 3), payload(i)); // chains 1, 2, 0, 1, 2, 0, …
        }
        journal.force();
        return journal;
    }

    /// The hub holds 3 of chain 0, 1 of chain 1, none of chain 2.
    private static final long[] HELD = {3, 1, 0, 0};

    private static List<String> chain(Journal journal, Priority priority) throws IOException {
        List<String> texts = new ArrayList<>();
        Head head = Head.START;
        for (Entry entry : journal.read(priority, 1, 1000, 1 << 20)) {
            head = head.next(journal.incarnation(), priority, entry.payload());
            assertEquals(head, entry.head());
            assertEquals(head, journal.headAt(priority, head.number()));
            texts.add(new String(entry.payload(), StandardCharsets.US_ASCII));
        }
        assertEquals(head, journal.recorded(priority));
        return texts;
    }

    private static void assertCarried(Journal journal) throws IOException {
        assertEquals(List.of(), chain(journal, Priority.ALERT));
        assertEquals(List.of("entry 4", "entry 7"), chain(journal, Priority.CROSSING));
        assertEquals(
                List.of("entry 2", "entry 5", "entry 8", "begins"), chain(journal, Priority.AUDIT));
        List<Long> sequences = new ArrayList<>();
        journal.replay(1, entry -> sequences.add(entry.sequence()));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), sequences);
    }

    @Test
    void whatTheHubMayNotHoldIsTheBeginningOfTheNewChains() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = written(disk);
        byte[] old = journal.incarnation();
        Journal.Succession told =
                journal.beginIncarnation(
                        HELD,
                        succession -> {
                            assertArrayEquals(old, succession.follows());
                            assertArrayEquals(new long[] {0, 2, 3, 0}, succession.carried());
                            assertEquals(3, succession.ended()[1].number());
                            return OPENING;
                        });
        assertArrayEquals(told.incarnation(), journal.incarnation());
        assertFalse(Arrays.equals(old, journal.incarnation()));
        assertCarried(journal);
        disk.cutPower(new Random(1));
        Journal again = new JournalOnDisk(disk, 2).open();
        assertArrayEquals(told.incarnation(), again.incarnation());
        assertArrayEquals(old, again.id());
        assertEquals(1, again.formerIncarnations().size());
        assertCarried(again);
        again.append(Priority.CROSSING, payload(10));
        again.force();
        assertEquals(List.of("entry 4", "entry 7", "entry 10"), chain(again, Priority.CROSSING));
    }

    @Test
    void whatWasCarriedIsCarriedOnceMore() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = written(disk);
        journal.beginIncarnation(HELD, succession -> OPENING);
        journal.append(Priority.CROSSING, payload(10));
        journal.force();
        journal.beginIncarnation(new long[] {0, 1, 4, 0}, succession -> OPENING);
        for (Journal one : List.of(journal, new JournalOnDisk(disk, 2).open())) {
            assertEquals(List.of("entry 7", "entry 10"), chain(one, Priority.CROSSING));
            assertEquals(List.of("begins"), chain(one, Priority.AUDIT));
            assertEquals(2, one.formerIncarnations().size());
        }
    }

    @Test
    void aCrashAtAnyByteLeavesTheOldIncarnationOrTheNewOne() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = written(disk);
        byte[] old = journal.incarnation();
        Map<String, byte[]> before = disk.contents();
        byte[] next = journal.beginIncarnation(HELD, succession -> OPENING).incarnation();
        Map<String, byte[]> after = disk.contents();
        String name = "segment-00000002.fpj";
        byte[] whole = java.util.Objects.requireNonNull(after.get(name));
        for (int length = 0; length <= whole.length; length++) {
            Map<String, byte[]> torn = new TreeMap<>(before);
            torn.put(name, Arrays.copyOf(whole, length));
            FaultyDisk left = FaultyDisk.of(torn);
            JournalOnDisk again = new JournalOnDisk(left, length);
            try (Journal recovered = again.open()) {
                if (length == whole.length) {
                    assertArrayEquals(next, recovered.incarnation());
                    assertCarried(recovered);
                } else {
                    assertArrayEquals(old, recovered.incarnation(), "torn at " + length);
                    assertEquals(9, recovered.recordedSequence());
                    assertEquals(1, again.said.size());
                    // It begins again, as if nothing had been tried.
                    recovered.beginIncarnation(HELD, succession -> OPENING);
                    assertCarried(recovered);
                }
            }
        }
    }

    @Test
    void aFullDiskLeavesTheOldIncarnationGoingOn() throws Exception {
        for (int room = 0; room < 450; room += 50) {
            FaultyDisk disk = new FaultyDisk();
            Journal journal = written(disk);
            byte[] old = journal.incarnation();
            disk.room(room);
            if (room < 400) {
                assertThrows(
                        IOException.class,
                        () -> journal.beginIncarnation(HELD, succession -> OPENING),
                        "room for " + room);
                assertArrayEquals(old, journal.incarnation());
                disk.room(Long.MAX_VALUE);
                journal.append(Priority.CROSSING, payload(10));
                journal.force();
                assertEquals(4, chain(journal, Priority.CROSSING).size());
            }
            disk.room(Long.MAX_VALUE);
            journal.beginIncarnation(HELD, succession -> OPENING);
            assertEquals(
                    room < 400 ? 3 : 2,
                    chain(new JournalOnDisk(disk, 2).open(), Priority.CROSSING).size());
        }
    }

    @Test
    void aForceThatFailsStopsTheJournalAndTheNextStartDecides() throws Exception {
        for (int failing = 0; failing < 4; failing++) {
            FaultyDisk disk = new FaultyDisk();
            Journal journal = written(disk);
            byte[] old = journal.incarnation();
            FailingAt store = new FailingAt(disk, failing);
            Journal over = new JournalOnDisk(store, 7).open();
            store.armed = true;
            assertThrows(
                    DurabilityLostException.class,
                    () -> over.beginIncarnation(HELD, succession -> OPENING));
            assertThrows(
                    DurabilityLostException.class, () -> over.append(Priority.ALERT, payload(1)));
            for (int seed = 0; seed < 20; seed++) {
                FaultyDisk left = FaultyDisk.of(disk.contents());
                left.cutPower(new Random(seed));
                Journal again = new JournalOnDisk(left, seed).open();
                boolean stayed = Arrays.equals(old, again.incarnation());
                assertEquals(stayed ? 9 : 10, again.recordedSequence());
                assertTrue(stayed || failing > 1);
            }
        }
    }

    /// Fails the so-manieth force or sync of the folder after it is armed.
    private static final class FailingAt implements Store {
        private final FaultyDisk disk;
        private int left;
        private boolean armed;

        FailingAt(FaultyDisk disk, int failing) {
            this.disk = disk;
            this.left = failing;
        }

        private void count() {
            if (armed && left-- == 0) {
                disk.failForces(1);
            }
        }

        @Override
        public List<String> names() {
            return disk.names();
        }

        @Override
        public Segment create(String name) throws IOException {
            return new Counting(disk.create(name));
        }

        @Override
        public Segment open(String name) throws IOException {
            return new Counting(disk.open(name));
        }

        @Override
        public void delete(String name) {
            disk.delete(name);
        }

        @Override
        public void syncDirectory() throws IOException {
            count();
            disk.syncDirectory();
        }

        private final class Counting implements Segment {
            private final Segment segment;

            Counting(Segment segment) {
                this.segment = segment;
            }

            @Override
            public long size() throws IOException {
                return segment.size();
            }

            @Override
            public void append(byte[] bytes) throws IOException {
                segment.append(bytes);
            }

            @Override
            public void force() throws IOException {
                count();
                segment.force();
            }

            @Override
            public byte[] read(long offset, int length) throws IOException {
                return segment.read(offset, length);
            }

            @Override
            public void overwrite(long offset, byte[] bytes) throws IOException {
                segment.overwrite(offset, bytes);
            }

            @Override
            public void truncate(long size) throws IOException {
                segment.truncate(size);
            }

            @Override
            public void close() throws IOException {
                segment.close();
            }
        }
    }
}
