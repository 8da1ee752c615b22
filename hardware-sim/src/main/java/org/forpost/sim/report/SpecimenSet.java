package org.forpost.sim.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.forpost.sim.finger.Assembly;
import org.forpost.sim.finger.Finger;
import org.forpost.sim.finger.FolderDpi;
import org.forpost.sim.finger.GreyImage;
import org.forpost.sim.finger.Population;
import org.forpost.sim.finger.ProgressBar;

/// Several impressions of each of several fingers.
///
/// @param name for people
/// @param specimens grouped by finger
/// @param makeMillis milliseconds of one thread for making or reading one image; the growth of a
///   finger is spread over its impressions
/// @param extractMillis milliseconds of one thread for extracting one image
record SpecimenSet(String name, List<Specimen> specimens, double makeMillis, double extractMillis) {

    /// A folder with more is not a test set, and its pairs would take days.
    private static final int MAX_IMAGES = 20_000;

    private record Timed(List<Specimen> specimens, long makeNanos, long extractNanos) {}

    static SpecimenSet synthetic(
            long seed, int fingers, int impressions, int threads, ProgressBar bar)
            throws IOException, InterruptedException {
        var population = new Population(seed);
        return collect(
                "synthetic, seed " + seed,
                fingers,
                threads,
                i -> {
                    int number = i + 1;
                    long make = 0;
                    long extract = 0;
                    var specimens = new ArrayList<Specimen>();
                    long start = System.nanoTime();
                    Finger finger = population.finger(number);
                    for (int impression = 1; impression <= impressions; impression++) {
                        GreyImage image = finger.impression(population.press(number, impression));
                        long made = System.nanoTime();
                        specimens.add(Specimen.extract(Integer.toString(number), image));
                        long extracted = System.nanoTime();
                        make += made - start;
                        extract += extracted - made;
                        start = extracted;
                        bar.step();
                    }
                    return new Timed(specimens, make, extract);
                });
    }

    static SpecimenSet real(Path folder, int threads, ProgressBar bar)
            throws IOException, InterruptedException {
        List<Path> images = images(folder);
        int dpi = FolderDpi.of(folder);
        return collect(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                images.size(),
                threads,
                i -> {
                    Path file = images.get(i);
                    long start = System.nanoTime();
                    GreyImage image = GreyImage.read(file, dpi);
                    long read = System.nanoTime();
                    var specimen = Specimen.extract(finger(file), image);
                    bar.step();
                    return new Timed(List.of(specimen), read - start, System.nanoTime() - read);
                });
    }

    private static SpecimenSet collect(
            String name, int pieces, int threads, Assembly.Maker<Timed> maker)
            throws IOException, InterruptedException {
        var all = new ArrayList<Specimen>();
        var nanos = new long[2];
        Assembly.inOrder(
                pieces,
                threads,
                maker,
                timed -> {
                    all.addAll(timed.specimens);
                    nanos[0] += timed.makeNanos;
                    nanos[1] += timed.extractNanos;
                });
        double images = Math.max(1, all.size()) * 1e6;
        return new SpecimenSet(name, all, nanos[0] / images, nanos[1] / images);
    }

    /// The sets that a folder holds: itself if it has images, otherwise those of its folders that
    /// have.
    static List<Path> sets(Path folder) throws IOException {
        if (!images(folder).isEmpty()) {
            return List.of(folder);
        }
        var sets = new ArrayList<Path>();
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.filter(Files::isDirectory).sorted().toList()) {
                if (!images(child).isEmpty()) {
                    sets.add(child);
                }
            }
        }
        if (sets.isEmpty()) {
            throw new IOException(
                    folder + ": no images named finger_impression here or one folder below");
        }
        return sets;
    }

    static List<Path> images(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> images =
                    files.filter(SpecimenSet::isImage).limit(MAX_IMAGES + 1L).sorted().toList();
            if (images.size() > MAX_IMAGES) {
                throw new IOException(folder + ": more than " + MAX_IMAGES + " images");
            }
            return images;
        }
    }

    private static boolean isImage(Path file) {
        return name(file).toLowerCase(Locale.ROOT).matches("[^_]+_[^_]+\\.(png|tiff?|jpe?g|bmp)");
    }

    private static String finger(Path image) {
        String name = name(image);
        return name.substring(0, name.indexOf('_'));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
