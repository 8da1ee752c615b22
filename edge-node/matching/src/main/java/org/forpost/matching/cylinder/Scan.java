package org.forpost.matching.cylinder;

import static org.forpost.matching.cylinder.SegmentFormat.BYTE;
import static org.forpost.matching.cylinder.SegmentFormat.INT;
import static org.forpost.matching.cylinder.SegmentFormat.LONG;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The inner loop of a search: compares one minutia of the probe with the postings of a list. This
/// is where most of the time goes.
final class Scan {
    /// Asked in this order, because without the module the class [Wide] cannot even be loaded.
    private static final boolean EIGHT_AT_ONCE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Wide.native512();

    private final long low;
    private final long high;
    private final int direction;
    private final int turn;
    private int farthest;
    private final int probeMinutia;
    private final Hits hits;
    private long postings;

    /// @param direction of the probe's minutia, 256 to the circle
    /// @param turn the largest rotation either way, 256 to the circle
    Scan(long low, long high, int direction, int turn, int farthest, int probeMinutia, Hits hits) {
        this.low = low;
        this.high = high;
        this.direction = direction;
        this.turn = turn;
        this.farthest = farthest;
        this.probeMinutia = probeMinutia;
        this.hits = hits;
    }

    /// Between two lists: a minutia of a common kind would bring up half of the gallery, tell
    /// nothing and cost everything. Where its hits are too many it becomes choosier.
    void restrain(int mostHits) {
        if (hits.size() > mostHits) {
            farthest = hits.keepNearest(mostHits / 2);
        }
    }

    /// How many postings have been read.
    long postings() {
        return postings;
    }

    void run(
            MemorySegment lows,
            MemorySegment highs,
            MemorySegment ids,
            MemorySegment directions,
            int from,
            int to) {
        postings += to - from;
        int p = from;
        if (EIGHT_AT_ONCE) {
            p = Wide.run(this, lows, highs, ids, directions, from, to);
        }
        for (; p < to; p++) {
            int distance =
                    Long.bitCount(lows.getAtIndex(LONG, p) ^ low)
                            + Long.bitCount(highs.getAtIndex(LONG, p) ^ high);
            if (distance <= farthest) {
                hit(ids, directions, p, distance);
            }
        }
    }

    private void hit(MemorySegment ids, MemorySegment directions, int p, int distance) {
        int rotation = (byte) (directions.get(BYTE, p) - direction);
        if (Math.abs(rotation) <= turn) {
            hits.add(ids.getAtIndex(INT, p), probeMinutia, rotation, distance);
        }
    }

    /// Eight postings at a time where the processor counts bits of eight longs at once (AVX-512
    /// with VPOPCNTDQ). With AVX2 the plain loop measured faster, because there vectors count bits
    /// by table.
    private static final class Wide {
        private static final VectorSpecies<Long> EIGHT = LongVector.SPECIES_512;

        static boolean native512() {
            return LongVector.SPECIES_PREFERRED.length() == EIGHT.length();
        }

        static int run(
                Scan scan,
                MemorySegment lows,
                MemorySegment highs,
                MemorySegment ids,
                MemorySegment directions,
                int from,
                int to) {
            LongVector low = LongVector.broadcast(EIGHT, scan.low);
            LongVector high = LongVector.broadcast(EIGHT, scan.high);
            int p = from;
            for (; p <= to - 8; p += 8) {
                LongVector distance = count(lows, p, low).add(count(highs, p, high));
                long near = distance.compare(VectorOperators.LE, scan.farthest).toLong();
                while (near != 0) {
                    int lane = Long.numberOfTrailingZeros(near);
                    near &= near - 1;
                    int at = p + lane;
                    int exact =
                            Long.bitCount(lows.getAtIndex(LONG, at) ^ scan.low)
                                    + Long.bitCount(highs.getAtIndex(LONG, at) ^ scan.high);
                    scan.hit(ids, directions, at, exact);
                }
            }
            return p;
        }

        private static LongVector count(MemorySegment plane, int p, LongVector wanted) {
            return LongVector.fromMemorySegment(EIGHT, plane, 8L * p, ByteOrder.LITTLE_ENDIAN)
                    .lanewise(VectorOperators.XOR, wanted)
                    .lanewise(VectorOperators.BIT_COUNT);
        }
    }
}
