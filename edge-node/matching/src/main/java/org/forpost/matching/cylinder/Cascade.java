package org.forpost.matching.cylinder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.forpost.matching.sourceafis.Minutiae;
import org.jspecify.annotations.Nullable;

/// One finger against a gallery, as far as it goes without SourceAFIS: describe, look up, group,
/// align.
public final class Cascade {
    /// A part of the gallery that is being searched.
    ///
    /// @param removed fingers that count as gone; never written to
    public record Part(Segment segment, BitSet removed) {}

    /// What each stage of one search has done, for a bench and for whoever wants to see.
    ///
    /// @param postings read from the lists
    /// @param hits near enough
    /// @param groups fingers with enough hits to be looked at
    /// @param aligned fingers aligned
    /// @param nanos of wall time: describe, look up, group, align
    @SuppressWarnings("ArrayRecordComponent")
    public record Trace(long postings, long hits, long groups, int aligned, long[] nanos) {}

    /// What the index found.
    ///
    /// @param found the likeliest first, at most as many as the budget compares
    public record Outcome(List<Found> found, Trace trace) {}

    /// Below this many fingers in a part a single hit is worth a look.
    private static final int FEW = 20_000;

    /// Fingers are grouped in this many independent buckets.
    private static final int BUCKETS = 32;

    private final Projection projection;
    private final Team team;
    private final Budget budget;

    public Cascade(Projection projection, Team team, Budget budget) {
        this.projection = projection;
        this.team = team;
        this.budget = budget;
    }

    /// Searches.
    ///
    /// @param position 0 to 10; 0 is unknown
    /// @param check called often from every thread; throws to end the search
    public Outcome search(List<Part> parts, Minutiae minutiae, int position, Runnable check) {
        team.begin();
        try {
            return new Search(parts, minutiae, position, check).run();
        } finally {
            team.end();
        }
    }

    /// Fingers of the gallery by name, or all of them.
    ///
    /// @param subject null for everybody
    public static List<Found> fingers(List<Part> parts, byte @Nullable [] subject) {
        List<Found> found = new ArrayList<>();
        for (Part part : parts) {
            if (subject != null) {
                for (int finger : part.segment().fingersOf(subject)) {
                    if (!part.removed().get(finger)) {
                        found.add(new Found(part.segment(), finger, Float.NaN));
                    }
                }
            } else {
                for (int f = part.removed().nextClearBit(0);
                        f < part.segment().fingers();
                        f = part.removed().nextClearBit(f + 1)) {
                    found.add(new Found(part.segment(), f, Float.NaN));
                }
            }
        }
        return found;
    }

    private final class Search {
        private final List<Part> parts;
        private final Sought probe;
        private final Runnable check;
        private final long[] nanos = new long[4];
        private final AtomicLong postings = new AtomicLong();
        private long mark = System.nanoTime();
        private long hits;
        private long groupsSeen;

        Search(List<Part> parts, Minutiae minutiae, int position, Runnable check) {
            this.parts = parts;
            this.check = check;
            this.probe = new Sought(minutiae, position, projection);
            lap(0);
        }

        private void lap(int stage) {
            long now = System.nanoTime();
            nanos[stage] += now - mark;
            mark = now;
        }

        Outcome run() {
            List<Group> groups = new ArrayList<>();
            for (Part part : parts) {
                check.run();
                long[][] buckets = lookUp(part);
                lap(1);
                groups.addAll(group(part, buckets));
                lap(2);
            }
            groups.sort(Comparator.comparingDouble((Group g) -> -g.rank));
            List<Group> best = groups.subList(0, Math.min(budget.aligned(), groups.size()));
            List<Found> found = align(best);
            lap(3);
            found = found.subList(0, Math.min(budget.compared(), found.size()));
            Trace trace = new Trace(postings.get(), hits, groupsSeen, best.size(), nanos);
            return new Outcome(List.copyOf(found), trace);
        }

        /// Reads the lists, one task per minutia of the probe.
        private long[][] lookUp(Part part) {
            Segment segment = part.segment();
            segment.checkLength();
            int count = probe.minutiae.count();
            Hits[] perMinutia = new Hits[count];
            int reach = (int) Math.ceil(budget.rotation() / (2 * Math.PI) * SegmentFormat.SECTORS);
            int share = 1 << (Projection.KEY_BITS - segment.keyBits());
            // The same share of the gallery whatever the length of its keys, but never too few
            // keys.
            int most =
                    Math.clamp(
                            Math.round((float) budget.keysFor(count) / share),
                            FEWEST_KEYS,
                            1 << 16);
            team.forEach(
                    count,
                    i -> {
                        check.run();
                        Hits mine = new Hits();
                        int[] keys =
                                KeyWalk.nearest(
                                        probe.descriptors, i, projection, segment.keyBits(), most);
                        int sector = SegmentFormat.sector(probe.minutiae.direction()[i]);
                        int first = Math.floorMod(sector - reach, SegmentFormat.SECTORS);
                        int sectors = Math.min(SegmentFormat.SECTORS, 2 * reach + 1);
                        Scan scan =
                                new Scan(
                                        probe.descriptors.code(i, 0),
                                        probe.descriptors.code(i, 1),
                                        SegmentFormat.fine(probe.minutiae.direction()[i]),
                                        (int) Math.round(budget.rotation() * 128 / Math.PI),
                                        budget.farthest(),
                                        i,
                                        mine);
                        long enough = LEAST_POSTINGS + segment.postings() / POSTINGS_SHARE;
                        for (int key : keys) {
                            segment.scan(key, first, sectors, scan);
                            scan.restrain(MOST_HITS);
                            if (scan.postings() > enough) {
                                break;
                            }
                        }
                        postings.addAndGet(scan.postings());
                        perMinutia[i] = mine;
                    });
            return intoBuckets(segment, perMinutia);
        }

        private static final int FEWEST_KEYS = 8;

        /// Twice what a minutia of a real probe brings up against a million fingers on average.
        private static final int MOST_HITS = 20_000;

        /// A minutia reads at most this part of the lists, 600,000 postings of a million fingers;
        /// that of a real probe reads 440,000 on average.
        private static final int POSTINGS_SHARE = 64;

        private static final long LEAST_POSTINGS = 4096L;

        private long[][] intoBuckets(Segment segment, Hits[] perMinutia) {
            int width = segment.fingers() / BUCKETS + 1;
            int[] sizes = new int[BUCKETS];
            for (Hits some : perMinutia) {
                for (int h = 0; h < some.size(); h++) {
                    sizes[bucket(some.get(h), width)]++;
                }
                hits += some.size();
            }
            long[][] buckets = new long[BUCKETS][];
            for (int b = 0; b < BUCKETS; b++) {
                buckets[b] = new long[sizes[b]];
            }
            for (Hits some : perMinutia) {
                for (int h = 0; h < some.size(); h++) {
                    long hit = some.get(h);
                    int b = bucket(hit, width);
                    buckets[b][--sizes[b]] = hit;
                }
            }
            return buckets;
        }

        private static int bucket(long hit, int width) {
            return Math.min(BUCKETS - 1, Hits.finger(hit) / width);
        }

        /// Votes per finger, then the best of them by the geometry of their hits.
        private List<Group> group(Part part, long[][] buckets) {
            List<Group> voted = new ArrayList<>();
            int width = part.segment().fingers() / BUCKETS + 1;
            team.forEach(
                    BUCKETS,
                    b -> {
                        check.run();
                        long[] sorted = Hits.sortByFinger(buckets[b], b * width);
                        List<Group> some = vote(part, sorted);
                        synchronized (voted) {
                            voted.addAll(some);
                        }
                    });
            groupsSeen += voted.size();
            Group[] best = best(voted, budget.grouped());
            int chunk = 64;
            team.forEach(
                    (best.length + chunk - 1) / chunk,
                    c -> {
                        check.run();
                        Grouping grouping = new Grouping(projection, budget, probe);
                        int end = Math.min(best.length, (c + 1) * chunk);
                        for (int g = c * chunk; g < end; g++) {
                            Group group = best[g];
                            long record = group.segment.record(group.finger);
                            group.rank = -1;
                            if (probe.compatible(group.segment.position(record))) {
                                group.rank =
                                        rank(
                                                grouping.weigh(
                                                        group.segment,
                                                        record,
                                                        group.hits,
                                                        group.from,
                                                        group.to),
                                                group.segment.count(record));
                            }
                        }
                    });
            return Arrays.asList(best(Arrays.asList(best), budget.aligned()));
        }

        private List<Group> vote(Part part, long[] bucket) {
            Segment segment = part.segment();
            Votes votes = new Votes(projection, probe.minutiae.count());
            List<Group> result = new ArrayList<>();
            boolean few = segment.fingers() < FEW;
            for (int from = 0; from < bucket.length; ) {
                int finger = Hits.finger(bucket[from]);
                int to = from + 1;
                while (to < bucket.length && Hits.finger(bucket[to]) == finger) {
                    to++;
                }
                if ((to - from >= 2 || few) && segment.has(finger) && !part.removed().get(finger)) {
                    float rank = rank(votes.count(bucket, from, to), segment.roughCount(finger));
                    result.add(new Group(segment, finger, bucket, from, to, rank));
                }
                from = to;
            }
            return result;
        }

        /// The groups of the highest rank, at most `most`, those of rank below 0 left out.
        private static Group[] best(List<Group> groups, int most) {
            float[] ranks = new float[groups.size()];
            for (int g = 0; g < ranks.length; g++) {
                ranks[g] = groups.get(g).rank;
            }
            Arrays.sort(ranks);
            float least = ranks.length > most ? ranks[ranks.length - most] : 0;
            return groups.stream()
                    .filter(g -> g.rank >= least && g.rank >= 0)
                    .sorted(Comparator.comparingDouble(g -> -g.rank))
                    .limit(most)
                    .toArray(Group[]::new);
        }

        private List<Found> align(List<Group> best) {
            int chunk = 16;
            Found[] found = new Found[best.size()];
            team.forEach(
                    (best.size() + chunk - 1) / chunk,
                    c -> {
                        check.run();
                        Grouping grouping = new Grouping(projection, budget, probe);
                        Alignment alignment = new Alignment(projection, probe);
                        for (int g = c * chunk; g < Math.min(best.size(), (c + 1) * chunk); g++) {
                            Group group = best.get(g);
                            long record = group.segment.record(group.finger);
                            float weight =
                                    grouping.weigh(
                                            group.segment,
                                            record,
                                            group.hits,
                                            group.from,
                                            group.to);
                            float[] features =
                                    alignment.measure(group.segment, record, grouping, weight);
                            found[g] =
                                    new Found(
                                            group.segment, group.finger, projection.odds(features));
                        }
                    });
            List<Found> sorted = new ArrayList<>(Arrays.asList(found));
            sorted.sort(Comparator.comparingDouble((Found f) -> -f.alignment()));
            return sorted;
        }
    }

    /// A finger with many minutiae collects more chance hits: the study found dividing worth three
    /// to four points.
    static float rank(float weight, int count) {
        return weight / (float) Math.pow(count + 10, RANK_POWER);
    }

    private static final double RANK_POWER = 0.6;

    private static final class Group {
        final Segment segment;
        final int finger;
        final long[] hits;
        final int from;
        final int to;
        float rank;

        Group(Segment segment, int finger, long[] hits, int from, int to, float rank) {
            this.segment = segment;
            this.finger = finger;
            this.hits = hits;
            this.from = from;
            this.to = to;
            this.rank = rank;
        }
    }
}
