package org.forpost.matching.training;

/// How often each Hamming distance occurs, between codes of one minutia or of different ones.
final class Distances {
    private final long[] counts;
    private long total;

    /// @param bits the largest distance
    Distances(int bits) {
        counts = new long[bits + 1];
    }

    void count(int distance) {
        counts[distance]++;
        total++;
    }

    long total() {
        return total;
    }

    /// Which part of the same minutiae is found when only this part of different ones may be hit;
    /// between two distances it is a matter of proportion.
    ///
    /// @param rate of false hits, 0 to 1
    static double detection(Distances same, Distances different, double rate) {
        double falseHits = 0;
        double hits = 0;
        for (int d = 0; d < same.counts.length; d++) {
            double more = (double) different.counts[d] / different.total;
            double moreHits = (double) same.counts[d] / same.total;
            if (falseHits + more > rate) {
                return hits + moreHits * (rate - falseHits) / more;
            }
            falseHits += more;
            hits += moreHits;
        }
        return hits;
    }

    /// Natural logarithm of how much likelier each distance is between codes of one minutia,
    /// smoothed over neighbouring distances, never growing with the distance, 0 to [#SUREST].
    static float[] likelihood(Distances same, Distances different) {
        double[] mates = same.smooth();
        double[] others = different.smooth();
        float[] ratio = new float[mates.length];
        double least = 0;
        for (int d = ratio.length - 1; d >= 0; d--) {
            least = Math.max(least, Math.log((mates[d] + RARE_SAME) / (others[d] + RARE)));
            ratio[d] = (float) Math.min(SUREST, least);
        }
        return ratio;
    }

    /// A likelihood ratio of 160,000 is more than counting some million pairs can show.
    private static final double SUREST = 12;

    /// What a distance that was never counted is taken for.
    private static final double RARE = 1e-7;

    private static final double RARE_SAME = 1e-9;
    private static final int WINDOW = 8;
    private static final double WIDTH = 3;

    private double[] smooth() {
        double[] smooth = new double[counts.length];
        for (int d = 0; d < counts.length; d++) {
            double sum = 0;
            double weights = 0;
            for (int off = -WINDOW; off <= WINDOW; off++) {
                if (d + off >= 0 && d + off < counts.length) {
                    double weight = Math.exp(-off * off / (2 * WIDTH * WIDTH));
                    sum += weight * counts[d + off] / total;
                    weights += weight;
                }
            }
            smooth[d] = sum / weights;
        }
        return smooth;
    }
}
