package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// Fine randomness that is looked up, not computed: one square tile of normally distributed values,
/// smoothed to grains of about three pixels, that repeats without a seam. Every use starts
/// elsewhere in it.
final class Texture {
    private static final int SIDE = 512;
    private static final Texture SKIN = new Texture(0x736b696eL);

    private final float[] tile = new float[SIDE * SIDE];

    private Texture(long seed) {
        var random = new SplittableRandom(seed);
        var raw = new float[tile.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) random.nextGaussian();
        }
        // A 3 x 3 binomial window twice.
        smooth(raw, tile);
        smooth(tile, raw);
        double squares = 0;
        for (float value : raw) {
            squares += value * value;
        }
        float scale = (float) Math.sqrt(raw.length / squares);
        for (int i = 0; i < raw.length; i++) {
            tile[i] = raw[i] * scale;
        }
    }

    static Texture skin() {
        return SKIN;
    }

    /// The value nearest to a point; mean 0, deviation 1.
    float at(float x, float y) {
        int column = (int) (x + SIDE * 16) & (SIDE - 1);
        int row = (int) (y + SIDE * 16) & (SIDE - 1);
        return tile[row * SIDE + column];
    }

    private static void smooth(float[] from, float[] to) {
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                float sum = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int weight = (2 - dx * dx) * (2 - dy * dy);
                        int at = ((y + dy) & (SIDE - 1)) * SIDE + ((x + dx) & (SIDE - 1));
                        sum += weight * from[at];
                    }
                }
                to[y * SIDE + x] = sum / 16;
            }
        }
    }
}
