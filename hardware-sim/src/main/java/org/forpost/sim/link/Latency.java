package org.forpost.sim.link;

import java.time.Duration;

/// A long way: each byte comes out as much later as the way is long, and no slower.
public final class Latency implements Impairment {
    private final long nanos;

    /// A way of `oneWay`.
    public Latency(Duration oneWay) {
        nanos = oneWay.toNanos();
    }

    @Override
    public long departure(int bytes, long arrivedNanos) {
        return arrivedNanos + nanos;
    }
}
