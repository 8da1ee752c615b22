package org.forpost.sim.link;

import java.util.concurrent.TimeUnit;

/// A narrow way: bytes leave one after the other, so many in a second, for all connections
/// together.
public final class Rate implements Impairment {
    private final long bytesPerSecond;
    private long freeAt = Long.MIN_VALUE;

    /// A way for `bytesPerSecond`, at least 1.
    public Rate(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a rate is at least one byte per second");
        }
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public long departure(int bytes, long arrivedNanos) {
        long start = Math.max(arrivedNanos, freeAt);
        freeAt = start + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        return freeAt;
    }
}
