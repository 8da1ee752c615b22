package org.forpost.edge;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.UnusableTemplateException;

/// Templates of synthetic fingers, made once and kept: count, then length and bytes of each.
final class TemplateCache {
    private final Path folder;
    private final Path file;

    /// @param folder made if it is not there
    TemplateCache(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name);
    }

    List<Template> of(int count, long seed, SyntheticImages images)
            throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            make(count, seed, images);
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            List<Template> templates = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                templates.add(Template.decode(in.readNBytes(in.readInt())));
            }
            return templates;
        } catch (UnusableTemplateException e) {
            throw new IOException(file + " is damaged: delete it", e);
        }
    }

    private void make(int count, long seed, SyntheticImages images)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        FingerprintExtractor extractor = new FingerprintExtractor();
        try (var out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
            out.writeInt(count);
            images.make(
                    1,
                    count,
                    1,
                    seed,
                    (_, image) -> {
                        try {
                            byte[] template = extractor.extract(image).encode();
                            out.writeInt(template.length);
                            out.write(template);
                        } catch (UnusableImageException e) {
                            throw new IOException("a synthetic finger is unusable", e);
                        }
                    });
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
