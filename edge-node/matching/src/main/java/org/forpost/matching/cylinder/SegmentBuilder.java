package org.forpost.matching.cylinder;

import static org.forpost.matching.cylinder.SegmentFormat.*;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lays down described fingers as a [Segment], in memory or in a file. Holds everything until then:
/// about 2 kB per finger. Not safe for several threads.
public final class SegmentBuilder {
    private final Projection projection;
    private final Runnable courtesy;
    private final List<byte[]> records = new ArrayList<>();
    private final List<byte[]> subjects = new ArrayList<>();
    private final Growing postings = new Growing();
    private long recordBytes;

    /// @param courtesy called often, for a background build to step aside while somebody searches
    public SegmentBuilder(Projection projection, Runnable courtesy) {
        this.projection = projection;
        this.courtesy = courtesy;
    }

    public int fingers() {
        return records.size();
    }

    /// Appends a finger.
    public void add(Entry entry) {
        Descriptors described = entry.descriptors;
        int count = described.count();
        if (records.size() >= MOST_FINGERS) {
            throw new IllegalStateException("a segment holds at most " + MOST_FINGERS + " fingers");
        }
        byte[] bytes = new byte[(int) recordLength(count, entry.subject.length)];
        MemorySegment record = MemorySegment.ofArray(bytes);
        record.set(BYTE, 0, (byte) count);
        record.set(BYTE, 1, (byte) entry.position);
        record.set(SHORT, 2, (short) entry.minutiae.width());
        record.set(SHORT, 4, (short) entry.minutiae.height());
        record.set(BYTE, 6, (byte) entry.subject.length);
        long keys = RECORD_HEADER + 24L * count;
        for (int i = 0; i < count; i++) {
            float direction = entry.minutiae.direction()[i];
            long packed =
                    pack(
                            entry.minutiae.x()[i],
                            entry.minutiae.y()[i],
                            entry.minutiae.bifurcation()[i],
                            direction);
            record.set(LONG, RECORD_HEADER + 8L * i, packed);
            record.set(LONG, RECORD_HEADER + 8L * count + 16L * i, described.code(i, 2));
            record.set(LONG, RECORD_HEADER + 8L * count + 16L * i + 8, described.code(i, 3));
            record.set(SHORT, keys + 2L * i, (short) described.key(i));
            postings.add(
                    described.key(i) << 8 | fine(direction),
                    records.size() << 8 | i,
                    described.code(i, 0),
                    described.code(i, 1));
        }
        MemorySegment.copy(entry.subject, 0, record, BYTE, keys + 2L * count, entry.subject.length);
        records.add(bytes);
        subjects.add(entry.subject);
        recordBytes += bytes.length;
    }

    /// Lists of some 600 postings, 16 bits for a million fingers; but a small gallery must not
    /// carry a table for a large one.
    private int keyBits() {
        int lists = Math.max(1, postings.size / 512);
        return Math.clamp(32 - Integer.numberOfLeadingZeros(lists), 1, Projection.KEY_BITS);
    }

    /// A segment that lives as long as somebody refers to it.
    public Segment inMemory() {
        Plan plan = new Plan();
        MemorySegment bytes = Arena.ofAuto().allocate(plan.length, 8);
        lay(plan, bytes);
        return Segment.written(bytes, projection);
    }

    /// A segment in a new file, which is on the disk when this returns. Another name is used until
    /// then, so that nobody ever opens half a segment.
    public void writeTo(Path file) throws IOException {
        Plan plan = new Plan();
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (FileChannel channel =
                        FileChannel.open(
                                draft,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                Arena arena = Arena.ofShared()) {
            // Reserve the space now: writing into a mapped hole of a full disk is a SIGBUS.
            reserve(channel, plan.length);
            MemorySegment bytes = channel.map(MapMode.READ_WRITE, 0, plan.length, arena);
            lay(plan, bytes);
            bytes.force();
            channel.force(true);
        }
        Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private void reserve(FileChannel channel, long length) throws IOException {
        java.nio.ByteBuffer zeros = java.nio.ByteBuffer.allocate(1 << 20);
        for (long at = 0; at < length; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
            at += channel.write(zeros, at);
            courtesy.run();
        }
    }

    /// Where each section goes.
    private final class Plan {
        final int bits = keyBits();
        final long[] offset = new long[SECTIONS];
        final long[] size = new long[SECTIONS];
        final long length;

        Plan() {
            size[LISTS] = 4L * ((1L << bits) * SECTORS + 1);
            size[IDS] = 4L * postings.size;
            size[LOW] = 8L * postings.size;
            size[HIGH] = 8L * postings.size;
            size[OFFSETS] = 4L * (records.size() + 1L);
            size[FINGERS] = recordBytes;
            size[SUBJECTS] = 8L * records.size();
            long at = HEADER;
            for (int s = 0; s < SUMS; s++) {
                offset[s] = at;
                at = (at + size[s] + 63) & ~63L;
            }
            offset[SUMS] = at;
            size[SUMS] = 4 * ((at - HEADER + BLOCK - 1) / BLOCK);
            length = at + size[SUMS];
        }

        MemorySegment section(MemorySegment bytes, int s) {
            return bytes.asSlice(offset[s], size[s]);
        }
    }

    private void lay(Plan plan, MemorySegment bytes) {
        layPostings(plan, bytes);
        layFingers(plan, bytes);
        laySubjects(plan.section(bytes, SUBJECTS));
        MemorySegment sums = plan.section(bytes, SUMS);
        for (long b = 0; b < plan.size[SUMS] / 4; b++) {
            long from = HEADER + b * BLOCK;
            long to = Math.min(from + BLOCK, plan.offset[SUMS]);
            sums.setAtIndex(INT, b, checksum(bytes.asSlice(from, to - from)));
            courtesy.run();
        }
        bytes.set(LONG, AT_MAGIC, MAGIC);
        bytes.set(INT, AT_VERSION, VERSION);
        bytes.set(LONG, AT_LENGTH, plan.length);
        bytes.set(INT, AT_FINGERS, records.size());
        bytes.set(INT, AT_POSTINGS, postings.size);
        bytes.set(INT, AT_KEY_BITS, plan.bits);
        bytes.set(INT, AT_SUMS_CHECKSUM, checksum(sums));
        bytes.set(LONG, AT_PROJECTION, projection.identity());
        for (int s = 0; s < SECTIONS; s++) {
            bytes.set(LONG, AT_SECTIONS + 16L * s, plan.offset[s]);
            bytes.set(LONG, AT_SECTIONS + 16L * s + 8, plan.size[s]);
        }
        bytes.set(INT, AT_CHECKSUM, 0);
        bytes.set(INT, AT_CHECKSUM, checksum(bytes.asSlice(0, HEADER)));
    }

    /// Counting sort by key and sector.
    private void layPostings(Plan plan, MemorySegment bytes) {
        int shift = Projection.KEY_BITS - plan.bits;
        int[] next = new int[(1 << plan.bits) * SECTORS + 1];
        for (int p = 0; p < postings.size; p++) {
            next[list(postings.place(p), shift) + 1]++;
        }
        MemorySegment lists = plan.section(bytes, LISTS);
        for (int l = 1; l < next.length; l++) {
            next[l] += next[l - 1];
        }
        MemorySegment.copy(next, 0, lists, INT, 0, next.length);
        MemorySegment ids = plan.section(bytes, IDS);
        MemorySegment low = plan.section(bytes, LOW);
        MemorySegment high = plan.section(bytes, HIGH);
        for (int p = 0; p < postings.size; p++) {
            long to = next[list(postings.place(p), shift)]++;
            ids.setAtIndex(INT, to, postings.id(p));
            low.setAtIndex(LONG, to, postings.low(p));
            high.setAtIndex(LONG, to, postings.high(p));
            if ((p & 0xFFF) == 0) {
                courtesy.run();
            }
        }
    }

    private static int list(int place, int shift) {
        return (place >>> 8 >>> shift) * SECTORS + (place & 0xFF) / (256 / SECTORS);
    }

    private void layFingers(Plan plan, MemorySegment bytes) {
        MemorySegment offsets = plan.section(bytes, OFFSETS);
        MemorySegment fingers = plan.section(bytes, FINGERS);
        long at = 0;
        for (int f = 0; f < records.size(); f++) {
            byte[] record = records.get(f);
            offsets.setAtIndex(INT, f, (int) (at >>> 3));
            MemorySegment.copy(record, 0, fingers, BYTE, at, record.length);
            at += record.length;
            if ((f & 0x3F) == 0) {
                courtesy.run();
            }
        }
        offsets.setAtIndex(INT, records.size(), (int) (at >>> 3));
    }

    private void laySubjects(MemorySegment section) {
        long[] sorted = new long[subjects.size()];
        for (int f = 0; f < sorted.length; f++) {
            sorted[f] = (hash(subjects.get(f)) & 0xFFFFFFFFL) << 31 | f;
        }
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            section.setAtIndex(INT, 2L * i, (int) (sorted[i] >>> 31));
            section.setAtIndex(INT, 2L * i + 1, (int) sorted[i] & 0x7FFFFFFF);
        }
    }

    /// Postings in order of arrival, in chunks that never move.
    private static final class Growing {
        private static final int CHUNK = 1 << 16;
        private final List<int[]> places = new ArrayList<>();
        private final List<long[]> codes = new ArrayList<>();
        int size;

        void add(int place, int id, long low, long high) {
            int in = size & (CHUNK - 1);
            if (in == 0) {
                places.add(new int[2 * CHUNK]);
                codes.add(new long[2 * CHUNK]);
            }
            places.getLast()[2 * in] = place;
            places.getLast()[2 * in + 1] = id;
            codes.getLast()[2 * in] = low;
            codes.getLast()[2 * in + 1] = high;
            size++;
        }

        int place(int p) {
            return places.get(p >>> 16)[2 * (p & (CHUNK - 1))];
        }

        int id(int p) {
            return places.get(p >>> 16)[2 * (p & (CHUNK - 1)) + 1];
        }

        long low(int p) {
            return codes.get(p >>> 16)[2 * (p & (CHUNK - 1))];
        }

        long high(int p) {
            return codes.get(p >>> 16)[2 * (p & (CHUNK - 1)) + 1];
        }
    }
}
