package org.forpost.matching.cylinder;

/// Do several hits of one finger agree about one movement of it? Works on one finger at a time with
/// arrays that are used again; one per thread.
final class Grouping {
    /// Hits beyond these are so few and so improbable that they change nothing.
    private static final int MOST = 192;

    /// Seeds are tried in the order of their likelihood; a true one is rarely beyond the first ten.
    private static final int SEEDS = 10;

    private static final float TURN_TOLERANCE = 0.5f;
    private static final float BEARING_TOLERANCE = 0.35f;

    private final Projection projection;
    private final Budget budget;
    private final Sought probe;
    private final float[] probeX;
    private final float[] probeY;
    private final float[] probeDirection;

    // one entry per hit, the likeliest first
    private final float[] weight = new float[MOST];
    private final float[] worth = new float[MOST];
    private final int[] mine = new int[MOST];
    private final int[] theirs = new int[MOST];
    private final float[] turn = new float[MOST];
    private final float[] x = new float[MOST];
    private final float[] y = new float[MOST];
    private int size;

    private final int[] chosen = new int[MOST];
    private final int[] best = new int[MOST];
    private int bestSize;
    private final int[] mineTaken = new int[256];
    private final int[] theirsTaken = new int[256];
    private int round;

    Grouping(Projection projection, Budget budget, Sought probe) {
        this.projection = projection;
        this.budget = budget;
        this.probe = probe;
        int count = probe.minutiae.count();
        probeX = new float[count];
        probeY = new float[count];
        probeDirection = new float[count];
        for (int i = 0; i < count; i++) {
            probeX[i] = probe.minutiae.x()[i];
            probeY[i] = probe.minutiae.y()[i];
            probeDirection[i] = probe.minutiae.direction()[i];
        }
    }

    /// Weighs the hits of one finger: the sum of the best group that agrees.
    ///
    /// @param hits sorted; those from `from` to `to` belong to the finger
    /// @param rarity of hits of each minutia of the probe, see [Worth]
    void weigh(FingerRecord record, long[] hits, int from, int to, Worth rarity) {
        load(record, hits, from, to, rarity);
        bestWeight = 0;
        bestWorth = 0;
        bestSize = 0;
        for (int seed = 0; seed < Math.min(SEEDS, size); seed++) {
            grow(seed);
            if (sum > bestWeight) {
                bestWeight = sum;
                bestWorth = worthSum;
                bestSize = chosenSize;
                System.arraycopy(chosen, 0, best, 0, chosenSize);
            }
        }
    }

    private float sum;
    private float worthSum;
    private float bestWeight;
    private float bestWorth;

    /// The group found last: its log-likelihood by Hamming's distance, 0 or more, on which the
    /// alignment's odds rest.
    float weight() {
        return bestWeight;
    }

    /// The same as the search sees it: by the probe's margins, and common kinds of minutiae worth
    /// less.
    float worth() {
        return bestWorth;
    }

    /// The group found last: how many pairs.
    int pairs() {
        return bestSize;
    }

    int mine(int pair) {
        return mine[best[pair]];
    }

    int theirs(int pair) {
        return theirs[best[pair]];
    }

    private void load(FingerRecord record, long[] hits, int from, int to, Worth rarity) {
        size = 0;
        int count = record.count();
        for (int h = from; h < to && size < MOST; h++) {
            int j = Hits.minutia(hits[h]);
            int i = Hits.probeMinutia(hits[h]);
            if (j >= count) {
                throw new DamagedSegmentException("damaged: a list names minutia " + j);
            }
            long minutia = record.minutia(j);
            float rotated = wrap(SegmentFormat.direction(minutia) - probeDirection[i]);
            if (Math.abs(rotated) > budget.rotation()) {
                continue;
            }
            long third = record.code(j, 2) ^ probe.descriptors.code(i, 2);
            long fourth = record.code(j, 3) ^ probe.descriptors.code(i, 3);
            int distance = Hits.bits(hits[h]) + Long.bitCount(third) + Long.bitCount(fourth);
            float likelihood = projection.likelihood(distance);
            if (likelihood > 0) {
                int measured =
                        Hits.distance(hits[h]) + probe.secondMargins(i).distance(third, fourth);
                insert(likelihood, rarity.of(i, measured), i, j, rotated, minutia);
            }
        }
    }

    private void insert(
            float likelihood, float worthwhile, int i, int j, float rotated, long minutia) {
        int at = size++;
        while (at > 0 && weight[at - 1] < likelihood) {
            weight[at] = weight[at - 1];
            worth[at] = worth[at - 1];
            mine[at] = mine[at - 1];
            theirs[at] = theirs[at - 1];
            turn[at] = turn[at - 1];
            x[at] = x[at - 1];
            y[at] = y[at - 1];
            at--;
        }
        weight[at] = likelihood;
        worth[at] = worthwhile;
        mine[at] = i;
        theirs[at] = j;
        turn[at] = rotated;
        x[at] = SegmentFormat.x(minutia);
        y[at] = SegmentFormat.y(minutia);
    }

    private int chosenSize;

    private void grow(int seed) {
        round++;
        chosenSize = 0;
        take(seed);
        sum = weight[seed];
        worthSum = worth[seed];
        float seedX = probeX[mine[seed]];
        float seedY = probeY[mine[seed]];
        for (int h = 0; h < size; h++) {
            if (mineTaken[mine[h]] == round || theirsTaken[theirs[h]] == round) {
                continue;
            }
            float difference = wrap(turn[h] - turn[seed]);
            if (Math.abs(difference) > TURN_TOLERANCE) {
                continue;
            }
            float px = probeX[mine[h]] - seedX;
            float py = probeY[mine[h]] - seedY;
            float gx = x[h] - x[seed];
            float gy = y[h] - y[seed];
            float here = (float) Math.sqrt(px * px + py * py);
            float there = (float) Math.sqrt(gx * gx + gy * gy);
            if (Math.abs(here - there) > 8 + 0.06f * here) {
                continue;
            }
            if (here > 24) {
                float turned = turn[seed] + difference / 2;
                float cos = (float) Math.cos(turned);
                float sin = (float) Math.sin(turned);
                float rx = px * cos - py * sin;
                float ry = px * sin + py * cos;
                float along = rx * gx + ry * gy;
                float across = rx * gy - ry * gx;
                if (along <= 0 || Math.abs(across) > BEARING_TOLERANCE * along) {
                    continue;
                }
            }
            take(h);
            sum += weight[h];
            worthSum += worth[h];
        }
    }

    private void take(int hit) {
        mineTaken[mine[hit]] = round;
        theirsTaken[theirs[hit]] = round;
        chosen[chosenSize++] = hit;
    }

    static float wrap(float angle) {
        float turned = angle;
        if (turned > Math.PI) {
            turned -= (float) (2 * Math.PI);
        } else if (turned < -Math.PI) {
            turned += (float) (2 * Math.PI);
        }
        return turned;
    }
}
