package org.forpost.matching.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.batch.TemplateRecords;
import org.forpost.matching.batch.TemplateRecords.TemplateRecord;

/// The gallery that the bench searches, made once and kept: distractors from synthetic images,
/// varied, four fingers to a person, and among them people whose second impressions are the probes.
final class BenchGallery {
    /// Distinct synthetic fingers behind the distractors; the rest are variations of them.
    /// Extracting more takes longer than the ten minutes that a bench may prepare itself.
    private static final int BASE = 8_000;

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

    /// @param folder of all benches, under `target`
    /// @param size of the gallery
    BenchGallery(Path top, Path folder, int size, long seed) {
        this.folder = folder;
        this.size = size;
        this.seed = seed;
        this.fingers = new SyntheticFingers(top, seed);
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
        if (Files.exists(path().resolve("manifest"))) {
            return;
        }
        try (Gallery gallery = Gallery.open(path());
                Progress progress = Progress.forPerson("gallery", size)) {
            gallery.replace(() -> references(base, mates, progress));
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
                    Template finger = base.get(i % base.size());
                    int copy = i / base.size();
                    return new Reference("d" + i / FINGERS, position(i), finger.varied(copy, i));
                })
                .iterator();
    }

    /// The distinct fingers, one template each.
    List<Template> base() throws IOException {
        int count = Math.min(BASE, Math.max(100, size));
        Path file = folder.resolve("fingers-" + count + "-" + seed + ".templates");
        if (!Files.exists(file)) {
            List<Template> made = new ArrayList<>();
            fingers.make(1, count, 1, "synthetic fingers").forEach(made::addAll);
            write(file, made);
        }
        return read(file);
    }

    /// Gallery and probe template of each finger of each mate, alternating.
    List<Template> mates() throws IOException {
        Path file = folder.resolve("mates-" + seed + ".templates");
        if (!Files.exists(file)) {
            List<Template> made = new ArrayList<>();
            List<List<Template>> pairs =
                    fingers.make(1_000_001, MATES * FINGERS + 20, 2, "people to find");
            pairs.stream()
                    .filter(pair -> pair.size() == 2)
                    .limit((long) MATES * FINGERS)
                    .forEach(made::addAll);
            write(file, made);
        }
        return read(file);
    }

    private static void write(Path file, List<Template> templates) throws IOException {
        Files.createDirectories(file.getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
            int id = 0;
            for (Template template : templates) {
                byte[] bytes = template.encode();
                out.writeInt(id++);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Template> read(Path file) throws IOException {
        List<Template> templates = new ArrayList<>();
        try (TemplateRecords records = new TemplateRecords(file)) {
            for (Optional<TemplateRecord> next = records.next();
                    next.isPresent();
                    next = records.next()) {
                switch (next.get()) {
                    case TemplateRecord.Usable usable -> templates.add(usable.template());
                    case TemplateRecord.Quarantined bad ->
                            throw new IOException(
                                    file + ": record " + bad.number() + ": " + bad.reason());
                }
            }
        }
        return templates;
    }
}
