package org.forpost.protocol.record;

import java.util.function.LongSupplier;

/// A hybrid logical clock (Kulkarni and others, *Logical Physical Clocks*, OPODIS 2014): it orders
/// what happened, even when the wall clock jumps, and says how far the wall clock can be believed.
public final class HybridClock {
    /// A quartz clock drifts by seconds a day; more than this against the hub is something else.
    private static final long DRIFT_MILLIS = 5 * 60_000;

    private final LongSupplier wallMillis;
    private final LongSupplier monotonicMillis;
    private long lastMillis;
    private int counter;
    private boolean confirmed;
    private long confirmedAtMonotonic;
    private boolean drifting;

    /// @param wallMillis milliseconds since 1970-01-01T00:00Z; may jump
    /// @param monotonicMillis never goes back while the process runs
    public HybridClock(LongSupplier wallMillis, LongSupplier monotonicMillis) {
        this.wallMillis = wallMillis;
        this.monotonicMillis = monotonicMillis;
    }

    /// A stamp that is later than every one before.
    public synchronized Stamp next() {
        advance(Math.max(0, wallMillis.getAsLong()));
        ClockTrust trust =
                drifting
                        ? ClockTrust.DRIFTING
                        : confirmed ? ClockTrust.SET_BY_HUB : ClockTrust.NEVER_SET;
        long age = confirmed ? (monotonicMillis.getAsLong() - confirmedAtMonotonic) / 1000 : 0;
        return new Stamp(lastMillis, counter, trust, Math.max(0, age));
    }

    /// Something that had been stamped elsewhere or before a restart is known now.
    public synchronized void observe(Stamp stamp) {
        if (stamp.wallMillis() > lastMillis
                || (stamp.wallMillis() == lastMillis && stamp.counter() > counter)) {
            lastMillis = stamp.wallMillis();
            counter = stamp.counter();
        }
    }

    /// The hub's signed time has arrived.
    public synchronized void confirmedByHub(long hubMillis) {
        confirmed = true;
        confirmedAtMonotonic = monotonicMillis.getAsLong();
        drifting = Math.abs(wallMillis.getAsLong() - hubMillis) > DRIFT_MILLIS;
        if (hubMillis > lastMillis) {
            lastMillis = hubMillis;
            counter = 0;
        }
    }

    private void advance(long wall) {
        if (wall > lastMillis) {
            lastMillis = wall;
            counter = 0;
        } else if (counter < Stamp.MAX_COUNTER) {
            counter++;
        } else {
            lastMillis++;
            counter = 0;
        }
    }
}
