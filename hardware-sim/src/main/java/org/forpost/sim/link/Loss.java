package org.forpost.sim.link;

import java.util.random.RandomGenerator;

/// Some packets never arrive, each one independently of the others.
public final class Loss {
    private final double share;
    private final RandomGenerator random;

    /// @param percent of all packets, 0 to 100
    /// @param random decides for each packet
    public Loss(double percent, RandomGenerator random) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("loss: expected 0 to 100 percent");
        }
        this.share = percent / 100;
        this.random = random;
    }

    /// Whether the next packet is lost.
    public boolean takes() {
        return share > 0 && random.nextDouble() < share;
    }
}
