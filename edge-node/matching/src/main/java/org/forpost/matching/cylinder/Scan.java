package org.forpost.matching.cylinder;

import static org.forpost.matching.cylinder.SegmentFormat.INT;
import static org.forpost.matching.cylinder.SegmentFormat.LONG;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The inner loop of a search: compares one minutia of the probe with the postings of a list. This
/// is where most of the time goes.
final class Scan {
    /// Asked in this order, because without the module the class [Wide] cannot even be loaded.
    private static final boolean EIGHT_AT_ONCE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Wide.native512();

    /// Postings at a time, whose codes are still in the processor's first cache at the second look.
    private static final int BLOCK = 1024;

    private final long low;
    private final long high;
    private final Margins margins;
    private final int direction;
    private final int farthest;
    private int limit;
    private final int probeMinutia;
    private final Hits hits;
    private final int[] near = new int[BLOCK + 8];
    private final long[] lows = new long[BLOCK];
    private final long[] highs = new long[BLOCK];
    private final int[] ids = new int[BLOCK];
    private long postings;

    /// @param direction of the probe's minutia, 256 to the circle
    /// @param farthest by Hamming's distance, 0 to 128
    /// @param limit by the probe's margins, 0 to [Margins#FARTHEST]
    Scan(
            long low,
            long high,
            Margins margins,
            int direction,
            int farthest,
            int limit,
            int probeMinutia,
            Hits hits) {
        this.low = low;
        this.high = high;
        this.margins = margins;
        this.direction = direction;
        this.farthest = farthest;
        this.limit = limit;
        this.probeMinutia = probeMinutia;
        this.hits = hits;
    }

    /// Between two lists: a minutia of a common kind would bring up half of the gallery, tell
    /// nothing and cost everything. Where its hits are too many it becomes choosier.
    void restrain(int most) {
        if (hits.size() > 2 * most) {
            limit = hits.keepNearest(most);
        }
    }

    /// After the last list.
    void settle(int most) {
        if (hits.size() > most) {
            limit = hits.keepNearest(most);
        }
    }

    /// @return no farther hits are left
    int limit() {
        return limit;
    }

    /// How many postings have been read.
    long postings() {
        return postings;
    }

    /// Reads a part of the lists.
    ///
    /// @param starts where each sector of the list begins, and the end
    /// @param firstSector the one that `from` is in
    void run(
            MemorySegment lowPlane,
            MemorySegment highPlane,
            MemorySegment idPlane,
            int[] starts,
            int firstSector,
            int from,
            int to) {
        postings += to - from;
        int sector = firstSector;
        for (int block = from; block < to; block += BLOCK) {
            int size = Math.min(BLOCK, to - block);
            MemorySegment.copy(lowPlane, LONG, 8L * block, lows, 0, size);
            MemorySegment.copy(highPlane, LONG, 8L * block, highs, 0, size);
            int count = EIGHT_AT_ONCE ? Wide.collect(this, size) : collect(0, size, 0);
            int kept = keepNear(count);
            if (kept > 0) {
                int first = near[0];
                int span = near[kept - 1] - first + 1;
                MemorySegment.copy(idPlane, INT, 4L * (block + first), ids, 0, span);
                for (int n = 0; n < kept; n++) {
                    int p = near[n];
                    while (block + p >= starts[sector + 1]) {
                        sector++;
                    }
                    int rotation = (byte) (SegmentFormat.middle(sector) - direction);
                    int bits = Long.bitCount(lows[p] ^ low) + Long.bitCount(highs[p] ^ high);
                    hits.add(ids[p - first], probeMinutia, rotation, bits, distances[n]);
                }
            }
        }
    }

    private final int[] distances = new int[BLOCK];

    /// Of those found near, the ones that the probe's margins find near as well.
    private int keepNear(int count) {
        int kept = 0;
        for (int n = 0; n < count; n++) {
            int p = near[n];
            int distance = margins.distance(lows[p] ^ low, highs[p] ^ high);
            near[kept] = p;
            distances[kept] = distance;
            kept += distance <= limit ? 1 : 0;
        }
        return kept;
    }

    /// Without a branch on what is found, which would be mispredicted every tenth time.
    private int collect(int from, int to, int found) {
        int count = found;
        for (int p = from; p < to; p++) {
            int distance = Long.bitCount(lows[p] ^ low) + Long.bitCount(highs[p] ^ high);
            near[count] = p;
            count += distance <= farthest ? 1 : 0;
        }
        return count;
    }

    /// Eight postings at a time where the processor counts bits of eight longs at once (AVX-512
    /// with VPOPCNTDQ). With AVX2 the plain loop measured faster, because there vectors count bits
    /// by table.
    private static final class Wide {
        private static final VectorSpecies<Long> EIGHT = LongVector.SPECIES_512;
        private static final VectorSpecies<Integer> PLACES = IntVector.SPECIES_256;
        private static final IntVector NEXT = IntVector.zero(PLACES).addIndex(1);

        static boolean native512() {
            return LongVector.SPECIES_PREFERRED.length() == EIGHT.length();
        }

        static int collect(Scan scan, int size) {
            LongVector low = LongVector.broadcast(EIGHT, scan.low);
            LongVector high = LongVector.broadcast(EIGHT, scan.high);
            int[] near = scan.near;
            int count = 0;
            int p = 0;
            for (; p <= size - 8; p += 8) {
                LongVector distance = count(scan.lows, p, low).add(count(scan.highs, p, high));
                VectorMask<Long> mask = distance.compare(VectorOperators.LE, scan.farthest);
                NEXT.add(p).compress(mask.cast(PLACES)).intoArray(near, count);
                count += mask.trueCount();
            }
            return scan.collect(p, size, count);
        }

        private static LongVector count(long[] plane, int p, LongVector wanted) {
            return LongVector.fromArray(EIGHT, plane, p)
                    .lanewise(VectorOperators.XOR, wanted)
                    .lanewise(VectorOperators.BIT_COUNT);
        }
    }
}
