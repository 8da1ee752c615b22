package org.forpost.edge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several writers at once, each of which waits for every one of its writes.
final class Writers {
    private Writers() {}

    /// One writer's way of writing one record durably.
    @FunctionalInterface
    interface Write {
        void one(int number) throws IOException;
    }

    /// @param perSecond of all writers together
    /// @param p50Millis from the call to its return
    record Result(long writes, double perSecond, double p50Millis, double p99Millis) {}

    /// Lets every writer write for so long.
    ///
    /// @param warmUpNanos first, and not counted
    static Result run(List<Write> writers, long warmUpNanos, long nanos)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            long begin = System.nanoTime() + warmUpNanos;
            long end = begin + nanos;
            List<Callable<long[]>> tasks = new ArrayList<>();
            writers.forEach(writer -> tasks.add(() -> writeUntil(writer, begin, end)));
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> one : threads.invokeAll(tasks)) {
                all.add(one.get());
            }
            return result(all, nanos);
        } catch (ExecutionException e) {
            throw new IOException("a writer failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] writeUntil(Write writer, long begin, long end) throws IOException {
        long[] took = new long[1024];
        int count = 0;
        for (int number = 0; ; number++) {
            long before = System.nanoTime();
            if (before >= end) {
                return Arrays.copyOf(took, count);
            }
            writer.one(number);
            long after = System.nanoTime();
            if (before >= begin && after <= end) {
                if (count == took.length) {
                    took = Arrays.copyOf(took, count * 2);
                }
                took[count++] = after - before;
            }
        }
    }

    private static Result result(List<long[]> all, long nanos) {
        long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        if (sorted.length == 0) {
            return new Result(0, 0, Double.NaN, Double.NaN);
        }
        return new Result(
                sorted.length,
                sorted.length * 1e9 / nanos,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1e6);
    }
}
