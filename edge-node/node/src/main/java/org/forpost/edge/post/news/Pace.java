package org.forpost.edge.post.news;

import java.util.function.LongSupplier;

/// How fast one peer is listened to: a burst, then so many units a second. Whoever says more waits,
/// and its own connection with it. One thread.
final class Pace {
    private final long burst;
    private final long perSecond;
    private final LongSupplier monotonicMillis;
    private long spent;
    private long at;

    Pace(long burst, long perSecond, LongSupplier monotonicMillis) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.monotonicMillis = monotonicMillis;
        this.at = monotonicMillis.getAsLong();
    }

    /// @return milliseconds to wait before so much more is taken
    long spend(long units) {
        long now = monotonicMillis.getAsLong();
        spent = Math.max(0, spent - (now - at) * perSecond / 1000);
        at = now;
        spent += units;
        return Math.max(0, (spent - burst) * 1000 / perSecond);
    }
}
