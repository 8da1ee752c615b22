package org.forpost.matching.cylinder;

/// What a hit is worth: how much likelier it is with a mate than with a stranger, as a logarithm.
/// How near it is tells the most; beside it, how many strangers come as near to this minutia, which
/// the search itself counts. A minutia of a common kind has hits everywhere, and each says little.
final class Worth {
    /// How much the number of strangers grows for each quarter of a bit, as a logarithm; counted
    /// from 36 to 40 bits.
    private static final double GROWTH = 0.16 / Margins.UNIT;

    /// At this distance minutiae are compared with each other.
    private static final int COMMON = 36 * Margins.UNIT;

    /// Of a million fingers this share has a hit at that distance, for the average minutia.
    private static final double USUAL = 3e-3;

    private static final float LEAST = 0.1f;
    private static final float MOST = 16;

    private static final int DISTANCES = Margins.FARTHEST + 1;
    private final float[] table;
    private final float[] whole;

    Worth(int probeMinutiae) {
        table = new float[probeMinutiae * DISTANCES];
        whole = new float[probeMinutiae * 2 * DISTANCES];
    }

    /// Sets what hits of one minutia of the probe are worth.
    ///
    /// @param hits how many it has
    /// @param limit their largest distance
    /// @param fingers in the gallery
    void set(int minutia, Projection projection, int hits, int limit, int fingers) {
        double share = Math.max(hits, 1.0) / Math.max(fingers, 1);
        double rarity = Math.log(USUAL / share) - GROWTH * (COMMON - limit);
        for (int d = 0; d < DISTANCES; d++) {
            int under = Math.min(d / Margins.UNIT, Projection.CODE_BITS / 2 - 1);
            float part = (float) (d % Margins.UNIT) / Margins.UNIT;
            float near = projection.halfLikelihood(under);
            float far = projection.halfLikelihood(under + 1);
            table[minutia * DISTANCES + d] = clamp(near + part * (far - near) + rarity);
        }
        for (int d = 0; d < 2 * DISTANCES; d++) {
            int under = Math.min(d / Margins.UNIT, Projection.CODE_BITS - 1);
            float part = (float) (d % Margins.UNIT) / Margins.UNIT;
            float near = projection.likelihood(under);
            float far = projection.likelihood(under + 1);
            whole[minutia * 2 * DISTANCES + d] = clamp(near + part * (far - near) + rarity);
        }
    }

    private static float clamp(double worth) {
        return (float) Math.clamp(worth, LEAST, MOST);
    }

    /// By the first half of the code.
    float of(long hit) {
        return table[Hits.probeMinutia(hit) * DISTANCES + Hits.distance(hit)];
    }

    /// By all of it.
    ///
    /// @param distance the sum for both halves
    float of(int probeMinutia, int distance) {
        return whole[probeMinutia * 2 * DISTANCES + distance];
    }
}
