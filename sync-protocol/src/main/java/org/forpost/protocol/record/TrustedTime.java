package org.forpost.protocol.record;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What time it is at the earliest, proved without the wall clock: a floor of signed times, and the
/// monotonic time that this machine was running since (SPEC.md §7.1). Whatever expires asks
/// [#until]; whatever counts a while asks [#uptimeMillis].
///
/// ```
/// signed: a receipt, a release  ──► earliest = max(earliest, signed)
/// running for d                 ──► earliest + d (less drift), uptime + d
/// off or asleep                 ──► both stand still
/// ```
///
/// A wall clock that is set back ten years changes nothing here. One that is set forward only makes
/// [Validity#DOUBTFUL], which is told and not acted upon. The floor never goes back: a hub that
/// signs a time of the future makes what expires before it expire, until releases with a later
/// expiry come. Safe for several threads.
public final class TrustedTime {
    /// A receipt travels for seconds, and may wait behind a batch.
    private static final long TOLERANCE_MILLIS = TimeUnit.MINUTES.toMillis(5);

    /// 100 parts in a million, which is what a poor quartz drifts: counted against the machine, so
    /// that *earliest* stays true.
    private static final long DRIFT_DIVISOR = 10_000;

    /// A machine that has not heard the hub since its start may have been off for so long before
    /// its wall clock is called wrong.
    private static final long LONGEST_OFF_MILLIS = TimeUnit.DAYS.toMillis(366);

    private static final long YEAR_2200 = 7_258_118_400_000L;

    private final LongSupplier wallMillis;
    private final LongSupplier monotonicMillis;
    private final long startedAt;
    private final long uptimeBefore;
    private long floor;
    private long floorAt;
    private boolean heard;

    /// What a restart must not forget; an older one only makes it more cautious.
    ///
    /// @param earliestMillis milliseconds since 1970-01-01T00:00Z
    /// @param uptimeMillis of all runs together
    public record Kept(long earliestMillis, long uptimeMillis) {
        /// Of a machine that never ran.
        public static final Kept NOTHING = new Kept(0, 0);

        public Kept {
            if (earliestMillis < 0 || earliestMillis > YEAR_2200 || uptimeMillis < 0) {
                throw new IllegalArgumentException(
                        "kept time: 1970 to 2200 and an uptime from 0 expected, got "
                                + earliestMillis
                                + " and "
                                + uptimeMillis);
            }
        }
    }

    /// @param wallMillis milliseconds since 1970-01-01T00:00Z; may jump, and proves nothing
    /// @param monotonicMillis never goes back while the process runs
    /// @param kept what [#toKeep] gave in an earlier run
    public TrustedTime(LongSupplier wallMillis, LongSupplier monotonicMillis, Kept kept) {
        this.wallMillis = wallMillis;
        this.monotonicMillis = monotonicMillis;
        startedAt = monotonicMillis.getAsLong();
        uptimeBefore = kept.uptimeMillis();
        floor = kept.earliestMillis();
        floorAt = startedAt;
    }

    /// The hub's signed time has arrived: it is at least that late.
    public synchronized void heard(long hubMillis) {
        heard = true;
        known(hubMillis);
    }

    /// A signed time of earlier is known, of a stored receipt or the issue of a release.
    public synchronized void known(long signedMillis) {
        if (signedMillis > earliestMillis()) {
            floor = Math.min(signedMillis, YEAR_2200);
            floorAt = monotonicMillis.getAsLong();
        }
    }

    /// @return milliseconds since 1970-01-01T00:00Z; 0 and the uptime where nothing was ever signed
    public synchronized long earliestMillis() {
        return Math.min(YEAR_2200, floor + withoutDrift(monotonicMillis.getAsLong() - floorAt));
    }

    /// How long this machine was running in all, at the least: what was not kept before a power cut
    /// is not counted, nor while it was off or asleep.
    public long uptimeMillis() {
        return uptimeBefore + withoutDrift(monotonicMillis.getAsLong() - startedAt);
    }

    /// Whether what expires then still holds.
    public Validity until(long expiresMillis) {
        if (earliestMillis() > expiresMillis) {
            return Validity.EXPIRED;
        }
        return wallMillis.getAsLong() > expiresMillis ? Validity.DOUBTFUL : Validity.HOLDS;
    }

    /// The wall clock contradicts what is proved: people are to be told, in their words.
    ///
    /// @param wallMillis what it shows
    /// @param earliestMillis what is proved
    public record Doubt(long wallMillis, long earliestMillis) {
        /// It is too late; else it is too early. A machine that was asleep looks too late as well,
        /// until it hears the hub.
        public boolean ahead() {
            return wallMillis > earliestMillis;
        }
    }

    /// Empty when nothing is known against the wall clock.
    public synchronized Optional<Doubt> doubt() {
        long wall = wallMillis.getAsLong();
        long earliest = earliestMillis();
        long running = monotonicMillis.getAsLong() - floorAt;
        // What was taken off for drift twice: the quartz may err to the other side as well.
        long ahead = heard ? TOLERANCE_MILLIS + 2 * (running / DRIFT_DIVISOR) : LONGEST_OFF_MILLIS;
        boolean wrong =
                wall < earliest - TOLERANCE_MILLIS || (floor > 0 && wall > earliest + ahead);
        return wrong ? Optional.of(new Doubt(wall, earliest)) : Optional.empty();
    }

    /// What to make durable now and then, and at the end: see [Kept].
    public Kept toKeep() {
        return new Kept(earliestMillis(), uptimeMillis());
    }

    private static long withoutDrift(long millis) {
        return millis - millis / DRIFT_DIVISOR;
    }
}
