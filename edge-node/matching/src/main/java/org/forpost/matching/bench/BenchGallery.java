package org.forpost.matching.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.GalleryException;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.batch.Progress;

/// The gallery that the bench searches, made once and kept: distractors from synthetic images,
/// varied, four fingers to a person, and among them people whose second impressions are the probes.
final class BenchGallery {
    /// People who are searched for, four fingers each.
    static final int MATES = 50;

    static final int FINGERS = 4;
    private static final FingerPosition[] POSITIONS = {
        FingerPosition.RIGHT_INDEX,
        FingerPosition.RIGHT_MIDDLE,
        FingerPosition.LEFT_INDEX,
        FingerPosition.LEFT_MIDDLE
    };

    private final Path folder;
    private final int size;
    private final long seed;
    private final SyntheticFingers fingers;
    private final Distractors distractors;

    /// @param folder of all benches, under `target`
    /// @param size of the gallery
    BenchGallery(Path top, Path folder, int size, long seed) {
        this.folder = folder;
        this.size = size;
        this.seed = seed;
        this.fingers = new SyntheticFingers(top, seed);
        this.distractors = new Distractors(top, folder, seed, Distractors.Extraction.FORPOST);
    }

    Path path() {
        return folder.resolve("gallery-" + size + "-" + seed);
    }

    static FingerPosition position(int finger) {
        return POSITIONS[finger % FINGERS];
    }

    static String mate(int person) {
        return "mate " + person;
    }

    /// Makes what is not there yet.
    void prepare() throws IOException {
        List<Template> base = base();
        List<Template> mates = mates();
        if (Files.exists(path().resolve("manifest")) && readable()) {
            return;
        }
        try (Gallery gallery = Gallery.open(path());
                Progress progress = Progress.forPerson("gallery", size)) {
            gallery.replace(() -> references(base, mates, progress));
        }
    }

    /// Whether this program's version wrote it: with other descriptors or another format it has to
    /// be made anew.
    private boolean readable() throws IOException {
        try (Gallery gallery = Gallery.openReadOnly(path())) {
            return gallery.size() == size;
        } catch (GalleryException e) {
            System.err.println(e.getMessage());
            for (String name : List.of("manifest", "lock")) {
                Files.deleteIfExists(path().resolve(name));
            }
            return false;
        }
    }

    private Iterator<Reference> references(
            List<Template> base, List<Template> mates, Progress progress) {
        return IntStream.range(0, size)
                .mapToObj(i -> {
                    progress.step(1);
                    if (i < MATES * FINGERS) {
                        return new Reference(mate(i / FINGERS), position(i), mates.get(2 * i));
                    }
                    return new Reference(
                            "d" + i / FINGERS, position(i), Distractors.distractor(base, i));
                })
                .iterator();
    }

    /// The distinct fingers, one template each.
    List<Template> base() throws IOException {
        return distractors.base(size);
    }

    /// Gallery and probe template of each finger of each mate, alternating.
    List<Template> mates() throws IOException {
        Path file = folder.resolve("mates-" + seed + ".templates");
        if (!Files.exists(file)) {
            List<Template> made = new ArrayList<>();
            List<List<Template>> pairs =
                    fingers.make(
                            1_000_001,
                            MATES * FINGERS + 20,
                            2,
                            Distractors.Extraction.FORPOST::of,
                            "people to find");
            pairs.stream()
                    .filter(pair -> pair.size() == 2)
                    .limit((long) MATES * FINGERS)
                    .forEach(made::addAll);
            Distractors.write(file, made);
        }
        return Distractors.read(file);
    }
}
