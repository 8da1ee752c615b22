package org.forpost.matching.cylinder;

import static org.forpost.matching.cylinder.SegmentFormat.*;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// An immutable part of a gallery: fingers, and the lists that find them. See [SegmentFormat] for
/// the bytes. Safe for several threads; unmapped when nobody refers to it any more.
///
/// Mapped bytes are copied and never read in place: where somebody cuts a file short while it is
/// open, a copy ends with an error that can be caught, but in a vector's load the JVM dies.
///
/// The frame of a file is checked when it is opened, each block of 64 KiB when it is first touched.
/// Files are replaced by others of another name and never written twice, so an open segment stays
/// what it was whatever happens to its name.
public final class Segment {
    private final String name;
    private final MemorySegment bytes;
    private final int fingers;
    private final int postings;
    private final int keyBits;
    private final MemorySegment lists;
    private final MemorySegment ids;
    private final MemorySegment low;
    private final MemorySegment high;
    private final int[] offsets;
    private final MemorySegment records;
    private final MemorySegment subjects;
    private final long[] starts = new long[SECTIONS];
    private final int[] sums;
    private final MemorySegment header;
    // one bit per block that has been found good; null where the bytes never left this process
    private final @Nullable AtomicLongArray checked;

    // Kept open to ask how long it is: its owner may cut it short, and reading mapped pages that
    // are
    // gone kills a JVM in some of its intrinsics. Closed with this object by the collector.
    private final @Nullable RandomAccessFile file;

    private Segment(
            String name,
            MemorySegment bytes,
            Projection projection,
            @Nullable RandomAccessFile file) {
        this.name = name;
        this.file = file;
        this.bytes = bytes;
        header = MemorySegment.ofArray(bytes.asSlice(0, HEADER).toArray(BYTE));
        checkHeader(projection);
        fingers = header.get(INT, AT_FINGERS);
        postings = header.get(INT, AT_POSTINGS);
        keyBits = header.get(INT, AT_KEY_BITS);
        expect(fingers >= 0 && fingers <= MOST_FINGERS, "number of fingers");
        expect(postings >= 0 && postings <= 255L * fingers, "number of minutiae");
        expect(keyBits >= 1 && keyBits <= Projection.KEY_BITS, "length of keys");
        lists = section(LISTS, 4L * ((1L << keyBits) * SECTORS + 1));
        ids = section(IDS, 4L * postings);
        low = section(LOW, 8L * postings);
        high = section(HIGH, 8L * postings);
        MemorySegment places = section(OFFSETS, 4L * (fingers + 1L));
        records = section(FINGERS, -1);
        subjects = section(SUBJECTS, 8L * fingers);
        MemorySegment table = section(SUMS, 4 * ((start(SUMS) - HEADER + BLOCK - 1) / BLOCK));
        sums = table.toArray(INT);
        expect(
                start(SUMS) + table.byteSize() == bytes.byteSize()
                        && checksum(MemorySegment.ofArray(table.toArray(BYTE)))
                                == header.get(INT, AT_SUMS_CHECKSUM),
                "table of checksums");
        checked = file != null ? new AtomicLongArray(sums.length / 64 + 1) : null;
        // What every search walks over is checked now, the rest when somebody comes by.
        verify(LISTS, 0, lists.byteSize());
        verify(OFFSETS, 0, places.byteSize());
        offsets = places.toArray(INT);
    }

    static Segment written(MemorySegment bytes, Projection projection) {
        return new Segment("a segment in memory", bytes, projection, null);
    }

    /// Opens a file.
    ///
    /// @throws IOException if it is not there or is damaged; the message names the file and the
    ///   part
    public static Segment open(Path file, Projection projection) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r");
        try {
            long length = opened.length();
            if (length < HEADER) {
                throw new IOException(
                        file + ": damaged (" + length + " bytes, a segment has more)");
            }
            MemorySegment mapped =
                    opened.getChannel().map(MapMode.READ_ONLY, 0, length, Arena.ofAuto());
            return new Segment(file.toString(), mapped, projection, opened);
        } catch (DamagedSegmentException e) {
            opened.close();
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /// Fails if the file has been cut short since it was opened. Once per search is cheap enough.
    void checkLength() {
        try {
            expect(
                    file == null || file.length() >= bytes.byteSize(),
                    "cut short while it was open");
        } catch (IOException e) {
            throw new DamagedSegmentException(
                    name + ": cannot be read any more: " + e.getMessage());
        }
    }

    private void checkHeader(Projection projection) {
        expect(header.get(LONG, AT_MAGIC) == MAGIC, "first bytes: this is no gallery segment");
        int version = header.get(INT, AT_VERSION);
        expect(version == VERSION, "version " + version + ", expected " + VERSION);
        byte[] without = header.toArray(BYTE);
        Arrays.fill(without, AT_CHECKSUM, AT_CHECKSUM + 4, (byte) 0);
        expect(
                checksum(MemorySegment.ofArray(without)) == header.get(INT, AT_CHECKSUM),
                "checksum of the header");
        expect(
                header.get(LONG, AT_LENGTH) == bytes.byteSize(),
                "length: the file has "
                        + bytes.byteSize()
                        + " bytes, expected "
                        + header.get(LONG, AT_LENGTH));
        expect(
                header.get(LONG, AT_PROJECTION) == projection.identity(),
                "projection: written with another one");
    }

    private void expect(boolean truth, String what) {
        if (!truth) {
            throw new DamagedSegmentException(
                    name + ": damaged (" + what + "); build the gallery again from its source");
        }
    }

    private long start(int section) {
        return header.get(LONG, AT_SECTIONS + 16L * section);
    }

    private MemorySegment section(int section, long expected) {
        long from = start(section);
        long size = header.get(LONG, AT_SECTIONS + 16L * section + 8);
        expect(
                from >= HEADER
                        && size >= 0
                        && from <= bytes.byteSize() - size
                        && (expected < 0 || size == expected),
                "place of section " + section);
        starts[section] = from;
        return bytes.asSlice(from, size);
    }

    /// Checks the blocks under a part of a section, once.
    private void verify(int section, long from, long to) {
        AtomicLongArray bits = checked;
        if (bits == null || to <= from) {
            return;
        }
        long last = (starts[section] + to - 1 - HEADER) / BLOCK;
        for (long b = (starts[section] + from - HEADER) / BLOCK; b <= last; b++) {
            int word = (int) (b >>> 6);
            if ((bits.getPlain(word) >>> b & 1) == 0) {
                checkLength();
                long at = HEADER + b * BLOCK;
                int length = (int) Math.min(BLOCK, starts[SUMS] - at);
                // Through the heap: a lost page is an InternalError in a copy, but a crash in the
                // checksum's own machine code.
                byte[] block = bytes.asSlice(at, length).toArray(BYTE);
                expect(
                        checksum(MemorySegment.ofArray(block)) == sums[(int) b],
                        "block " + b + " of " + sums.length);
                bits.getAndAccumulate(word, 1L << b, (x, y) -> x | y);
            }
        }
    }

    /// Reads every block, as an operator's check does.
    ///
    /// @throws DamagedSegmentException names the first block that is not what was written
    public void verifyAll() {
        verify(LISTS, 0, start(SUMS) - starts[LISTS]);
    }

    public int fingers() {
        return fingers;
    }

    public long byteSize() {
        return bytes.byteSize();
    }

    int keyBits() {
        return keyBits;
    }

    /// How many minutiae its fingers have together.
    int postings() {
        return postings;
    }

    /// Where the postings of a key begin, sector by sector of direction.
    ///
    /// @param into 33: 32 beginnings and the end
    void starts(int key, int[] into) {
        MemorySegment.copy(lists, INT, 4L * key * SECTORS, into, 0, SECTORS + 1);
    }

    /// Walks over postings of one key whose directions lie in neighbouring sectors.
    ///
    /// @param starts of the key, from [#starts]
    /// @param toSector behind the last
    void scan(int[] starts, int firstSector, int toSector, Scan into) {
        int from = starts[firstSector];
        int to = starts[toSector];
        expect(from >= 0 && from <= to && to <= postings, "a list's place");
        if (from < to) {
            verify(LOW, 8L * from, 8L * to);
            verify(HIGH, 8L * from, 8L * to);
            verify(IDS, 4L * from, 4L * to);
            into.run(low, high, ids, starts, firstSector, from, to);
        }
    }

    /// How many minutiae a finger has, as far as the length of its record tells: the subject's
    /// length makes it up to two too many. Cheap, because the record is not touched.
    int roughCount(int finger) {
        int words = offsets[finger + 1] - offsets[finger];
        return Math.clamp((words * 8L - RECORD_HEADER - 16) / 26, 1, 255);
    }

    /// @return a copy of what is known of a finger; its blocks are good
    FingerRecord record(int finger) {
        if (finger < 0 || finger >= fingers) {
            throw new DamagedSegmentException(
                    name + ": damaged (finger " + finger + " of " + fingers + ")");
        }
        long from = (offsets[finger] & 0xFFFFFFFFL) << 3;
        long to = (offsets[finger + 1] & 0xFFFFFFFFL) << 3;
        expect(
                from < to && to - from <= LONGEST_RECORD && to <= records.byteSize(),
                "place of finger " + finger);
        verify(FINGERS, from, to);
        long[] words = new long[(int) ((to - from) >> 3)];
        MemorySegment.copy(records, LONG, from, words, 0, words.length);
        FingerRecord record = new FingerRecord(words);
        expect(record.fits(), "length of finger " + finger);
        return record;
    }

    /// The fingers of a person, in no particular order.
    ///
    /// @param subject 1 to 64 bytes
    public List<Integer> fingersOf(byte[] subject) {
        int wanted = hash(subject);
        int low = 0;
        int high = fingers;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Integer.compareUnsigned(subjectHashAt(middle), wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<Integer> found = new ArrayList<>();
        for (int i = low; i < fingers && subjectHashAt(i) == wanted; i++) {
            int finger = subjectAt(i)[1];
            if (Arrays.equals(record(finger).subject(), subject)) {
                found.add(finger);
            }
        }
        return found;
    }

    private int subjectHashAt(int i) {
        return subjectAt(i)[0];
    }

    /// Hash and finger.
    private int[] subjectAt(int i) {
        verify(SUBJECTS, 8L * i, 8L * i + 8);
        int[] both = new int[2];
        MemorySegment.copy(subjects, INT, 8L * i, both, 0, 2);
        return both;
    }

    /// Appends the fingers that are not removed to a new segment, without describing them again.
    public void copyTo(SegmentBuilder builder, BitSet removed, Runnable courtesy) {
        int[] first = new int[fingers + 1];
        for (int f = 0; f < fingers; f++) {
            first[f + 1] = first[f] + record(f).count();
        }
        expect(first[fingers] == postings, "number of minutiae");
        long[] halves = new long[2 * postings];
        verify(IDS, 0, ids.byteSize());
        verify(LOW, 0, low.byteSize());
        verify(HIGH, 0, high.byteSize());
        int[] someIds = new int[COPIED_AT_ONCE];
        long[] someLow = new long[COPIED_AT_ONCE];
        long[] someHigh = new long[COPIED_AT_ONCE];
        for (int from = 0; from < postings; from += COPIED_AT_ONCE) {
            int size = Math.min(COPIED_AT_ONCE, postings - from);
            MemorySegment.copy(ids, INT, 4L * from, someIds, 0, size);
            MemorySegment.copy(low, LONG, 8L * from, someLow, 0, size);
            MemorySegment.copy(high, LONG, 8L * from, someHigh, 0, size);
            for (int p = 0; p < size; p++) {
                int finger = someIds[p] >>> 8;
                expect(finger < fingers, "finger in a list");
                int to = first[finger] + (someIds[p] & 0xFF);
                expect(to < first[finger + 1], "minutia in a list");
                halves[2 * to] = someLow[p];
                halves[2 * to + 1] = someHigh[p];
            }
            courtesy.run();
        }
        for (int f = 0; f < fingers; f++) {
            if (!removed.get(f)) {
                builder.add(entry(f, halves, first[f]));
            }
            if ((f & 0xFF) == 0) {
                courtesy.run();
            }
        }
    }

    private static final int COPIED_AT_ONCE = 1 << 13;

    private Entry entry(int finger, long[] halves, int first) {
        FingerRecord record = record(finger);
        int count = record.count();
        Descriptors described = new Descriptors(count);
        for (int i = 0; i < count; i++) {
            described.set(
                    i,
                    record.key(i),
                    halves[2 * (first + i)],
                    halves[2 * (first + i) + 1],
                    record.code(i, 2),
                    record.code(i, 3));
        }
        return new Entry(record.subject(), record.position(), record.minutiae(), described);
    }
}
