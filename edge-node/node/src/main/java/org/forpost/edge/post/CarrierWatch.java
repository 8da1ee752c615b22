package org.forpost.edge.post;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs [CarrierLease]: asks the cluster every two seconds, on a thread that may hang.
public final class CarrierWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CarrierWatch.class);
    private static final String NAME = "uplink";
    private static final long LOOK_MILLIS = 2_000;

    /// A lane that is gone keeps its lease so long.
    private static final int LEASE_SECONDS = 10;

    /// An answer takes milliseconds; an operation of the cluster gives up after 5 s.
    private static final long PATIENCE_MILLIS = 6_000;

    private final Leases leases;
    private final IntSupplier others;
    private final LongSupplier millis;
    private final Decided decided;
    private final CarrierLease lease;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().name("carrier").daemon().unstarted(task));
    private final ExecutorService asker =
            Executors.newSingleThreadExecutor(
                    task -> Thread.ofPlatform().name("carrier-asks").daemon().unstarted(task));
    private long askedAt;
    private boolean last;
    private String lastWhy = "";
    private volatile int holder;

    /// Told when this lane may dial or may not any more.
    @FunctionalInterface
    public interface Decided {
        /// @param why not, in one line; empty where it may
        void dials(boolean may, String why);
    }

    /// @param dials whether this lane has a line to the hub at all
    /// @param others gives how many other lanes are in the cluster
    /// @param millis monotonic
    public CarrierWatch(
            int lane,
            boolean dials,
            Leases leases,
            IntSupplier others,
            LongSupplier millis,
            Decided decided) {
        this.leases = leases;
        this.others = others;
        this.millis = millis;
        this.decided = decided;
        this.lease = new CarrierLease(lane, dials, millis.getAsLong());
    }

    /// Looks now, then again and again.
    public void start() {
        try {
            var _ =
                    thread.scheduleWithFixedDelay(
                            this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed before it began");
        }
    }

    /// Number of the lane that carries; 0 where none is known to.
    public int holder() {
        return holder;
    }

    /// This lane's own link came up or went down. Returns at once.
    public void link(boolean up) {
        run(() -> lease.link(millis.getAsLong(), up));
    }

    /// The hub has signed something later than what was known. Returns at once.
    public void word() {
        run(() -> lease.word(millis.getAsLong()));
    }

    private void run(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed");
        }
    }

    private void look() {
        long now = millis.getAsLong();
        if (!asking.get()) {
            begin(now);
        } else if (now - askedAt >= PATIENCE_MILLIS) {
            lease.unanswered();
            decide();
        }
    }

    private void begin(long now) {
        try {
            CarrierLease.Wish wish = lease.wish(now, others.getAsInt());
            asking.set(true);
            askedAt = now;
            asker.execute(() -> ask(wish));
        } catch (RejectedExecutionException e) {
            LOG.debug("closed");
        } catch (RuntimeException e) {
            // Nobody asks again where this ends the timer.
            LOG.warn("the cluster does not say who is in it: {}", e.getMessage());
            lease.unanswered();
            decide();
        }
    }

    private void ask(CarrierLease.Wish wish) {
        try {
            int holds =
                    switch (wish) {
                        case TAKE -> leases.lease(NAME, LEASE_SECONDS);
                        case LOOK -> leases.holder(NAME);
                        case GIVE_BACK -> {
                            leases.release(NAME);
                            yield leases.holder(NAME);
                        }
                    };
            run(() -> {
                asking.set(false);
                lease.answered(millis.getAsLong(), holds);
                decide();
            });
        } catch (RuntimeException e) {
            LOG.debug("the cluster does not say which lane carries: {}", e.getMessage());
            run(() -> {
                asking.set(false);
                lease.unanswered();
                decide();
            });
        }
    }

    private void decide() {
        boolean may = lease.mayDial(millis.getAsLong());
        String why = may ? "" : lease.why();
        holder = lease.holder();
        if (may != last || !why.equals(lastWhy)) {
            last = may;
            lastWhy = why;
            LOG.info("{}", may ? "this lane dials the hub" : "this lane does not dial: " + why);
            decided.dials(may, why);
        }
    }

    /// Gives the lease back, unless the cluster hangs.
    @Override
    public void close() {
        thread.shutdownNow();
        asker.execute(() -> {
            try {
                leases.release(NAME);
            } catch (RuntimeException e) {
                LOG.debug("the lease ends by itself: {}", e.getMessage());
            }
        });
        asker.shutdown();
        try {
            if (!asker.awaitTermination(1, TimeUnit.SECONDS)) {
                asker.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
