package org.forpost.matching.cylinder;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The inner loops of a search, each on data of the size and likeness that it meets against a
/// million fingers. Run it with
///
/// `mvn -B -pl edge-node/matching test-compile`, then `java --add-modules jdk.incubator.vector -cp
/// … org.openjdk.jmh.Main InnerLoops`
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector"})
public class InnerLoops {
    /// Postings of one key within 60° of a direction, of a million fingers.
    private static final int LIST = 250;

    private static final int LISTS = 256;
    private static final int POSTINGS = LIST * LISTS;

    /// How likely a bit of a list's code is to differ from the probe's: some 50 of 128 do.
    private static final double DIFFERENT = 0.39;

    private final Random random = new Random(1);
    private final MemorySegment lows = Arena.ofAuto().allocate(8L * POSTINGS, 64);
    private final MemorySegment highs = Arena.ofAuto().allocate(8L * POSTINGS, 64);
    private final MemorySegment ids = Arena.ofAuto().allocate(4L * POSTINGS, 64);
    private final int[] starts = new int[SegmentFormat.SECTORS + 1];
    private final Margins margins;
    private final long[] hits = new long[200_000];
    private final Votes votes;

    public InnerLoops() {
        for (int p = 0; p < POSTINGS; p++) {
            lows.setAtIndex(SegmentFormat.LONG, p, code());
            highs.setAtIndex(SegmentFormat.LONG, p, code());
            ids.setAtIndex(SegmentFormat.INT, p, random.nextInt(1 << 20) << 8 | 1);
        }
        float[] values = new float[Projection.CODE_BITS];
        for (int b = 0; b < values.length; b++) {
            values[b] = (float) random.nextGaussian();
        }
        margins = new Margins(values, 0);
        Hits some = new Hits();
        for (int h = 0; h < hits.length; h++) {
            some.add(random.nextInt(1 << 15) << 8, h % 40, random.nextInt(80) - 40, 34, 130);
            hits[h] = some.get(h);
        }
        Worth worth = new Worth(40);
        for (int m = 0; m < 40; m++) {
            worth.set(m, Projection.standard(), 5000, 140, 1_000_000);
        }
        votes = new Votes(worth, 40);
    }

    private long code() {
        long code = 0;
        for (int b = 0; b < 64; b++) {
            code |= random.nextDouble() < DIFFERENT ? 1L << b : 0;
        }
        return code;
    }

    /// One minutia of the probe through 64,000 postings.
    @Benchmark
    public int scan() {
        Hits found = new Hits();
        Scan scan = new Scan(0, 0, margins, 0, 40, 160, 0, found);
        for (int list = 0; list < LISTS; list++) {
            java.util.Arrays.fill(starts, (list + 1) * LIST);
            scan.run(lows, highs, ids, starts, 0, list * LIST, (list + 1) * LIST);
            scan.restrain(5000);
        }
        return found.size();
    }

    /// The hits of a search, sorted by finger.
    @Benchmark
    public long[] sort() {
        return Hits.sortByFinger(hits.clone(), 0);
    }

    /// Votes of fingers with six hits each.
    @Benchmark
    public float vote() {
        float sum = 0;
        for (int from = 0; from < 6000; from += 6) {
            sum += votes.count(hits, from, from + 6);
        }
        return sum;
    }
}
