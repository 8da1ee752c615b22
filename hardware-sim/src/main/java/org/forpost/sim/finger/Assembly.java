package org.forpost.sim.finger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Numbered pieces made on several threads and taken in order.
public final class Assembly {
    /// How many pieces for each thread may be under way or wait for their turn: enough that no
    /// thread idles behind a slow piece, few enough that memory does not grow when the taker is
    /// slow.
    private static final int AHEAD = 4;

    private Assembly() {}

    /// Makes one piece; runs on any thread.
    @FunctionalInterface
    public interface Maker<T> {
        /// Makes the piece of that number, from 0.
        T make(int number) throws IOException;
    }

    /// Takes one piece; runs on the caller's thread.
    @FunctionalInterface
    public interface Taker<T> {
        /// Takes the next piece.
        void take(T piece) throws IOException;
    }

    /// Makes and takes `count` pieces. The first failure ends it and is thrown.
    ///
    /// @throws IOException what the maker or the taker threw
    /// @throws InterruptedException if the caller's thread was interrupted
    public static <T> void inOrder(int count, int threads, Maker<T> maker, Taker<T> taker)
            throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            var under = new ArrayDeque<Future<T>>();
            int next = 0;
            while (next < count || !under.isEmpty()) {
                while (next < count && under.size() < threads * AHEAD) {
                    int number = next++;
                    under.add(pool.submit(() -> maker.make(number)));
                }
                taker.take(under.remove().get());
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException io) {
                throw io;
            }
            if (failed.getCause() instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
