package org.forpost.matching.cylinder;

/// Keys and codes of all minutiae of one finger.
final class Descriptors {
    /// Longs per code.
    static final int WORDS = Projection.CODE_BITS / 64;

    private final short[] keys;
    private final long[] codes;
    // distance of the 16 key values from the border where their bit flips
    private final float[] margins;

    Descriptors(int count) {
        keys = new short[count];
        codes = new long[count * WORDS];
        margins = new float[count * Projection.KEY_BITS];
    }

    void set(int i, float[] reduced, float[] bits) {
        int key = 0;
        for (int b = 0; b < Projection.KEY_BITS; b++) {
            // The best direction stands in the highest bit: small galleries use the highest bits
            // only.
            key |= reduced[b] > 0 ? 1 << (Projection.KEY_BITS - 1 - b) : 0;
            margins[i * Projection.KEY_BITS + b] = Math.abs(reduced[b]);
        }
        keys[i] = (short) key;
        for (int b = 0; b < bits.length; b++) {
            // Without a branch, which would be mispredicted every other time; 0 counts as negative.
            long positive = Float.floatToRawIntBits(-bits[b]) >>> 31 & 1L;
            codes[i * WORDS + (b >> 6)] |= positive << b;
        }
    }

    /// As read back from a segment, without margins: good for a gallery, not for a probe.
    void set(int i, int key, long... code) {
        keys[i] = (short) key;
        System.arraycopy(code, 0, codes, i * WORDS, WORDS);
    }

    int count() {
        return keys.length;
    }

    /// 0 to 65535.
    int key(int i) {
        return keys[i] & 0xFFFF;
    }

    long code(int i, int word) {
        return codes[i * WORDS + word];
    }

    /// @param bit 0 is the key's highest
    float margin(int i, int bit) {
        return margins[i * Projection.KEY_BITS + bit];
    }
}
