package org.forpost.matching.cylinder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/// The cores that searches share. The thread that asks always works itself; the helpers, one less
/// than there are cores, join whichever search has work left. So one search uses every core, two at
/// once use one each and neither waits for the other.
public final class Team {
    private final ThreadPoolExecutor helpers;
    private final AtomicInteger searching = new AtomicInteger();

    /// @param cores to use, at least 1
    public Team(int cores) {
        // A queue without limit, because what lies in it is worth nothing once its search is over:
        // at most one entry per helper, search and stage.
        helpers =
                new ThreadPoolExecutor(
                        Math.max(1, cores - 1),
                        Math.max(1, cores - 1),
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, "fingerprint search");
                            thread.setDaemon(true);
                            return thread;
                        });
        helpers.allowCoreThreadTimeOut(true);
        joining = cores > 1;
    }

    private final boolean joining;

    private static final class Shared {
        static final Team TEAM = new Team(Runtime.getRuntime().availableProcessors());
    }

    /// The team of this process.
    public static Team shared() {
        return Shared.TEAM;
    }

    void begin() {
        searching.incrementAndGet();
    }

    void end() {
        searching.decrementAndGet();
    }

    /// For background work between two small steps: steps aside while anybody searches, but not for
    /// ever, or a busy post would never see its gallery compacted.
    public void stepAside() {
        for (int i = 0; i < LONGEST_WAIT && searching.get() > 0; i++) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Milliseconds: one step of background work per search of usual length.
    private static final int LONGEST_WAIT = 50;

    /// Describes or reads many things at once on the cores that searches leave.
    ///
    /// @return `each` of 0 … `count` − 1, in order
    public <T> List<T> map(int count, IntFunction<T> each) {
        Object[] results = new Object[count];
        int chunk = 8;
        forEach(
                (count + chunk - 1) / chunk,
                c -> {
                    stepAside();
                    for (int i = c * chunk; i < Math.min(count, (c + 1) * chunk); i++) {
                        results[i] = each.apply(i);
                    }
                });
        List<T> list = new ArrayList<>(count);
        for (Object result : results) {
            @SuppressWarnings("unchecked") // put there by `each`
            T made = (T) result;
            list.add(made);
        }
        return list;
    }

    /// Runs `body` for 0 … `tasks` − 1, each once, in no particular order, and returns when all are
    /// done. The first exception ends it and is thrown here.
    public void forEach(int tasks, IntConsumer body) {
        if (tasks <= 1 || !joining) {
            for (int i = 0; i < tasks; i++) {
                body.accept(i);
            }
            return;
        }
        Round round = new Round(tasks, body, Thread.currentThread());
        for (int i = 0; i < Math.min(helpers.getCorePoolSize(), tasks - 1); i++) {
            helpers.execute(round);
        }
        round.run();
        round.await();
    }

    private static final class Round implements Runnable {
        private final int tasks;
        private final IntConsumer body;
        private final Thread asker;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger working = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Round(int tasks, IntConsumer body, Thread asker) {
            this.tasks = tasks;
            this.body = body;
            this.asker = asker;
        }

        @Override
        public void run() {
            working.incrementAndGet();
            try {
                for (int task = next.getAndIncrement();
                        task < tasks && failure.get() == null;
                        task = next.getAndIncrement()) {
                    body.accept(task);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                // From now on nobody takes a task: the asker may leave when the last one has
                // finished.
                next.addAndGet(tasks);
                working.decrementAndGet();
                LockSupport.unpark(asker);
            }
        }

        void await() {
            boolean interrupted = false;
            while (working.get() > 0) {
                LockSupport.parkNanos(this, 1_000_000);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
