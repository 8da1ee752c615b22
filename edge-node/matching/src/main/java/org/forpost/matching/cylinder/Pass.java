package org.forpost.matching.cylinder;

import java.util.Arrays;
import java.util.BitSet;

/// One finger of the probe against one part of the gallery: looks up and votes. Made of small tasks
/// that several threads take; each writes to a place of its own.
final class Pass {
    /// One finger of the gallery and its hits.
    static final class Group {
        final Segment segment;
        final int finger;
        final long[] hits;
        final int from;
        final int to;
        final Worth worth;
        float rank;

        Group(Segment segment, int finger, long[] hits, int from, int to, Worth worth, float rank) {
            this.segment = segment;
            this.finger = finger;
            this.hits = hits;
            this.from = from;
            this.to = to;
            this.worth = worth;
            this.rank = rank;
        }
    }

    /// What a bucket's counters take, 128 kB, stays in the processor's second cache.
    private static final int LARGEST_BUCKET = 1 << 15;

    /// Enough for every core to have something to do; one finger against another needs no buckets.
    private static final int BUCKETS = 32;

    private static final int SMALL = 1000;

    private static final int FEWEST_KEYS = 8;
    private static final int FEWEST_HITS = 500;

    /// So many postings a minutia may read however small the gallery.
    private static final int FEWEST_POSTINGS = 4096;

    final Segment segment;
    final Sought probe;
    private final BitSet removed;
    private final Projection projection;
    private final Budget budget;
    private final Hits[] hits;
    private final long[] postings;
    private final Worth worth;
    final int buckets;
    private final int width;
    private final Group[][] voted;

    Pass(Cascade.Part part, Sought probe, Projection projection, Budget budget) {
        this.segment = part.segment();
        this.removed = part.removed();
        this.probe = probe;
        this.projection = projection;
        this.budget = budget;
        int count = probe.minutiae.count();
        hits = new Hits[count];
        postings = new long[count];
        worth = new Worth(count);
        int fingers = segment.fingers();
        buckets = fingers < SMALL ? 1 : Math.max(BUCKETS, fingers / LARGEST_BUCKET + 1);
        width = fingers / buckets + 1;
        voted = new Group[buckets][];
    }

    /// Reads the lists for one minutia of the probe.
    void lookUp(int minutia) {
        Descriptors described = probe.descriptors;
        int bits = segment.keyBits();
        int share = 1 << (Projection.KEY_BITS - bits);
        // The same share of the gallery whatever the length of its keys, but never too few.
        int most = Math.max(FEWEST_KEYS, budget.keys() / share);
        long enough =
                FEWEST_POSTINGS
                        + (long) (budget.share() * segment.postings() / probe.minutiae.count());
        int kept =
                (int) Math.max(FEWEST_HITS, (long) budget.hits() * segment.fingers() / 1_000_000);
        int[] keys = KeyWalk.nearest(described, minutia, projection, bits, most);
        float direction = probe.minutiae.direction()[minutia];
        int reach = (int) Math.ceil(budget.rotation() / (2 * Math.PI) * SegmentFormat.SECTORS);
        int sectors = Math.min(SegmentFormat.SECTORS, 2 * reach + 1);
        int first = Math.floorMod(SegmentFormat.sector(direction) - reach, SegmentFormat.SECTORS);
        int beyond = Math.max(0, first + sectors - SegmentFormat.SECTORS);
        Hits mine = new Hits();
        Scan scan =
                new Scan(
                        described.code(minutia, 0),
                        described.code(minutia, 1),
                        probe.margins(minutia),
                        SegmentFormat.fine(direction),
                        budget.farthest(),
                        Math.min(Margins.FARTHEST, Margins.UNIT * budget.farthest()),
                        minutia,
                        mine);
        int[] starts = new int[SegmentFormat.SECTORS + 1];
        for (int k = 0; k < keys.length && scan.postings() <= enough; k++) {
            segment.starts(keys[k], starts);
            segment.scan(starts, first, first + sectors - beyond, scan);
            if (beyond > 0) {
                segment.scan(starts, 0, beyond, scan);
            }
            scan.restrain(kept);
        }
        scan.settle(kept);
        postings[minutia] = scan.postings();
        worth.set(minutia, projection, mine.size(), scan.limit(), segment.fingers());
        mine.intoBuckets(buckets, width, segment.fingers());
        hits[minutia] = mine;
    }

    long postings() {
        return Arrays.stream(postings).sum();
    }

    long hits() {
        return Arrays.stream(hits).mapToLong(Hits::size).sum();
    }

    /// Votes per finger of one bucket: roughly for all, exactly for the best.
    void vote(int bucket) {
        int first = bucket * width;
        int[] sums = new int[width];
        for (Hits some : hits) {
            for (int h = some.start(bucket); h < some.start(bucket + 1); h++) {
                long hit = some.get(h);
                sums[Hits.finger(hit) - first] += (int) (16 * worth.of(hit));
            }
        }
        long[] chosen = choose(sums, first, bucket);
        voted[bucket] = exactly(Hits.sortByFinger(chosen, first));
    }

    private static final int RANKS = 1024;

    /// @return the hits of the fingers with the most votes
    private long[] choose(int[] sums, int first, int bucket) {
        int[] counts = new int[RANKS];
        int some = Math.min(width, segment.fingers() - first);
        for (int f = 0; f < some; f++) {
            if (sums[f] > 0) {
                sums[f] = 1 + roughRank(sums[f], segment.roughCount(first + f));
                counts[sums[f] - 1]++;
            }
        }
        int least = RANKS;
        int sum = 0;
        int most = Math.max(1, budget.voted() / buckets);
        while (least > 0 && sum < most) {
            sum += counts[--least];
        }
        int size = 0;
        for (Hits mine : hits) {
            for (int h = mine.start(bucket); h < mine.start(bucket + 1); h++) {
                size += sums[Hits.finger(mine.get(h)) - first] > least ? 1 : 0;
            }
        }
        long[] chosen = new long[size];
        for (int i = hits.length - 1; i >= 0; i--) {
            Hits mine = hits[i];
            for (int h = mine.start(bucket + 1) - 1; h >= mine.start(bucket); h--) {
                if (sums[Hits.finger(mine.get(h)) - first] > least) {
                    chosen[--size] = mine.get(h);
                }
            }
        }
        return chosen;
    }

    private static int roughRank(int sum, int count) {
        return Math.min(RANKS - 1, (int) (sum * PER_COUNT[count]));
    }

    private Group[] exactly(long[] sorted) {
        Votes votes = new Votes(worth, probe.minutiae.count());
        Group[] groups = new Group[16];
        int size = 0;
        for (int from = 0; from < sorted.length; ) {
            int finger = Hits.finger(sorted[from]);
            int to = from + 1;
            while (to < sorted.length && Hits.finger(sorted[to]) == finger) {
                to++;
            }
            if (!removed.get(finger)) {
                float rank = rank(votes.count(sorted, from, to), segment.roughCount(finger));
                if (size == groups.length) {
                    groups = Arrays.copyOf(groups, 2 * size);
                }
                groups[size++] = new Group(segment, finger, sorted, from, to, worth, rank);
            }
            from = to;
        }
        return Arrays.copyOf(groups, size);
    }

    /// The fingers with the most votes, at most as many as the budget groups.
    Group[] best() {
        return best(
                Arrays.stream(voted).flatMap(Arrays::stream).toArray(Group[]::new),
                budget.grouped());
    }

    /// The groups of the highest rank, at most `most`, those of rank below 0 left out; the highest
    /// first.
    static Group[] best(Group[] groups, int most) {
        Group[] sorted = Arrays.stream(groups).filter(g -> g.rank >= 0).toArray(Group[]::new);
        if (sorted.length > most) {
            float[] ranks = new float[sorted.length];
            for (int g = 0; g < ranks.length; g++) {
                ranks[g] = sorted[g].rank;
            }
            Arrays.sort(ranks);
            float least = ranks[ranks.length - most];
            sorted = Arrays.stream(sorted).filter(g -> g.rank >= least).toArray(Group[]::new);
        }
        Arrays.sort(
                sorted,
                (a, b) ->
                        a.rank != b.rank
                                ? Float.compare(b.rank, a.rank)
                                : Integer.compare(a.finger, b.finger));
        return Arrays.copyOf(sorted, Math.min(most, sorted.length));
    }

    /// A finger with many minutiae collects more chance hits: the study found dividing worth three
    /// to four points.
    static float rank(float weight, int count) {
        return weight * PER_COUNT[count];
    }

    private static final double RANK_POWER = 0.6;
    private static final float[] PER_COUNT = new float[256];

    static {
        for (int c = 0; c < PER_COUNT.length; c++) {
            PER_COUNT[c] = (float) Math.pow(c + 10.0, -RANK_POWER);
        }
    }
}
