package org.forpost.matching.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.cylinder.Projection;

/// All that there is to learn from, prepared once: people's fingers in groups that can be left out,
/// and synthetic ones, of which every tenth is never learned from.
final class Course {
    /// People who are left out together.
    ///
    /// @param set the scanner's
    /// @param half 0 for the first, third, … finger of the set, 1 for the others
    record Group(String set, int half, List<Mates> mates, Experience asTheyAre, Experience worn) {}

    /// Every so many synthetic fingers one is set aside, for measuring.
    private static final int ASIDE = 10;

    /// Fingers whose mean is what unknown cells are filled with.
    private static final int MOST_FOR_EXPECTED = 600;

    /// Worn copies of each of people's mates, who are few.
    private static final int COPIES = 4;

    private static final double PEOPLE = 0.25;
    private static final double PEOPLE_WORN = 0.25;
    private static final double SYNTHETIC = 0.15;
    private static final double SYNTHETIC_WORN = 0.35;

    private final List<Group> groups = new ArrayList<>();
    private final List<Mates> aside;
    private final List<Mates> learned;
    private final float[] expected;
    private final Experience synthetic;
    private final Experience syntheticWorn;
    private final int steps;
    private final long seed;

    /// @param people may be empty
    /// @param synthetic impressions of at least 20 fingers
    /// @param steps of refinement
    Course(List<Impression> people, List<Impression> synthetic, int steps, long seed) {
        this.steps = steps;
        this.seed = seed;
        List<Mates> all = mates("synthetic mates", synthetic);
        this.aside = all.stream().filter(m -> m.first().number() % ASIDE == 0).toList();
        this.learned = all.stream().filter(m -> m.first().number() % ASIDE != 0).toList();
        this.expected =
                Experience.expected(
                        learned.subList(0, Math.min(MOST_FOR_EXPECTED, learned.size())));
        Random random = new Random(seed);
        this.synthetic = Experience.of(learned, expected, random);
        this.syntheticWorn = Experience.of(worn(learned, Wear.OF_SYNTHETIC, 1), expected, random);
        Map<String, List<Mates>> halves = new LinkedHashMap<>();
        for (Mates mates : mates("people's mates", people)) {
            String key = mates.first().number() % 2 + mates.first().set();
            halves.computeIfAbsent(key, k -> new ArrayList<>()).add(mates);
        }
        halves.forEach((key, mates) -> {
            List<Mates> both = new ArrayList<>(mates);
            both.addAll(Wear.mirrored(mates));
            groups.add(
                    new Group(
                            key.substring(1),
                            key.charAt(0) - '0',
                            mates,
                            Experience.of(both, expected, random),
                            Experience.of(worn(both, Wear.OF_PEOPLE, COPIES), expected, random)));
        });
    }

    private static List<Mates> mates(String what, List<Impression> impressions) {
        try (Progress progress = Progress.forPerson(what, impressions.size())) {
            return Mates.among(impressions, progress);
        }
    }

    private List<Mates> worn(List<Mates> mates, Wear wear, int copies) {
        Random random = new Random(seed + copies);
        List<Mates> worn = new ArrayList<>();
        for (Mates both : mates) {
            for (int copy = 0; copy < copies; copy++) {
                worn.add(wear.wear(both, random));
            }
        }
        return worn;
    }

    List<Group> groups() {
        return List.copyOf(groups);
    }

    /// Synthetic mates that are never learned from.
    List<Mates> aside() {
        return aside;
    }

    /// How many pairs of minutiae the synthetic mates gave.
    long syntheticPairs() {
        return synthetic.scatter().pairs();
    }

    /// Learns from the groups that pass and from the synthetic fingers.
    Projection learn(Predicate<Group> with, String provenance) {
        List<Group> chosen =
                groups.stream().filter(with.and(g -> g.asTheyAre.scatter().pairs() > 0)).toList();
        double pairs = chosen.stream().mapToLong(g -> g.asTheyAre.scatter().pairs()).sum();
        List<Lesson.Source> sources = new ArrayList<>();
        for (Group group : chosen) {
            double part = group.asTheyAre.scatter().pairs() / pairs;
            sources.add(new Lesson.Source(group.asTheyAre, PEOPLE * part, true));
            sources.add(new Lesson.Source(group.worn, PEOPLE_WORN * part, false));
        }
        // Where there are people they say what cylinders look like.
        sources.add(new Lesson.Source(synthetic, SYNTHETIC, chosen.isEmpty()));
        sources.add(new Lesson.Source(syntheticWorn, SYNTHETIC_WORN, false));
        List<Experience> judges =
                chosen.isEmpty()
                        ? List.of(syntheticWorn)
                        : chosen.stream().map(Group::asTheyAre).toList();
        Projection projection =
                new Lesson(expected, sources, steps, seed).learn(provenance, judges);
        List<Mates> examples =
                chosen.isEmpty()
                        ? learned.subList(0, Math.min(MOST_FOR_EXPECTED, learned.size()))
                        : chosen.stream().flatMap(g -> g.mates().stream()).toList();
        return projection.weighing(AlignmentWeights.learn(projection, examples, learned));
    }
}
