package org.forpost.matching.training;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.batch.TemplateRecords;
import org.forpost.matching.batch.TemplateRecords.TemplateRecord;
import org.forpost.matching.images.ImageFile;
import org.forpost.matching.sourceafis.Baseline;
import org.forpost.matching.sourceafis.MalformedTemplateException;
import org.forpost.matching.sourceafis.Minutiae;

/// Where impressions for training come from.
final class Fingers {
    private static final Pattern NAME = Pattern.compile("(.+)_([^_.]+)\\.[^.]+");

    private Fingers() {}

    /// Reads images named `finger_impression.ext`; each folder of them is a set. Every image gives
    /// two impressions, as [FingerprintExtractor] sees it and as SourceAFIS alone does, because
    /// galleries are made of either.
    ///
    /// @throws IOException names the image that gives no template
    static List<Impression> read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files =
                    walk.filter(Files::isRegularFile)
                            .filter(ImageFile::isNamedLikeAnImage)
                            .filter(f -> NAME.matcher(f.getFileName().toString()).matches())
                            .sorted()
                            .toList();
        }
        Map<String, Map<String, Integer>> sets = new HashMap<>();
        List<Impression> main = new ArrayList<>();
        List<Impression> plain = new ArrayList<>();
        try (Progress progress = Progress.forPerson("extracting", files.size())) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    continue;
                }
                Path parent = file.toAbsolutePath().getParent();
                String set = String.valueOf(parent == null ? null : parent.getFileName());
                Map<String, Integer> numbers = sets.computeIfAbsent(set, p -> new HashMap<>());
                int number = numbers.computeIfAbsent(name.group(1), f -> numbers.size());
                String finger = set + " " + name.group(1);
                Minutiae ours = seenByForpost(file);
                main.add(new Impression(set, finger, Impression.MAIN, number, ours));
                Minutiae theirs = seenPlainly(file);
                plain.add(new Impression(set, finger, Impression.PLAIN, number, theirs));
                progress.step(1);
            }
        }
        main.addAll(plain);
        return main;
    }

    private static Minutiae seenByForpost(Path file) throws IOException {
        try {
            return minutiae(
                    new FingerprintExtractor()
                            .extract(ImageFile.read(file, OptionalDouble.empty())));
        } catch (UnusableImageException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Minutiae seenPlainly(Path file) throws IOException {
        ImageFile image = ImageFile.open(file, OptionalDouble.empty());
        try {
            return Minutiae.decode(new Baseline(image.bytes(), image.dpi()).encode());
        } catch (MalformedTemplateException e) {
            throw new IllegalStateException("SourceAFIS wrote a template that is none", e);
        }
    }

    /// Makes synthetic fingers, each with all impressions or with none.
    interface Maker {
        List<List<Template>> make() throws IOException;
    }

    /// Synthetic impressions, made once and kept in a file of templates whose ids are the fingers.
    static List<Impression> synthetic(Path file, Maker maker) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = file.resolveSibling(file.getFileName() + ".draft");
            write(draft, maker.make());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        List<Impression> impressions = new ArrayList<>();
        try (TemplateRecords records = new TemplateRecords(file)) {
            for (Optional<TemplateRecord> next = records.next();
                    next.isPresent();
                    next = records.next()) {
                switch (next.get()) {
                    case TemplateRecord.Usable usable ->
                            impressions.add(
                                    new Impression(
                                            Impression.SYNTHETIC,
                                            "synthetic " + usable.id(),
                                            Impression.MAIN,
                                            (int) usable.id(),
                                            minutiae(usable.template())));
                    case TemplateRecord.Quarantined bad ->
                            throw new IOException(
                                    file + ": record " + bad.number() + ": " + bad.reason());
                }
            }
        }
        return impressions;
    }

    private static void write(Path file, List<List<Template>> fingers) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (int finger = 0; finger < fingers.size(); finger++) {
                for (Template template : fingers.get(finger)) {
                    byte[] bytes = template.encode();
                    out.writeInt(finger);
                    out.writeInt(bytes.length);
                    out.write(bytes);
                }
            }
        }
    }

    private static Minutiae minutiae(Template template) {
        try {
            return Minutiae.decode(template.encode());
        } catch (MalformedTemplateException e) {
            throw new IllegalStateException("a template that cannot be read back", e);
        }
    }
}
