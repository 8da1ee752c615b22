package org.forpost.matching.evaluate;

/// How often each score came up, in tenths, for more scores than one would keep.
final class ScoreCounts {
    private static final int STEPS = 10;

    /// Scores above this count as this; SourceAFIS's best are near 500.
    private static final int HIGHEST = 1000;

    private final long[] counts = new long[HIGHEST * STEPS + 1];
    private long total;

    synchronized void add(double... scores) {
        for (double score : scores) {
            counts[(int) Math.clamp(Math.floor(score * STEPS), 0, counts.length - 1)]++;
        }
        total += scores.length;
    }

    synchronized long total() {
        return total;
    }

    /// How many scored as much or more; the score is rounded up to a tenth.
    synchronized long reaching(double score) {
        long sum = 0;
        for (int at = (int) Math.clamp(Math.ceil(score * STEPS), 0, counts.length);
                at < counts.length;
                at++) {
            sum += counts[at];
        }
        return sum;
    }

    /// The lowest tenth that at most the given share reaches.
    synchronized double threshold(double rate) {
        long allowed = (long) Math.floor(rate * total);
        long sum = 0;
        int at = counts.length;
        while (at > 0 && sum + counts[at - 1] <= allowed) {
            sum += counts[--at];
        }
        return (double) at / STEPS;
    }
}
