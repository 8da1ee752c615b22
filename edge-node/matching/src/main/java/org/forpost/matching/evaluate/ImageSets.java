package org.forpost.matching.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.forpost.matching.evaluate.ImageSet.Impression;
import org.forpost.matching.images.ImageFile;

/// Finds the sets below a folder: each folder that holds images named `finger_impression.ext` is
/// one.
///
/// @param sets by name
/// @param ignored files that are no such image, and what else was passed over
record ImageSets(List<ImageSet> sets, List<String> ignored) {
    /// Deeper than country / scanner / session / set nobody sorts fingers.
    private static final int MAX_DEPTH = 8;

    /// All sets of FVC2000 to FVC2006 together have less; beyond it the pairs take days.
    private static final int MAX_FILES = 100_000;

    private static final Pattern NAME = Pattern.compile("(.+)_([^_.]+)\\.[^.]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /// By number where both are numbers, so that impression 10 follows 9 and not 1.
    private static final Comparator<String> NATURAL =
            (a, b) ->
                    DIGITS.matcher(a).matches() && DIGITS.matcher(b).matches()
                            ? Long.compare(Long.parseLong(a), Long.parseLong(b))
                            : a.compareTo(b);

    private static final Comparator<Impression> ORDER =
            Comparator.comparing(Impression::finger, NATURAL)
                    .thenComparing(Impression::impression, NATURAL)
                    .thenComparing(Impression::file);

    /// Walks the folder; symbolic links are not followed.
    static ImageSets below(Path folder) throws IOException {
        SortedMap<Path, List<Impression>> found = new TreeMap<>();
        List<String> ignored = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
            for (Path file :
                    (Iterable<Path>) walk.filter(Files::isRegularFile).sorted()::iterator) {
                String name = file.getFileName().toString();
                Optional<Impression> impression = impression(file);
                if (impression.isPresent()) {
                    found.computeIfAbsent(file.getParent(), parent -> new ArrayList<>())
                            .add(impression.get());
                } else if (!name.startsWith(".") && !name.equals(ImageFile.DPI_FILE)) {
                    ignored.add(folder.relativize(file) + ": not named finger_impression.ext");
                }
                if (found.size() + ignored.size() > MAX_FILES) {
                    throw new IOException(folder + ": more than " + MAX_FILES + " files");
                }
            }
        }
        List<ImageSet> sets = new ArrayList<>();
        found.forEach((parent, impressions) -> {
            impressions.sort(ORDER);
            String name = folder.relativize(parent).toString();
            sets.add(
                    new ImageSet(
                            name.isEmpty()
                                    ? String.valueOf(
                                            folder.toAbsolutePath().normalize().getFileName())
                                    : name,
                            withoutDoubles(impressions, ignored)));
        });
        return new ImageSets(List.copyOf(sets), List.copyOf(ignored));
    }

    private static Optional<Impression> impression(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return ImageFile.isNamedLikeAnImage(file) && name.matches()
                ? Optional.of(new Impression(name.group(1), name.group(2), file))
                : Optional.empty();
    }

    /// The same touch in two formats would be the easiest genuine pair of all.
    private static List<Impression> withoutDoubles(List<Impression> sorted, List<String> ignored) {
        List<Impression> kept = new ArrayList<>();
        for (Impression next : sorted) {
            if (!kept.isEmpty()
                    && kept.getLast().finger().equals(next.finger())
                    && kept.getLast().impression().equals(next.impression())) {
                ignored.add(
                        next.file()
                                + ": the same finger and impression as "
                                + kept.getLast().file().getFileName());
            } else {
                kept.add(next);
            }
        }
        return kept;
    }
}
