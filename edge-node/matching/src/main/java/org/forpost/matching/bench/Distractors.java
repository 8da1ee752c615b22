package org.forpost.matching.bench;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.matching.batch.TemplateRecords;
import org.forpost.matching.batch.TemplateRecords.TemplateRecord;
import org.forpost.matching.sourceafis.Baseline;

/// Fingers of nobody to fill a gallery with: images of the seeded ridge generator through an
/// extractor, made once and kept, then mirrored, scaled and warped copies of their templates.
public final class Distractors {

    /// Who makes templates of the images: distractors must come from the same extractor as the
    /// fingers that they stand beside, or they would be told apart by its habits.
    public enum Extraction {
        /// [FingerprintExtractor#extract].
        FORPOST("fingers", 8_000),

        /// SourceAFIS as its manual shows it, from an encoded file: what somebody who brings native
        /// templates has.
        SOURCEAFIS("plain-fingers", 4_000);

        private final String file;

        /// Distinct fingers behind any number of distractors; the rest are variations of them.
        /// Making more takes longer than the minutes that a first run may prepare itself.
        private final int most;

        Extraction(String file, int most) {
            this.file = file;
            this.most = most;
        }

        Template of(GreyImage image) throws UnusableImageException {
            if (this == FORPOST) {
                return new FingerprintExtractor().extract(image);
            }
            BufferedImage buffered =
                    new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
            buffered.getRaster()
                    .setDataElements(0, 0, image.width(), image.height(), image.pixels());
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            try {
                ImageIO.write(buffered, "png", png);
                return Template.decode(new Baseline(png.toByteArray(), image.dpi()).encode());
            } catch (IOException | UnusableTemplateException e) {
                throw new IllegalStateException("SourceAFIS's own template cannot be read", e);
            }
        }
    }

    private final SyntheticFingers fingers;
    private final Path folder;
    private final long seed;
    private final Extraction extraction;

    /// @param top of the checkout, where the generator's program is
    /// @param folder where templates are kept between runs
    /// @param seed another seed, other fingers
    public Distractors(Path top, Path folder, long seed, Extraction extraction) {
        this.fingers = new SyntheticFingers(top, seed);
        this.folder = folder;
        this.seed = seed;
        this.extraction = extraction;
    }

    /// The distinct fingers, one template each; those that are not there yet are made, which takes
    /// some 50 ms of one core each.
    ///
    /// @param wanted distractors in all
    public List<Template> base(int wanted) throws IOException {
        int count = Math.min(extraction.most, Math.max(LEAST, wanted));
        Path whole = file(extraction.most);
        if (Files.exists(whole)) {
            List<Template> all = read(whole);
            return all.subList(0, Math.min(count, all.size()));
        }
        Path file = file(count);
        if (!Files.exists(file)) {
            List<Template> made = new ArrayList<>();
            fingers.make(1, count, 1, extraction::of, "synthetic fingers").forEach(made::addAll);
            write(file, made);
        }
        return read(file);
    }

    private static final int LEAST = 100;

    private Path file(int count) {
        return folder.resolve(extraction.file + "-" + count + "-" + seed + ".templates");
    }

    /// One distractor.
    ///
    /// @param base as [#base] answers
    /// @param i its number, from 0; the same number is always the same finger
    public static Template distractor(List<Template> base, int i) {
        return base.get(i % base.size()).varied(i / base.size(), i);
    }

    static void write(Path file, List<Template> templates) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
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

    static List<Template> read(Path file) throws IOException {
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
