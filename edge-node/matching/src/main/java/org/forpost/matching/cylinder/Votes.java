package org.forpost.matching.cylinder;

/// Counts the hits of one finger for one rotation, from the hits alone: nothing of the gallery is
/// read.
final class Votes {
    /// Rotations are gathered in windows of two of these, 256 to the circle: 22° in all.
    private static final int STEP = 8;

    private static final int WINDOWS = 256 / STEP + 1;

    private final Worth worth;
    private final float[] windows = new float[WINDOWS];
    private final float[] best;
    private final int[] bestRound;
    private int round;

    Votes(Worth worth, int probeMinutiae) {
        this.worth = worth;
        best = new float[probeMinutiae * WINDOWS];
        bestRound = new int[probeMinutiae * WINDOWS];
    }

    /// @param hits those from `from` to `to` belong to one finger
    /// @return the summed worth of the best window; a minutia of the probe counts once
    float count(long[] hits, int from, int to) {
        round++;
        float top = 0;
        for (int h = from; h < to; h++) {
            int window = (Hits.rotation(hits[h]) + 128) / STEP;
            float weight = worth.of(hits[h]);
            int minutia = Hits.probeMinutia(hits[h]) * WINDOWS;
            top = Math.max(top, vote(minutia, window, weight));
            top = Math.max(top, vote(minutia, window + 1, weight));
        }
        for (int h = from; h < to; h++) {
            int window = (Hits.rotation(hits[h]) + 128) / STEP;
            windows[window] = 0;
            windows[window + 1] = 0;
        }
        return top;
    }

    private float vote(int minutia, int window, float weight) {
        int at = minutia + window;
        float before = bestRound[at] == round ? best[at] : 0;
        if (weight > before) {
            best[at] = weight;
            bestRound[at] = round;
            windows[window] += weight - before;
        }
        return windows[window];
    }
}
