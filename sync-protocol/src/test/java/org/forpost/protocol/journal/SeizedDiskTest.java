package org.forpost.protocol.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.world.FaultyDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A journal whose first keys were destroyed, and that has begun another incarnation: what its node
/// can still check of it, and what the hub can.
class SeizedDiskTest {
    private static final byte[] STORAGE = new byte[32];
    private static final byte[] SEAL = new byte[32];
    private static final int DESTROYED = 4;
    private static final int ENTRIES = 10;

    private final Random random = new Random(7);
    private final Randomness randomness =
            count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            };

    private Map<String, byte[]> disk = new TreeMap<>();

    @BeforeEach
    void writeForgetAndBeginAgain() throws Exception {
        FaultyDisk live = new FaultyDisk();
        long[] held = new long[Priority.COUNT];
        try (Journal journal = open(live)) {
            for (int i = 1; i <= DESTROYED; i++) {
                journal.append(Priority.AUDIT, JournalOnDisk.payload(i));
            }
            journal.force();
        }
        try (Journal journal = open(live)) {
            journal.destroyKey(1);
            held[Priority.AUDIT.code()] = DESTROYED;
            for (int i = DESTROYED + 1; i < ENTRIES; i++) {
                journal.append(Priority.AUDIT, JournalOnDisk.payload(i));
            }
            journal.force();
            journal.beginIncarnation(held, succession -> JournalOnDisk.payload(ENTRIES));
        }
        disk = new TreeMap<>(live.contents());
        assertEquals(3, disk.size());
    }

    private Journal open(FaultyDisk live) throws Exception {
        return Journal.open(
                live,
                new SegmentKeys(STORAGE, Hpke.sealer(Hpke.publicKey(SEAL), randomness), randomness),
                randomness,
                line -> {});
    }

    private JournalCheck.Report check(SegmentKeys keys, List<Long> seen) throws Exception {
        return JournalCheck.check(
                new MemorySegments(disk),
                keys,
                (segment, offset, entry) -> seen.add(entry.sequence()));
    }

    private void flip(String segment, int at) {
        byte[] bytes = Objects.requireNonNull(disk.get(segment)).clone();
        bytes[at] ^= 1;
        disk.put(segment, bytes);
    }

    @Test
    void itsNodeSeesThatTheRestIsWholeAndSaysWhatItCannotRead() throws Exception {
        List<Long> seen = new ArrayList<>();
        JournalCheck.Report report = check(SegmentKeys.toRead(STORAGE), seen);
        assertTrue(report.clean(), report.findings().toString());
        assertFalse(report.complete());
        assertEquals(1, report.keysDestroyed());
        assertEquals(DESTROYED, report.entriesUnreadable());
        assertEquals(ENTRIES - DESTROYED, report.entries());
        assertEquals(2, report.incarnations().size());
        assertEquals((long) DESTROYED + 1, seen.getFirst());
    }

    @Test
    void theHubReadsEverything() throws Exception {
        List<Long> seen = new ArrayList<>();
        JournalCheck.Report report = check(SegmentKeys.ofHub(Hpke.unsealer(SEAL)), seen);
        assertEquals(List.of(), report.findings());
        assertTrue(report.complete());
        assertEquals(ENTRIES, report.entries());
        assertEquals(ENTRIES, seen.size());
    }

    @Test
    void aChangedRecordWithoutItsKeyIsSeenByTheHubAlone() throws Exception {
        flip("segment-00000001.fpj", SegmentHeader.BYTES + Frame.HEAD_BYTES + 3);
        assertTrue(check(SegmentKeys.toRead(STORAGE), new ArrayList<>()).clean());
        assertFalse(check(SegmentKeys.ofHub(Hpke.unsealer(SEAL)), new ArrayList<>()).clean());
    }

    @Test
    void aChangedPlaceIsSeenByBoth() throws Exception {
        flip("segment-00000001.fpj", SegmentHeader.BYTES + 13); // sequence of the first entry
        assertFalse(check(SegmentKeys.toRead(STORAGE), new ArrayList<>()).clean());
        assertFalse(check(SegmentKeys.ofHub(Hpke.unsealer(SEAL)), new ArrayList<>()).clean());
    }

    @Test
    void aKeyThatWasDestroyedInTheLastSegmentIsDamageAtItsNode() throws Exception {
        byte[] last = Objects.requireNonNull(disk.get("segment-00000003.fpj")).clone();
        java.util.Arrays.fill(
                last,
                SegmentHeader.NODE_WRAP_AT,
                SegmentHeader.NODE_WRAP_AT + SegmentKeys.NODE_WRAP_BYTES,
                (byte) 0);
        disk.put("segment-00000003.fpj", last);
        assertFalse(check(SegmentKeys.toRead(STORAGE), new ArrayList<>()).clean());
        assertTrue(check(SegmentKeys.ofHub(Hpke.unsealer(SEAL)), new ArrayList<>()).clean());
    }

    @Test
    void aStrangersKeyOpensNothing() throws Exception {
        byte[] stranger = STORAGE.clone();
        stranger[5] = 1;
        List<Long> seen = new ArrayList<>();
        assertFalse(check(SegmentKeys.ofHub(Hpke.unsealer(stranger)), seen).clean());
        assertEquals(List.of(), seen);
    }
}
