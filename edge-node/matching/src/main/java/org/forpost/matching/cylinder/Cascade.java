package org.forpost.matching.cylinder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.forpost.matching.cylinder.Pass.Group;
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

    private final Projection projection;
    private final Team team;
    private final Budget budget;

    public Cascade(Projection projection, Team team, Budget budget) {
        this.projection = projection;
        this.team = team;
        this.budget = budget;
    }

    /// One finger to look for.
    ///
    /// @param position 0 to 10; 0 is unknown
    public record Wanted(Minutiae minutiae, int position) {}

    /// Searches for one finger.
    ///
    /// @param position 0 to 10; 0 is unknown
    /// @param check called often from every thread; throws to end the search
    public Outcome search(List<Part> parts, Minutiae minutiae, int position, Runnable check) {
        return search(parts, List.of(new Wanted(minutiae, position)), List.of(), check).getFirst();
    }

    /// Searches for several fingers at once, so that no core waits between them.
    ///
    /// @param meanwhile done beside the search, for what the caller needs afterwards
    /// @param check called often from every thread; throws to end the search
    /// @return one outcome for each finger; the time of all is counted with the first
    public List<Outcome> search(
            List<Part> parts, List<Wanted> wanted, List<Runnable> meanwhile, Runnable check) {
        team.begin();
        try {
            return new Search(parts, wanted, meanwhile, check).run();
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
        private final List<Sought> probes = new ArrayList<>();
        private final List<Runnable> meanwhile;
        private final Runnable check;
        private final long[] nanos = new long[4];
        private final List<List<Group>> groups = new ArrayList<>();
        private final long[] postings;
        private final long[] hits;
        private final long[] voted;
        private long mark = System.nanoTime();

        Search(List<Part> parts, List<Wanted> wanted, List<Runnable> meanwhile, Runnable check) {
            this.parts = parts;
            this.meanwhile = meanwhile;
            this.check = check;
            for (Wanted finger : wanted) {
                probes.add(new Sought(finger.minutiae(), finger.position(), projection));
                groups.add(new ArrayList<>());
            }
            postings = new long[wanted.size()];
            hits = new long[wanted.size()];
            voted = new long[wanted.size()];
        }

        private void lap(int stage) {
            long now = System.nanoTime();
            nanos[stage] += now - mark;
            mark = now;
        }

        /// Runs tasks of all probes on the team.
        ///
        /// @param counts how many tasks each probe has
        private void each(int[] counts, Task task) {
            each(List.of(), counts, task);
        }

        /// @param beside tasks of another kind; they go first, because each takes longer than any
        ///   of ours
        private void each(List<Runnable> beside, int[] counts, Task task) {
            int[] starts = new int[counts.length + 1];
            for (int f = 0; f < counts.length; f++) {
                starts[f + 1] = starts[f] + counts[f];
            }
            team.forEach(
                    beside.size() + starts[counts.length],
                    n -> {
                        check.run();
                        if (n < beside.size()) {
                            beside.get(n).run();
                            return;
                        }
                        int t = n - beside.size();
                        int f = 0;
                        while (t >= starts[f + 1]) {
                            f++;
                        }
                        task.run(f, t - starts[f]);
                    });
        }

        private int[] counts(java.util.function.IntUnaryOperator of) {
            int[] counts = new int[probes.size()];
            Arrays.setAll(counts, of);
            return counts;
        }

        List<Outcome> run() {
            int[] minutiae = counts(f -> probes.get(f).minutiae.count());
            each(minutiae, (f, i) -> probes.get(f).describe(i));
            lap(0);
            List<Runnable> beside = meanwhile;
            for (Part part : parts) {
                search(part, minutiae, beside);
                beside = List.of();
            }
            beside.forEach(Runnable::run);
            return align();
        }

        private void search(Part part, int[] minutiae, List<Runnable> beside) {
            part.segment().checkLength();
            List<Pass> passes = new ArrayList<>();
            for (Sought probe : probes) {
                passes.add(new Pass(part, probe, projection, budget));
            }
            each(beside, minutiae, (f, i) -> passes.get(f).lookUp(i));
            lap(1);
            each(counts(f -> passes.get(f).buckets), (f, b) -> passes.get(f).vote(b));
            Group[][] best = new Group[probes.size()][];
            for (int f = 0; f < best.length; f++) {
                best[f] = passes.get(f).best();
                postings[f] += passes.get(f).postings();
                hits[f] += passes.get(f).hits();
                voted[f] += best[f].length;
            }
            each(
                    counts(f -> chunks(best[f].length, GROUPED_AT_ONCE)),
                    (f, c) -> weigh(f, best[f], c));
            for (int f = 0; f < best.length; f++) {
                groups.get(f).addAll(Arrays.asList(Pass.best(best[f], budget.aligned())));
            }
            lap(2);
        }

        private static final int GROUPED_AT_ONCE = 64;
        private static final int ALIGNED_AT_ONCE = 16;

        private static int chunks(int count, int size) {
            return (count + size - 1) / size;
        }

        private void weigh(int f, Group[] groups, int chunk) {
            Sought probe = probes.get(f);
            Grouping grouping = new Grouping(projection, budget, probe);
            int end = Math.min(groups.length, (chunk + 1) * GROUPED_AT_ONCE);
            for (int g = chunk * GROUPED_AT_ONCE; g < end; g++) {
                Group group = groups[g];
                FingerRecord record = group.segment.record(group.finger);
                group.rank = -1;
                if (probe.compatible(record.position())) {
                    grouping.weigh(record, group.hits, group.from, group.to, group.worth);
                    group.rank = Pass.rank(grouping.worth(), record.count());
                }
            }
        }

        private List<Outcome> align() {
            Group[][] best = new Group[probes.size()][];
            Found[][] found = new Found[probes.size()][];
            for (int f = 0; f < best.length; f++) {
                best[f] = Pass.best(groups.get(f).toArray(Group[]::new), budget.aligned());
                found[f] = new Found[best[f].length];
            }
            each(
                    counts(f -> chunks(best[f].length, ALIGNED_AT_ONCE)),
                    (f, c) -> align(f, best[f], found[f], c));
            lap(3);
            // What was read of a file that was cut short meanwhile means nothing.
            parts.forEach(part -> part.segment().checkLength());
            List<Outcome> outcomes = new ArrayList<>();
            for (int f = 0; f < found.length; f++) {
                Arrays.sort(found[f], Comparator.comparingDouble((Found one) -> -one.alignment()));
                int most = Math.min(budget.compared(), found[f].length);
                Trace trace =
                        new Trace(
                                postings[f],
                                hits[f],
                                voted[f],
                                best[f].length,
                                f == 0 ? nanos : new long[nanos.length]);
                outcomes.add(new Outcome(List.of(Arrays.copyOf(found[f], most)), trace));
            }
            return outcomes;
        }

        private void align(int f, Group[] groups, Found[] found, int chunk) {
            Sought probe = probes.get(f);
            Grouping grouping = new Grouping(projection, budget, probe);
            Alignment alignment = new Alignment(projection, probe);
            int end = Math.min(groups.length, (chunk + 1) * ALIGNED_AT_ONCE);
            for (int g = chunk * ALIGNED_AT_ONCE; g < end; g++) {
                Group group = groups[g];
                FingerRecord record = group.segment.record(group.finger);
                grouping.weigh(record, group.hits, group.from, group.to, group.worth);
                float[] features = alignment.measure(record, grouping, grouping.weight());
                found[g] = new Found(group.segment, group.finger, projection.odds(features));
            }
        }
    }

    private interface Task {
        void run(int finger, int task);
    }
}
