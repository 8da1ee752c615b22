package org.forpost.sim.finger;

/// Cosine and sine by table: a finger needs a million of them, to three digits.
final class Wave {
    private static final int STEPS = 4096;
    private static final float[] COSINE = new float[STEPS];

    /// Whole turns added before cutting off the fraction, so that negative angles up to here round
    /// as positive ones do.
    private static final int TURNS = 64;

    static {
        for (int i = 0; i < STEPS; i++) {
            COSINE[i] = (float) StrictMath.cos(2 * Math.PI * i / STEPS);
        }
    }

    private Wave() {}

    /// @param turns -64 to 64, 1 for the full circle
    static float cosine(float turns) {
        return COSINE[(int) ((turns + TURNS) * STEPS) & (STEPS - 1)];
    }

    /// @param turns -64 to 64, 1 for the full circle
    static float sine(float turns) {
        return COSINE[(int) ((turns + TURNS - 0.25f) * STEPS) & (STEPS - 1)];
    }
}
