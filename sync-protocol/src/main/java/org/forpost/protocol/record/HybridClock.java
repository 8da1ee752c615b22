package org.forpost.protocol.record;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// A hybrid logical clock (Kulkarni and others, *Logical Physical Clocks*, OPODIS 2014): it orders
/// what happened, even when the wall clock jumps, and says how far the wall clock can be believed.
///
/// What it takes for the time now:
///
/// ```
/// the hub has confirmed it in this run     the wall clock while it agrees with the hub's time and
///                                          the monotonic clock since; else those two
/// a stamp or the hub's time of an earlier  the wall clock while it is not before that nor a year
/// run is known                             after it; else that and the time since the start
/// nothing is known                         the wall clock, within 2020 to 2200
/// ```
///
/// So a wall clock that jumps ten years ahead does not carry the stamps with it, from which they
/// could never come back.
public final class HybridClock {
    /// A receipt travels for seconds, and may wait behind a batch; more than this is no delay.
    private static final long TOLERANCE_MILLIS = TimeUnit.MINUTES.toMillis(5);

    /// And 100 parts in a million of the time since, which is what a poor quartz drifts.
    private static final long DRIFT_DIVISOR = 10_000;

    /// A lane that was off for longer goes on from what it knew, until the hub has confirmed its
    /// clock.
    private static final long LONGEST_OFF_MILLIS = TimeUnit.DAYS.toMillis(366);

    private static final long YEAR_2020 = 1_577_836_800_000L;
    private static final long YEAR_2200 = 7_258_118_400_000L;

    private final LongSupplier wallMillis;
    private final LongSupplier monotonicMillis;
    private long lastMillis;
    private int counter;

    /// The latest time that is known of earlier runs, and when in this run it became known.
    private long floor;

    private long floorAt;
    private long remembered;
    private boolean confirmed;
    private long confirmedMillis;
    private long confirmedAt;

    /// @param wallMillis milliseconds since 1970-01-01T00:00Z; may jump
    /// @param monotonicMillis never goes back while the process runs
    public HybridClock(LongSupplier wallMillis, LongSupplier monotonicMillis) {
        this.wallMillis = wallMillis;
        this.monotonicMillis = monotonicMillis;
    }

    private record Reading(long millis, boolean plausible) {}

    /// A stamp that is later than every one before.
    public synchronized Stamp next() {
        long monotonic = monotonicMillis.getAsLong();
        Reading now = read(monotonic);
        advance(now.millis());
        boolean ahead = confirmed && lastMillis - now.millis() > TOLERANCE_MILLIS;
        boolean ever = confirmed || remembered > 0;
        ClockTrust trust =
                !now.plausible() || ahead
                        ? ClockTrust.DRIFTING
                        : ever ? ClockTrust.SET_BY_HUB : ClockTrust.NEVER_SET;
        long age =
                confirmed
                        ? monotonic - confirmedAt
                        : remembered > 0 ? now.millis() - remembered : 0;
        return new Stamp(lastMillis, counter, trust, Math.max(0, age) / 1000);
    }

    private Reading read(long monotonic) {
        long wall = wallMillis.getAsLong();
        if (confirmed) {
            long since = monotonic - confirmedAt;
            long expected = confirmedMillis + since;
            boolean agrees = Math.abs(wall - expected) <= TOLERANCE_MILLIS + since / DRIFT_DIVISOR;
            return new Reading(agrees ? wall : expected, agrees);
        }
        if (floor == 0) {
            boolean set = wall >= YEAR_2020 && wall <= YEAR_2200;
            // Nothing better is known, and nobody ever said that this clock is right.
            return new Reading(set ? wall : 0, true);
        }
        boolean plausible = wall >= floor - TOLERANCE_MILLIS && wall <= floor + LONGEST_OFF_MILLIS;
        return new Reading(plausible ? wall : floor + monotonic - floorAt, plausible);
    }

    /// Something that had been stamped elsewhere or before a restart is known now.
    public synchronized void observe(Stamp stamp) {
        if (stamp.wallMillis() > lastMillis
                || (stamp.wallMillis() == lastMillis && stamp.counter() > counter)) {
            lastMillis = stamp.wallMillis();
            counter = stamp.counter();
        }
        raiseFloor(stamp.wallMillis());
    }

    /// Never stamps anything earlier than this again: the latest stamp of an earlier run.
    public synchronized void notBefore(long millis) {
        if (millis > lastMillis) {
            lastMillis = millis;
            counter = 0;
        }
        raiseFloor(millis);
    }

    /// The hub's signed time that had arrived before a restart.
    public synchronized void remembered(long hubMillis) {
        remembered = Math.max(remembered, hubMillis);
        notBefore(hubMillis);
    }

    /// The hub's signed time has arrived. It is a floor: an older one that comes late, or again,
    /// changes nothing.
    public synchronized void confirmedByHub(long hubMillis) {
        long monotonic = monotonicMillis.getAsLong();
        if (confirmed
                && hubMillis < confirmedMillis + (monotonic - confirmedAt) - TOLERANCE_MILLIS) {
            return;
        }
        confirmed = true;
        confirmedMillis = hubMillis;
        confirmedAt = monotonic;
        if (hubMillis > lastMillis) {
            lastMillis = hubMillis;
            counter = 0;
        }
    }

    private void raiseFloor(long millis) {
        if (millis > floor) {
            floor = millis;
            floorAt = monotonicMillis.getAsLong();
        }
    }

    private void advance(long physical) {
        if (physical > lastMillis) {
            lastMillis = physical;
            counter = 0;
        } else if (counter < Stamp.MAX_COUNTER) {
            counter++;
        } else {
            lastMillis++;
            counter = 0;
        }
    }
}
