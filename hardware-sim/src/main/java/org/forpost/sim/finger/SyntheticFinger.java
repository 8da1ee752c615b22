package org.forpost.sim.finger;

/// A finger made from a seed. The same seed and the same press give the same bytes, on every
/// machine.
public final class SyntheticFinger implements Finger {
    /// Size of the skin that has ridges, at 500 dpi: 20 x 29 mm, more than a plain press touches.
    static final int SKIN_WIDTH = 400;

    static final int SKIN_HEIGHT = 580;

    private final long seed;
    private final RidgePattern ridges;
    private final Creases creases;

    private SyntheticFinger(long seed) {
        this.seed = seed;
        ridges = RidgePattern.grow(seed, SKIN_WIDTH, SKIN_HEIGHT);
        creases = new Creases(seed, SKIN_WIDTH, SKIN_HEIGHT);
    }

    /// Grows the finger of that seed; some milliseconds of work, about 300 kB of memory.
    public static SyntheticFinger of(long seed) {
        return new SyntheticFinger(seed);
    }

    /// One press of it: 400 x 440 pixels at 500 dpi, dark ridges on a light ground
    @Override
    public GreyImage impression(Press press) {
        return new Impression(seed, ridges, creases, press).render();
    }
}
