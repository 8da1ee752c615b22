package org.forpost.edge.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Stamp;

/// Stamps records so that they are ordered even where the wall clock jumps back (hybrid logical
/// clock, Kulkarni and others 2014), and says how far the wall clock is to be believed.
public final class HybridClock {
    /// Receipts travel for seconds on a narrow link, and may wait behind a batch.
    private static final long TOLERATED_MILLIS = Duration.ofSeconds(60).toMillis();

    private final InstantSource wall;
    private final LongSupplier nanos;
    private long lastMillis;
    private int counter;
    private ClockTrust trust = ClockTrust.NEVER_SET;
    private long confirmedAtNanos;

    /// @param nanos monotonic, such as `System::nanoTime`
    public HybridClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    /// Never stamps anything earlier than this again.
    public synchronized void notBefore(long millis) {
        if (millis > lastMillis) {
            lastMillis = millis;
            counter = 0;
        }
    }

    /// The hub's signed time has arrived.
    public synchronized void confirmed(long hubMillis) {
        boolean agrees = Math.abs(wall.millis() - hubMillis) <= TOLERATED_MILLIS;
        trust = agrees ? ClockTrust.SET_BY_HUB : ClockTrust.DRIFTING;
        confirmedAtNanos = nanos.getAsLong();
        notBefore(hubMillis);
    }

    /// The stamp of a new record, later than all before it.
    public synchronized Stamp next() {
        long now = wall.millis();
        if (now > lastMillis) {
            lastMillis = now;
            counter = 0;
        } else if (counter == Stamp.MAX_COUNTER) {
            lastMillis++;
            counter = 0;
        } else {
            counter++;
        }
        long age =
                trust == ClockTrust.NEVER_SET
                        ? 0
                        : Duration.ofNanos(nanos.getAsLong() - confirmedAtNanos).toSeconds();
        return new Stamp(lastMillis, counter, trust, age);
    }
}
