package org.forpost.protocol.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.forpost.protocol.world.FaultyDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A journal of three segments, damaged in every way that one bit or one cut can do it: the checker
/// says exactly what is still there, and names what is not. Beside it stands what a node makes of
/// the same bytes.
class JournalCheckTest {
    private static final byte[] KEY = new byte[32];
    private static final int ENTRIES = 9;

    private MemorySegments whole = new MemorySegments(Map.of());

    @BeforeEach
    void writeThreeSegments() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        JournalOnDisk box = new JournalOnDisk(disk, 1);
        int number = 0;
        for (int run = 0; run < 3; run++) {
            try (Journal journal = box.open()) {
                for (int i = 0; i < ENTRIES / 3; i++) {
                    JournalOnDisk.append(journal, ++number);
                    journal.force();
                }
            }
        }
        whole = new MemorySegments(disk.contents());
        assertEquals(3, whole.names().size());
    }

    private record Checked(JournalCheck.Report report, List<Entry> seen) {
        boolean says(String what) {
            return report.findings().stream().anyMatch(one -> one.what().contains(what));
        }
    }

    private static Checked check(MemorySegments segments) throws Exception {
        List<Entry> seen = new ArrayList<>();
        JournalCheck.Report report =
                JournalCheck.check(
                        segments,
                        SegmentKeys.toRead(KEY),
                        (segment, offset, entry) -> seen.add(entry));
        return new Checked(report, seen);
    }

    @Test
    void aWholeJournalIsClean() throws Exception {
        Checked checked = check(whole);
        assertEquals(List.of(), checked.report().findings());
        assertEquals(ENTRIES, checked.report().entries());
        assertEquals(3, checked.report().segments());
        assertTrue(checked.report().clean());
    }

    /// Every entry shown is the one that was written; what is not shown is either named, or the
    /// rest of a tail that nobody promised.
    private static void assertNeverSilentlyWrong(String what, MemorySegments changed)
            throws Exception {
        Checked checked = check(changed);
        for (Entry entry : checked.seen()) {
            assertArrayEquals(JournalOnDisk.payload((int) entry.sequence()), entry.payload(), what);
        }
        assertFalse(
                checked.report().findings().isEmpty() && checked.seen().size() == ENTRIES,
                () -> what + " was not noticed");
        if (checked.report().clean()) {
            for (int i = 0; i < checked.seen().size(); i++) {
                assertEquals(i + 1, checked.seen().get(i).sequence(), what);
            }
        } else {
            assertTrue(
                    checked.report().findings().stream()
                            .anyMatch(one -> one.damage() && !one.segment().isEmpty()),
                    what);
        }
        assertTheNodeAgrees(what, changed, checked);
    }

    private static void assertTheNodeAgrees(String what, MemorySegments changed, Checked checked)
            throws Exception {
        JournalOnDisk box = new JournalOnDisk(FaultyDisk.of(changed.files()), 7);
        try (Journal journal = box.open()) {
            assertTrue(checked.report().clean(), () -> what + ": the node starts");
            assertEquals(checked.seen().size(), JournalOnDisk.exactPrefix(journal), what);
        } catch (JournalDamagedException e) {
            assertFalse(checked.report().clean(), () -> what + ": " + e.getMessage());
        }
    }

    @Test
    void everyFlippedBitIsNamedOrLeavesAnExactPrefix() throws Exception {
        for (String name : whole.names()) {
            byte[] bytes = whole.read(name, Integer.MAX_VALUE);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertNeverSilentlyWrong("bit " + bit + " of " + name, whole.with(name, flipped));
            }
        }
    }

    @Test
    void everyTruncationIsNamedOrLeavesAnExactPrefix() throws Exception {
        for (String name : whole.names()) {
            byte[] bytes = whole.read(name, Integer.MAX_VALUE);
            for (int length = 0; length < bytes.length; length++) {
                MemorySegments cut = whole.with(name, Arrays.copyOf(bytes, length));
                Checked checked = check(cut);
                boolean last = name.equals(whole.names().getLast());
                assertEquals(last, checked.report().clean(), name + " cut at " + length);
                for (Entry entry : checked.seen()) {
                    assertArrayEquals(
                            JournalOnDisk.payload((int) entry.sequence()), entry.payload());
                }
                assertTheNodeAgrees(name + " cut at " + length, cut, checked);
            }
        }
    }

    @Test
    void damageIsNamedByEntryAndByteAndTheRestIsStillLookedAt() throws Exception {
        String name = whole.names().get(1);
        byte[] bytes = whole.read(name, Integer.MAX_VALUE);
        int second = SegmentHeader.BYTES + Frame.HEAD_BYTES + 16 + "entry 4".length();
        bytes[second + Frame.HEAD_BYTES] ^= 1;
        Checked checked = check(whole.with(name, bytes));
        Finding damage = checked.report().findings().getFirst();
        assertTrue(damage.damage());
        assertEquals(name, damage.segment());
        assertEquals(second, damage.offset());
        assertEquals(5, damage.entry());
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 7L, 8L, 9L),
                checked.seen().stream().map(Entry::sequence).toList());
    }

    @Test
    void aMissingSegmentIsNamedByItsEntries() throws Exception {
        Map<String, byte[]> files = new TreeMap<>(whole.files());
        files.remove(whole.names().get(1));
        assertTrue(check(new MemorySegments(files)).says("entries 4 to 6 are missing"));
    }

    @Test
    void aSegmentWhoseKeyWasDestroyedIsNoDamage() throws Exception {
        String name = whole.names().getFirst();
        byte[] bytes = whole.read(name, Integer.MAX_VALUE);
        Arrays.fill(bytes, 196, 256, (byte) 0);
        Checked checked = check(whole.with(name, bytes));
        assertTrue(checked.report().clean(), () -> checked.report().findings().toString());
        assertEquals(1, checked.report().keysDestroyed());
        assertEquals(3, checked.report().entriesUnreadable());
        assertEquals(6, checked.report().entries());
        // Even so, an entry cannot go missing from it.
        MemorySegments shorter = whole.with(name, Arrays.copyOf(bytes, bytes.length - 20));
        assertFalse(check(shorter).report().clean());
    }

    @Test
    void anotherVersionAndAnotherKeyAreSaidInWords() throws Exception {
        String name = whole.names().getFirst();
        byte[] bytes = whole.read(name, Integer.MAX_VALUE);
        bytes[0] = 2;
        assertTrue(check(whole.with(name, bytes)).says("version 2"));
        byte[] other = new byte[32];
        other[0] = 1;
        JournalCheck.Report report =
                JournalCheck.check(whole, SegmentKeys.toRead(other), (segment, at, entry) -> {});
        assertFalse(report.clean());
        assertTrue(report.findings().getFirst().what().contains("another storage key"));
    }

    @Test
    void aNewIncarnationIsFollowed() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Journal journal = new JournalOnDisk(disk, 3).open()) {
            for (int i = 1; i <= 5; i++) {
                JournalOnDisk.append(journal, i);
            }
            journal.force();
            journal.beginIncarnation(
                    new long[] {1, 1, 0, 0}, succession -> JournalOnDisk.payload(6));
            JournalOnDisk.append(journal, 7);
            journal.force();
        }
        MemorySegments two = new MemorySegments(disk.contents());
        Checked checked = check(two);
        assertEquals(List.of(), checked.report().findings());
        assertEquals(2, checked.report().incarnations().size());
        assertEquals(7, checked.report().entries());
        for (String name : two.names()) {
            byte[] bytes = two.read(name, Integer.MAX_VALUE);
            for (int bit = 0; bit < SegmentHeader.BYTES * 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                int which = bit;
                assertFalse(
                        check(two.with(name, flipped)).report().findings().isEmpty(),
                        () -> "bit " + which + " of " + name);
            }
        }
    }
}
