package org.forpost.matching.cylinder;

/// How far codes of the gallery are from one minutia of the probe, when a bit that differs counts
/// the more the surer the probe is of it: the probe's values are there, of which a code keeps only
/// the signs. At equal detection half as many strangers come as near as by Hamming's distance
/// (Dong, Charikar, Li, *Asymmetric Distance Estimation with Sketches*, SIGIR 2008).
final class Margins {
    /// Distances are in units of a quarter of a bit.
    static final int UNIT = 4;

    /// Farther is as far.
    static final int FARTHEST = 255;

    /// Brings the distance to the scale of Hamming's, at which as many strangers come as near: so
    /// likelihoods learned for the one serve for the other. Measured between 17 and 30.
    private static final float SLOPE = 0.866f;

    private static final float OFFSET = 14.1f;

    private static final int BYTES = 16;

    // [byte of the code × value of the exclusive or]
    private final short[] table = new short[BYTES * 256];

    /// @param values whose signs are the code
    /// @param start which half of them, 0 or 128
    Margins(float[] values, int start) {
        double sum = 0;
        for (int b = 0; b < 8 * BYTES; b++) {
            sum += Math.abs(values[start + b]);
        }
        double scale = sum > 0 ? 16 * UNIT * SLOPE * 8 * BYTES / sum : 0;
        for (int i = 0; i < BYTES; i++) {
            int at = i * 256;
            for (int bit = 0; bit < 8; bit++) {
                short weight =
                        (short)
                                Math.min(
                                        2000,
                                        Math.round(scale * Math.abs(values[start + 8 * i + bit])));
                for (int v = 0; v < 1 << bit; v++) {
                    table[at + (1 << bit) + v] = (short) (table[at + v] + weight);
                }
            }
        }
    }

    /// @param low exclusive or of the first words of both halves
    /// @param high of their second words
    /// @return 0 to [#FARTHEST]
    int distance(long low, long high) {
        int sum = half(low, 0) + half(high, 8 * 256) + (int) (16 * UNIT * OFFSET);
        return Math.min(FARTHEST, sum >>> 4);
    }

    private int half(long bits, int at) {
        return table[at + (int) (bits & 0xFF)]
                + table[at + 256 + (int) (bits >>> 8 & 0xFF)]
                + table[at + 512 + (int) (bits >>> 16 & 0xFF)]
                + table[at + 768 + (int) (bits >>> 24 & 0xFF)]
                + table[at + 1024 + (int) (bits >>> 32 & 0xFF)]
                + table[at + 1280 + (int) (bits >>> 40 & 0xFF)]
                + table[at + 1536 + (int) (bits >>> 48 & 0xFF)]
                + table[at + 1792 + (int) (bits >>> 56)];
    }
}
