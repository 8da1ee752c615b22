package org.forpost.protocol.journal;

import static org.forpost.protocol.journal.JournalOnDisk.append;
import static org.forpost.protocol.journal.JournalOnDisk.exactPrefix;
import static org.forpost.protocol.journal.JournalOnDisk.payload;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.world.FaultyDisk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands behind the word *recorded*.
class JournalTest {
    private static final String FIRST = "segment-00000001.fpj";

    private static byte[] bytes(FaultyDisk disk) {
        byte[] bytes = disk.contents().get(FIRST);
        assertNotNull(bytes);
        return bytes;
    }

    @Test
    void severalLanesRecordAtOnceAndAllOfItIsThereAfterwards(@TempDir Path folder)
            throws Exception {
        JournalOnDisk disk = new JournalOnDisk(new FileStore(folder.resolve("a/journal")), 1);
        int threads = 4;
        int each = 40;
        try (Journal journal = disk.open();
                ExecutorService lanes = Executors.newFixedThreadPool(threads)) {
            GroupCommit commit = new GroupCommit(journal);
            List<Future<?>> done = new ArrayList<>();
            for (int lane = 0; lane < threads; lane++) {
                int own = lane;
                done.add(
                        lanes.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                recordPair(commit, journal, own, i);
                            }
                            return null;
                        }));
            }
            for (Future<?> one : done) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        try (Journal again = disk.open()) {
            assertEquals(List.of(), disk.said);
            assertEquals(2L * threads * each, again.recordedSequence());
            int[] next = new int[threads];
            again.replay(
                    1,
                    entry -> {
                        int lane = entry.payload()[0];
                        assertEquals(next[lane]++, entry.payload()[1], "lane " + lane);
                    });
        }
    }

    private static void recordPair(GroupCommit commit, Journal journal, int lane, int i)
            throws IOException {
        List<Entry> entries =
                commit.record(
                        List.of(
                                new GroupCommit.Draft(
                                        Priority.CROSSING,
                                        new byte[] {(byte) lane, (byte) (2 * i)}),
                                new GroupCommit.Draft(
                                        Priority.AUDIT,
                                        new byte[] {(byte) lane, (byte) (2 * i + 1)})));
        assertTrue(journal.recordedSequence() >= entries.getLast().sequence());
        assertEquals(entries.getFirst().sequence() + 1, entries.getLast().sequence());
    }

    @Test
    void aSecondProgramIsKeptOut(@TempDir Path folder) throws Exception {
        Path lock = folder.resolve("journal");
        try (Journal journal = new JournalOnDisk(new FileStore(lock), 1).open()) {
            append(journal, 1);
            journal.force();
            Process other =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    OtherProgram.class.getName(),
                                    lock.toString())
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(other.waitFor(60, TimeUnit.SECONDS));
            assertTrue(output.contains("another program has this journal open"), output);
        }
    }

    /// What a second start of the same node would do.
    static final class OtherProgram {
        private OtherProgram() {}

        public static void main(String[] args) throws Exception {
            new JournalOnDisk(new FileStore(Path.of(args[0])), 2).open().close();
        }
    }

    @Test
    void aTornTailIsCutAtWhateverByteItWasTorn() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = new JournalOnDisk(disk, 1).open();
        append(journal, 1);
        journal.force();
        append(journal, 2);
        journal.force();
        int before = bytes(disk).length;
        append(journal, 3);
        byte[] whole = bytes(disk);
        for (int length = before; length < whole.length; length++) {
            FaultyDisk torn = FaultyDisk.of(Map.of(FIRST, Arrays.copyOf(whole, length)));
            JournalOnDisk again = new JournalOnDisk(torn, length);
            try (Journal recovered = again.open()) {
                assertEquals(2, exactPrefix(recovered), "torn at " + length);
                assertEquals(length == before ? 0 : 1, again.said.size());
                assertTrue(length == before || again.said.getFirst().startsWith("cut a torn tail"));
                append(recovered, 3);
                recovered.force();
                assertEquals(3, exactPrefix(recovered));
            }
            // What was torn is never written over: a new segment, so a new key, so a new nonce.
            assertEquals(2, torn.names().size());
            assertEquals(before, bytes(torn).length);
        }
    }

    @Test
    void everyFlippedBitIsNamedOrLeavesAnExactPrefix() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = new JournalOnDisk(disk, 1).open();
        int[] begins = new int[5];
        for (int i = 1; i <= 4; i++) {
            begins[i] = bytes(disk).length;
            append(journal, i);
            if (i != 3) {
                journal.force(); // 3 and 4 share one
            }
        }
        byte[] whole = bytes(disk);
        int damaged = 0;
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            JournalOnDisk again = new JournalOnDisk(FaultyDisk.of(Map.of(FIRST, flipped)), bit);
            try (Journal recovered = again.open()) {
                int left = exactPrefix(recovered);
                assertTrue(bit / 8 >= begins[3], "bit " + bit + " was forced before a later entry");
                assertEquals(bit / 8 >= begins[4] ? 3 : 2, left);
                assertEquals(1, again.said.size());
            } catch (JournalDamagedException e) {
                damaged++;
                assertTrue(String.valueOf(e.getMessage()).contains(FIRST), e.getMessage());
            }
        }
        assertEquals(begins[3] * 8, damaged);
    }

    @Test
    void everyBitThatFlipsUnderARunningJournalIsNamed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve(FIRST);
        try (Journal journal = new JournalOnDisk(new FileStore(folder), 1).open()) {
            append(journal, 1);
            journal.force();
            int begin = (int) Files.size(file);
            append(journal, 2);
            journal.force();
            byte[] whole = Files.readAllBytes(file);
            for (int bit = begin * 8; bit < whole.length * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, flipped);
                IOException said = assertThrows(IOException.class, () -> journal.at(2));
                assertTrue(
                        String.valueOf(said.getMessage()).contains(FIRST + " changed at " + begin),
                        "bit " + bit + ": " + said.getMessage());
            }
            Files.write(file, whole);
            assertTrue(journal.at(2).isPresent());
        }
    }

    @Test
    void everyFlippedBitOfASegmentThatAnotherFollowedIsNamed() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Journal journal = new JournalOnDisk(disk, 1).open()) {
            append(journal, 1);
            append(journal, 2);
            journal.force();
        }
        new JournalOnDisk(disk, 2).open().close();
        Map<String, byte[]> files = disk.contents();
        assertEquals(2, files.size());
        for (int bit = 0; bit < bytes(disk).length * 8; bit++) {
            Map<String, byte[]> changed = new TreeMap<>(files);
            byte[] flipped = bytes(disk);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            changed.put(FIRST, flipped);
            JournalOnDisk again = new JournalOnDisk(FaultyDisk.of(changed), bit);
            assertThrows(JournalDamagedException.class, again::open, "bit " + bit);
        }
    }

    @Test
    void afterAFailedForceNothingIsPromisedAndNothingIsTriedAgain() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = new JournalOnDisk(disk, 1).open();
        append(journal, 1);
        disk.failForces(1);
        int before = disk.forces();
        assertThrows(DurabilityLostException.class, journal::force);
        assertThrows(DurabilityLostException.class, journal::force);
        assertThrows(DurabilityLostException.class, () -> append(journal, 2));
        assertThrows(
                DurabilityLostException.class,
                () ->
                        new GroupCommit(journal)
                                .record(
                                        List.of(
                                                new GroupCommit.Draft(
                                                        Priority.ALERT, payload(2)))));
        assertEquals(before + 1, disk.forces());
        assertEquals(0, journal.recordedSequence());
    }

    /// The kernel tells one caller of a lost write and the next one that all is well: a lane that
    /// begins a new segment meanwhile must not take that for *recorded*.
    @Test
    void aForceThatFailedIsNotRepeatedByTheNextSegment() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        FaultyDisk disk = new FaultyDisk();
        AtomicInteger armed = new AtomicInteger();
        Journal journal =
                new JournalOnDisk(new FailsOnce(disk, armed, entered, release), 1).open(1);
        append(journal, 1);
        armed.set(1);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Future<?> forcing = two.submit(journal::force);
            assertTrue(entered.await(30, TimeUnit.SECONDS));
            Future<?> appending = two.submit(() -> append(journal, 2));
            release.countDown();
            assertInstanceOf(DurabilityLostException.class, failureOf(forcing));
            assertInstanceOf(DurabilityLostException.class, failureOf(appending));
        }
        assertEquals(0, journal.recordedSequence());
    }

    private static @Nullable Throwable failureOf(Future<?> future) {
        return assertThrows(
                        java.util.concurrent.ExecutionException.class,
                        () -> future.get(30, TimeUnit.SECONDS))
                .getCause();
    }

    /// Fails one force when armed, and answers the next as if nothing had happened.
    private record FailsOnce(
            FaultyDisk disk, AtomicInteger armed, CountDownLatch entered, CountDownLatch release)
            implements Store {
        @Override
        public List<String> names() {
            return disk.names();
        }

        @Override
        public Segment create(String name) throws IOException {
            return new Wrapped(disk.create(name));
        }

        @Override
        public Segment open(String name) throws IOException {
            return new Wrapped(disk.open(name));
        }

        @Override
        public void delete(String name) {
            disk.delete(name);
        }

        @Override
        public void syncDirectory() throws IOException {
            disk.syncDirectory();
        }

        private final class Wrapped implements Segment {
            private final Segment segment;

            Wrapped(Segment segment) {
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
                if (armed.compareAndSet(1, 2)) {
                    entered.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    throw new IOException("Input/output error");
                }
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

    @Test
    void aFullDiskRefusesAnEntryAndWorksAgainWhenThereIsRoom() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = new JournalOnDisk(disk, 1).open();
        append(journal, 1);
        journal.force();
        int before = bytes(disk).length;
        for (int room : new int[] {0, 1, 61, 62, 70, 100}) {
            disk.room(room);
            IOException full = assertThrows(IOException.class, () -> append(journal, 2));
            assertEquals("No space left on device", full.getMessage());
            assertEquals(before, bytes(disk).length);
        }
        journal.force();
        assertEquals(1, exactPrefix(journal));
        disk.room(Long.MAX_VALUE);
        append(journal, 2);
        journal.force();
        assertEquals(2, exactPrefix(journal));
        // The refused entry used its nonce: what came after it lies under another key.
        assertEquals(2, disk.names().size());
        try (Journal again = new JournalOnDisk(disk, 2).open()) {
            assertEquals(2, exactPrefix(again));
        }
    }

    @Test
    void aJournalIsOpenedAgainAndAgain() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        JournalOnDisk opener = new JournalOnDisk(disk, 1);
        byte[] incarnation = null;
        for (int i = 1; i <= 6; i++) {
            try (Journal journal = opener.open()) {
                assertEquals(i - 1, exactPrefix(journal));
                assertTrue(
                        incarnation == null || Arrays.equals(incarnation, journal.incarnation()));
                incarnation = journal.incarnation();
                append(journal, i);
                journal.force();
            }
        }
        assertEquals(List.of(), opener.said);
    }

    @Test
    void aJournalOfManySegmentsIsReadFromAnywhere() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Journal journal = new JournalOnDisk(disk, 1).open(600)) {
            for (int i = 1; i <= 50; i++) {
                append(journal, i);
            }
            journal.force();
        }
        assertTrue(disk.names().size() > 5, disk.names().toString());
        try (Journal again = new JournalOnDisk(disk, 2).open(600)) {
            assertEquals(50, exactPrefix(again));
            List<Entry> odd = again.read(Priority.CROSSING, 11, 3, 1 << 20);
            assertArrayEquals(payload(21), odd.get(0).payload());
            assertArrayEquals(payload(25), odd.get(2).payload());
            assertEquals(odd.get(1).head(), again.headAt(Priority.CROSSING, 12));
            assertEquals(1, again.read(Priority.CROSSING, 1, 100, 1).size());
            assertEquals(2, again.read(Priority.CROSSING, 1, 100, 16).size());
            assertEquals(List.of(), again.read(Priority.CROSSING, 26, 100, 1000));
        }
    }

    @Test
    void aJournalWithoutItsFirstSegmentSaysWhatIsMissing() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Journal journal = new JournalOnDisk(disk, 1).open(600)) {
            for (int i = 1; i <= 20; i++) {
                append(journal, i);
                journal.force();
            }
        }
        Map<String, byte[]> files = new TreeMap<>(disk.contents());
        files.remove(FIRST);
        String second = files.keySet().iterator().next();
        JournalDamagedException said =
                assertThrows(
                        JournalDamagedException.class,
                        () -> new JournalOnDisk(FaultyDisk.of(files), 2).open());
        String message = String.valueOf(said.getMessage());
        assertTrue(message.contains(second) && message.contains("entries 1 to "), message);
    }

    @Test
    void anotherStorageKeyOpensNothing() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Journal journal = new JournalOnDisk(disk, 1).open()) {
            JournalOnDisk.append(journal, 1);
            journal.force();
        }
        byte[] other = new byte[32];
        other[31] = 1;
        JournalDamagedException e =
                assertThrows(
                        JournalDamagedException.class,
                        () -> new JournalOnDisk(disk, 2, other).open());
        assertTrue(String.valueOf(e.getMessage()).contains("another storage key"), e.getMessage());
    }

    @Test
    void aFreshHeaderWithAHoleWhereItsKeyWasIsATornTail() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        JournalOnDisk opener = new JournalOnDisk(disk, 1);
        Journal journal = opener.open();
        JournalOnDisk.append(journal, 1);
        journal.force();
        journal.close();
        opener.open().close();
        Map<String, byte[]> torn = new TreeMap<>(disk.contents());
        Arrays.fill(torn.get("segment-00000002.fpj"), 200, 240, (byte) 0);
        try (Journal again = new JournalOnDisk(FaultyDisk.of(torn), 2).open()) {
            assertEquals(1, JournalOnDisk.exactPrefix(again));
        }
    }

    @Test
    void aSegmentOfAnotherJournalIsNotTakenForTheNext() throws Exception {
        FaultyDisk one = new FaultyDisk();
        new JournalOnDisk(one, 1).open().close();
        FaultyDisk other = new FaultyDisk();
        JournalOnDisk opener = new JournalOnDisk(other, 2);
        opener.open().close();
        try (Journal journal = opener.open()) {
            append(journal, 1);
            journal.force();
        }
        Map<String, byte[]> mixed = new TreeMap<>(one.contents());
        mixed.put("segment-00000002.fpj", other.contents().get("segment-00000002.fpj"));
        JournalDamagedException e =
                assertThrows(
                        JournalDamagedException.class,
                        () -> new JournalOnDisk(FaultyDisk.of(mixed), 3).open());
        assertTrue(String.valueOf(e.getMessage()).contains("does not continue"), e.getMessage());
    }

    @Test
    void whatIsNotForcedIsNeitherReadNorSent() throws Exception {
        Journal journal = new JournalOnDisk(new FaultyDisk(), 1).open();
        append(journal, 1);
        assertEquals(Head.START, journal.recorded(Priority.CROSSING));
        assertEquals(List.of(), journal.read(Priority.CROSSING, 1, 10, 1000));
        journal.force();
        assertEquals(1, journal.recorded(Priority.CROSSING).number());
    }

    @Test
    void aHeadOfAnEntryThatClaimsTooMuchIsNoHead() {
        byte[] head = new byte[Frame.HEAD_BYTES];
        head[0] = 1;
        head[5] = 16;
        assertNotNull(Frame.decode(head));
        head[1] = 4;
        assertNull(Frame.decode(head));
        head[1] = 0;
        head[2] = 0x7f;
        assertNull(Frame.decode(head));
        head[2] = (byte) 0x80;
        assertNull(Frame.decode(head));
    }

    @Test
    void aLargeEntryAndATooLargeOne() throws Exception {
        Journal journal = new JournalOnDisk(new FaultyDisk(), 1).open();
        byte[] large = new byte[Frame.MAX_PAYLOAD];
        journal.append(Priority.IMAGE, large);
        journal.force();
        assertEquals(
                large.length, journal.read(Priority.IMAGE, 1, 1, 1).getFirst().payload().length);
        assertThrows(
                IllegalArgumentException.class,
                () -> journal.append(Priority.IMAGE, new byte[Frame.MAX_PAYLOAD + 1]));
        assertFalse(journal.incarnation().length == 0);
    }
}
