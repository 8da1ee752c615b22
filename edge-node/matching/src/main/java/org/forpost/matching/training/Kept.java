package org.forpost.matching.training;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.cylinder.Budget;
import org.forpost.matching.cylinder.Cascade;
import org.forpost.matching.cylinder.Entry;
import org.forpost.matching.cylinder.Found;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.cylinder.SegmentBuilder;
import org.forpost.matching.cylinder.Team;
import org.forpost.matching.cylinder.Variation;
import org.forpost.matching.sourceafis.Minutiae;

/// How many mates that SourceAFIS would recognise the index brings before it.
///
/// @param found of those whose score is 40 or more
/// @param of how many there are
/// @param weakFound of those whose score is 20 to 40
/// @param ofWeak how many there are
record Kept(int found, int of, int weakFound, int ofWeak) {
    private static final double GOOD = 40;
    private static final double WEAK = 20;

    /// @param mates searched for, either in a gallery with the other and all impressions of all
    ///   others
    /// @param distractors whose mirrored, scaled and warped copies fill the gallery
    /// @param size of the gallery
    static Kept count(Projection projection, List<Mates> mates, List<Mates> distractors, int size) {
        Map<Impression, String> names = new LinkedHashMap<>();
        SegmentBuilder builder = new SegmentBuilder(projection, () -> {});
        for (Mates both : mates) {
            for (Impression impression : List.of(both.first(), both.second())) {
                if (!names.containsKey(impression)) {
                    String name = "mate " + names.size();
                    names.put(impression, name);
                    add(builder, name, impression.minutiae(), projection);
                }
            }
        }
        List<Minutiae> base =
                distractors.stream().map(m -> m.first().minutiae()).distinct().toList();
        try (Progress progress = Progress.forPerson("gallery", size)) {
            for (int i = builder.fingers(); i < size && !base.isEmpty(); i++) {
                int copy = 1 + i / base.size();
                Minutiae other = Variation.of(base.get(i % base.size()), copy, i);
                add(builder, "d" + i, other, projection);
                progress.step(1);
            }
        }
        Cascade cascade = new Cascade(projection, new Team(1), Budget.STANDARD.forGallery(size));
        List<Cascade.Part> gallery = List.of(new Cascade.Part(builder.inMemory(), new BitSet()));
        Map<Impression, Set<String>> found = new LinkedHashMap<>();
        names.keySet().forEach(i -> found.put(i, found(cascade, gallery, i.minutiae())));
        int[] counts = new int[4];
        for (Mates both : mates) {
            if (both.score() >= WEAK) {
                int at = both.score() >= GOOD ? 0 : 2;
                counts[at + 1] += 2;
                String one = names.getOrDefault(both.first(), "");
                String other = names.getOrDefault(both.second(), "");
                counts[at] += found.getOrDefault(both.first(), Set.of()).contains(other) ? 1 : 0;
                counts[at] += found.getOrDefault(both.second(), Set.of()).contains(one) ? 1 : 0;
            }
        }
        return new Kept(counts[0], counts[1], counts[2], counts[3]);
    }

    private static void add(
            SegmentBuilder builder, String name, Minutiae minutiae, Projection projection) {
        byte[] subject = name.getBytes(StandardCharsets.UTF_8);
        builder.add(Entry.describe(subject, 0, minutiae, projection));
    }

    private static Set<String> found(
            Cascade cascade, List<Cascade.Part> gallery, Minutiae minutiae) {
        Set<String> found = new HashSet<>();
        for (Found one : cascade.search(gallery, minutiae, 0, () -> {}).found()) {
            found.add(new String(one.subject(), StandardCharsets.UTF_8));
        }
        return found;
    }

    /// Two columns of a Markdown table.
    String cells() {
        return cell(found, of) + " | " + cell(weakFound, ofWeak);
    }

    private static String cell(int found, int of) {
        return of == 0
                ? "–"
                : String.format(Locale.ROOT, "%.1f (%d of %d)", 100.0 * found / of, found, of);
    }
}
