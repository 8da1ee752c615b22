package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// The distance from ridge to ridge over one finger: about 9 pixels at 500 dpi, different from
/// person to person, varying smoothly over the finger, wider towards the flexion crease (Cappelli,
/// Maio, Maltoni, 2000).
final class RidgePeriod {
    /// Bounds in pixels at 500 dpi; measured adult fingers lie between 0.35 and 0.6 mm.
    static final double SHORTEST = 6.8;

    static final double LONGEST = 12;

    private final double base;
    private final double lower;
    private final int height;
    private final SmoothNoise noise;

    RidgePeriod(long fingerSeed, int width, int height) {
        var random = new SplittableRandom(Seeds.mix(fingerSeed, Seeds.PERIOD_NOISE));
        this.height = height;
        base = 8.9 + Math.clamp(random.nextGaussian() * 0.6, -1.3, 1.3);
        lower = 0.06 + random.nextDouble() * 0.10;
        noise = new SmoothNoise(random.nextLong(), width, height, 70);
    }

    /// The distance at a point, in pixels.
    double at(double x, double y) {
        double below = Math.clamp((y - height * 0.5) / (height * 0.3), 0, 1);
        double period = base * (1 + lower * below + 0.06 * noise.at(x, y));
        return Math.clamp(period, SHORTEST, LONGEST);
    }
}
