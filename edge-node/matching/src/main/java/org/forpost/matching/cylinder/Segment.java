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
import org.forpost.matching.sourceafis.Minutiae;
import org.jspecify.annotations.Nullable;

/// An immutable part of a gallery: fingers, and the lists that find them. See [SegmentFormat] for
/// the bytes. Safe for several threads; unmapped when nobody refers to it any more.
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
    private final MemorySegment offsets;
    private final MemorySegment records;
    private final MemorySegment subjects;
    private final long[] starts = new long[SECTIONS];
    private final MemorySegment sums;
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
        checkHeader(projection);
        fingers = bytes.get(INT, AT_FINGERS);
        postings = bytes.get(INT, AT_POSTINGS);
        keyBits = bytes.get(INT, AT_KEY_BITS);
        expect(fingers >= 0 && fingers <= MOST_FINGERS, "number of fingers");
        expect(postings >= 0 && postings <= 255L * fingers, "number of minutiae");
        expect(keyBits >= 1 && keyBits <= Projection.KEY_BITS, "length of keys");
        lists = section(LISTS, 4L * ((1L << keyBits) * SECTORS + 1));
        ids = section(IDS, 4L * postings);
        low = section(LOW, 8L * postings);
        high = section(HIGH, 8L * postings);
        offsets = section(OFFSETS, 4L * (fingers + 1L));
        records = section(FINGERS, -1);
        subjects = section(SUBJECTS, 8L * fingers);
        sums = section(SUMS, 4 * ((start(SUMS) - HEADER + BLOCK - 1) / BLOCK));
        expect(
                start(SUMS) + sums.byteSize() == bytes.byteSize()
                        && checksum(sums) == bytes.get(INT, AT_SUMS_CHECKSUM),
                "table of checksums");
        checked = file != null ? new AtomicLongArray((int) (sums.byteSize() / 4 / 64) + 1) : null;
        // What every search walks over is checked now, the rest when somebody comes by.
        verify(LISTS, 0, lists.byteSize());
        verify(OFFSETS, 0, offsets.byteSize());
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
        expect(bytes.get(LONG, AT_MAGIC) == MAGIC, "first bytes: this is no gallery segment");
        int version = bytes.get(INT, AT_VERSION);
        expect(version == VERSION, "version " + version + ", expected " + VERSION);
        byte[] header = bytes.asSlice(0, HEADER).toArray(BYTE);
        Arrays.fill(header, AT_CHECKSUM, AT_CHECKSUM + 4, (byte) 0);
        expect(
                checksum(MemorySegment.ofArray(header)) == bytes.get(INT, AT_CHECKSUM),
                "checksum of the header");
        expect(
                bytes.get(LONG, AT_LENGTH) == bytes.byteSize(),
                "length: the file has "
                        + bytes.byteSize()
                        + " bytes, expected "
                        + bytes.get(LONG, AT_LENGTH));
        expect(
                bytes.get(LONG, AT_PROJECTION) == projection.identity(),
                "projection: written with another one");
    }

    private void expect(boolean truth, String what) {
        if (!truth) {
            throw new DamagedSegmentException(
                    name + ": damaged (" + what + "); build the gallery again from its source");
        }
    }

    private long start(int section) {
        return bytes.get(LONG, AT_SECTIONS + 16L * section);
    }

    private MemorySegment section(int section, long expected) {
        long from = start(section);
        long size = bytes.get(LONG, AT_SECTIONS + 16L * section + 8);
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
                        checksum(MemorySegment.ofArray(block)) == sums.getAtIndex(INT, b),
                        "block " + b + " of " + sums.byteSize() / 4);
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

    /// Where the postings of a key begin whose direction lies in a sector.
    ///
    /// @param sector 0 to 32, at which the last one's end
    int start(int key, int sector) {
        return lists.getAtIndex(INT, (long) key * SECTORS + sector);
    }

    /// Walks over postings of one key whose directions lie in neighbouring sectors.
    ///
    /// @param from what [#start] said of the first sector
    /// @param to of the one behind the last
    void scan(int key, int firstSector, int from, int to, Scan into) {
        expect(from >= 0 && from <= to && to <= postings, "list of key " + key);
        if (from < to) {
            verify(LOW, 8L * from, 8L * to);
            verify(HIGH, 8L * from, 8L * to);
            verify(IDS, 4L * from, 4L * to);
            into.run(
                    low,
                    high,
                    ids,
                    lists,
                    (long) key * SECTORS + firstSector,
                    firstSector,
                    from,
                    to);
        }
    }

    /// How many minutiae a finger has, as far as the length of its record tells: the subject's
    /// length makes it up to two too many. Cheap, because the record is not touched.
    int roughCount(int finger) {
        int words = offsets.getAtIndex(INT, finger + 1L) - offsets.getAtIndex(INT, finger);
        return Math.clamp((words * 8L - RECORD_HEADER - 16) / 26, 1, 255);
    }

    /// Whether a list may name this finger.
    boolean has(int finger) {
        return finger >= 0 && finger < fingers;
    }

    /// Where the record of a finger begins, in bytes; its blocks are good.
    long record(int finger) {
        if (finger < 0 || finger >= fingers) {
            throw new DamagedSegmentException(
                    name + ": damaged (finger " + finger + " of " + fingers + ")");
        }
        long from = (offsets.getAtIndex(INT, finger) & 0xFFFFFFFFL) << 3;
        long to = (offsets.getAtIndex(INT, finger + 1L) & 0xFFFFFFFFL) << 3;
        expect(from <= to - RECORD_HEADER && to <= records.byteSize(), "place of finger " + finger);
        verify(FINGERS, from, to);
        int count = records.get(BYTE, from) & 0xFF;
        int name = records.get(BYTE, from + 6) & 0xFF;
        expect(recordLength(count, name) == to - from, "length of finger " + finger);
        return from;
    }

    int count(long record) {
        return records.get(BYTE, record) & 0xFF;
    }

    int position(long record) {
        return records.get(BYTE, record + 1) & 0xFF;
    }

    long minutia(long record, int i) {
        return records.get(LONG, record + RECORD_HEADER + 8L * i);
    }

    /// @param word 2 or 3: the half of the code that does not stand in the lists
    long code(long record, int count, int i, int word) {
        return records.get(LONG, record + RECORD_HEADER + 8L * count + 16L * i + 8L * (word - 2));
    }

    int key(long record, int count, int i) {
        return records.get(SHORT, record + RECORD_HEADER + 24L * count + 2L * i) & 0xFFFF;
    }

    byte[] subject(long record) {
        int length = records.get(BYTE, record + 6) & 0xFF;
        long at = record + RECORD_HEADER + 26L * count(record);
        return records.asSlice(at, length).toArray(BYTE);
    }

    int subjectHash(long record) {
        return hash(subject(record));
    }

    /// @return the minutiae of a finger, as they were added
    Minutiae minutiae(long record) {
        int count = count(record);
        short[] x = new short[count];
        short[] y = new short[count];
        float[] direction = new float[count];
        boolean[] bifurcation = new boolean[count];
        for (int i = 0; i < count; i++) {
            long minutia = minutia(record, i);
            x[i] = (short) SegmentFormat.x(minutia);
            y[i] = (short) SegmentFormat.y(minutia);
            direction[i] = SegmentFormat.direction(minutia);
            bifurcation[i] = SegmentFormat.bifurcation(minutia);
        }
        int width = records.get(SHORT, record + 2) & 0xFFFF;
        int height = records.get(SHORT, record + 4) & 0xFFFF;
        return new Minutiae(width, height, x, y, direction, bifurcation);
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
            int finger = subjects.getAtIndex(INT, 2L * i + 1);
            if (Arrays.equals(subject(record(finger)), subject)) {
                found.add(finger);
            }
        }
        return found;
    }

    private int subjectHashAt(int i) {
        verify(SUBJECTS, 8L * i, 8L * i + 8);
        return subjects.getAtIndex(INT, 2L * i);
    }

    /// Appends the fingers that are not removed to a new segment, without describing them again.
    public void copyTo(SegmentBuilder builder, BitSet removed, Runnable courtesy) {
        int[] first = new int[fingers + 1];
        for (int f = 0; f < fingers; f++) {
            first[f + 1] = first[f] + count(record(f));
        }
        expect(first[fingers] == postings, "number of minutiae");
        long[] halves = new long[2 * postings];
        verify(IDS, 0, ids.byteSize());
        verify(LOW, 0, low.byteSize());
        verify(HIGH, 0, high.byteSize());
        for (int p = 0; p < postings; p++) {
            int id = ids.getAtIndex(INT, p);
            int finger = id >>> 8;
            expect(finger < fingers, "finger in a list");
            int to = first[finger] + (id & 0xFF);
            expect(to < first[finger + 1], "minutia in a list");
            halves[2 * to] = low.getAtIndex(LONG, p);
            halves[2 * to + 1] = high.getAtIndex(LONG, p);
            if ((p & 0xFFFF) == 0) {
                courtesy.run();
            }
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

    private Entry entry(int finger, long[] halves, int first) {
        long record = record(finger);
        int count = count(record);
        Descriptors described = new Descriptors(count);
        for (int i = 0; i < count; i++) {
            described.set(
                    i,
                    key(record, count, i),
                    halves[2 * (first + i)],
                    halves[2 * (first + i) + 1],
                    code(record, count, i, 2),
                    code(record, count, i, 3));
        }
        return new Entry(subject(record), position(record), minutiae(record), described);
    }
}
