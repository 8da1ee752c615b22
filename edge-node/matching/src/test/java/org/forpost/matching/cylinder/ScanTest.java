package org.forpost.matching.cylinder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// The fast way through the lists finds what the obvious one finds, whatever vectors the machine
/// has, and distances mean what they say.
final class ScanTest {

    private static float[] values(Random random) {
        float[] values = new float[Projection.CODE_BITS];
        for (int b = 0; b < values.length; b++) {
            values[b] = (float) random.nextGaussian();
        }
        return values;
    }

    /// A code some of whose bits differ.
    private static long near(long code, double different, Random random) {
        long changed = code;
        for (int b = 0; b < 64; b++) {
            changed ^= random.nextDouble() < different ? 1L << b : 0;
        }
        return changed;
    }

    @RepeatedTest(20)
    void whatIsNearEnoughIsFoundAndNothingElse(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        // More than one block, and no multiple of what is compared at once.
        int postings = 1 + random.nextInt(5000);
        int from = random.nextInt(postings);
        int to = from + random.nextInt(postings - from + 1);
        long low = random.nextLong();
        long high = random.nextLong();
        Margins margins = new Margins(values(random), 0);
        int farthest = 20 + random.nextInt(40);
        int limit = 60 + random.nextInt(120);
        int direction = random.nextInt(256);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment lows = arena.allocate(8L * postings, 8);
            MemorySegment highs = arena.allocate(8L * postings, 8);
            MemorySegment ids = arena.allocate(4L * postings, 8);
            for (int p = 0; p < postings; p++) {
                lows.setAtIndex(SegmentFormat.LONG, p, near(low, 0.3, random));
                highs.setAtIndex(SegmentFormat.LONG, p, near(high, 0.3, random));
                ids.setAtIndex(SegmentFormat.INT, p, random.nextInt(1 << 23) << 8 | (p & 0xFF));
            }
            // The range reaches from one sector of the list into others.
            int[] starts = new int[SegmentFormat.SECTORS + 1];
            for (int s = 1; s < starts.length; s++) {
                starts[s] = random.nextInt(postings + 1);
            }
            Arrays.sort(starts);
            starts[SegmentFormat.SECTORS] = postings;
            int firstSector = sector(starts, from);
            List<Long> expected = new ArrayList<>();
            for (int p = from; p < to; p++) {
                long first = lows.getAtIndex(SegmentFormat.LONG, p) ^ low;
                long second = highs.getAtIndex(SegmentFormat.LONG, p) ^ high;
                int bits = Long.bitCount(first) + Long.bitCount(second);
                int distance = margins.distance(first, second);
                if (bits <= farthest && distance <= limit) {
                    Hits one = new Hits();
                    int rotation = (byte) (SegmentFormat.middle(sector(starts, p)) - direction);
                    one.add(ids.getAtIndex(SegmentFormat.INT, p), 7, rotation, bits, distance);
                    expected.add(one.get(0));
                }
            }
            Hits hits = new Hits();
            Scan scan = new Scan(low, high, margins, direction, farthest, limit, 7, hits);
            scan.run(lows, highs, ids, starts, firstSector, from, to);
            List<Long> found = new ArrayList<>();
            for (int h = 0; h < hits.size(); h++) {
                found.add(hits.get(h));
            }
            assertEquals(expected, found);
            assertEquals(to - from, scan.postings());
        }
    }

    private static int sector(int[] starts, int posting) {
        int sector = 0;
        while (starts[sector + 1] <= posting) {
            sector++;
        }
        return sector;
    }

    @RepeatedTest(10)
    void aDistanceIsTheSumOfTheMarginsOfTheBitsThatDiffer(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        float[] values = values(random);
        int start = random.nextBoolean() ? 0 : Projection.CODE_BITS / 2;
        double all = 0;
        for (int b = start; b < start + 128; b++) {
            all += Math.abs(values[b]);
        }
        Margins margins = new Margins(values, start);
        for (int i = 0; i < 200; i++) {
            long low = near(0, 0.3 * random.nextDouble(), random);
            long high = near(0, 0.3 * random.nextDouble(), random);
            double sum = 0;
            for (int b = 0; b < 64; b++) {
                sum += (low >>> b & 1) != 0 ? Math.abs(values[start + b]) : 0;
                sum += (high >>> b & 1) != 0 ? Math.abs(values[start + 64 + b]) : 0;
            }
            double expected = Math.min(Margins.FARTHEST, 4 * (14.1 + 0.866 * sum / (all / 128)));
            assertEquals(expected, margins.distance(low, high), 1.5);
        }
    }

    @Test
    void theNearestHitsAreKeptAndFallIntoTheBucketsOfTheirFingers() {
        Random random = new Random(3);
        Hits hits = new Hits();
        List<Integer> distances = new ArrayList<>();
        for (int h = 0; h < 10_000; h++) {
            int distance = random.nextInt(256);
            distances.add(distance);
            hits.add(random.nextInt(5000) << 8, 1, 0, 30, distance);
        }
        Collections.sort(distances);
        int limit = hits.keepNearest(2000);
        assertTrue(hits.size() <= 2000);
        assertTrue(hits.size() > 1900, "as many as there is room for");
        assertTrue(limit <= distances.get(2000));
        int width = 4000 / 8 + 1;
        hits.intoBuckets(8, width, 4000);
        assertEquals(hits.size(), hits.start(8), "fingers that are not there are dropped");
        for (int b = 0; b < 8; b++) {
            for (int h = hits.start(b); h < hits.start(b + 1); h++) {
                assertEquals(b, Hits.finger(hits.get(h)) / width);
            }
        }
    }
}
