package org.forpost.matching;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forpost.matching.cylinder.Variation;

/// Whatever the bytes, the answer is a value or an error of ours. A normal build runs the empty
/// input and the corpus; `JAZZER_FUZZ=1 mvn test -Dtest=HostileBytesFuzzTest` looks for more.
final class HostileBytesFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void templates(byte[] bytes) {
        try {
            Template template = Template.decode(bytes);
            Template again = Template.decode(template.encode());
            if (!again.equals(template)) {
                throw new AssertionError("a template changed by being written and read");
            }
        } catch (UnusableTemplateException e) {
            assertExplained(e);
        }
    }

    /// The first bytes say where in a good segment the rest is put.
    @FuzzTest(maxDuration = "2m")
    void galleries(byte[] bytes) throws IOException {
        Path folder = Files.createTempDirectory("fuzzed-gallery");
        try {
            Template drawn = new DrawnFinger(1).template(0);
            List<Reference> people = new ArrayList<>();
            for (int i = 0; i < 110; i++) {
                Template other = Template.of(Variation.of(drawn.minutiae(), i, i));
                people.add(new Reference("p" + i, FingerPosition.UNKNOWN, other));
            }
            try (Gallery gallery = Gallery.open(folder)) {
                gallery.add(people);
            }
            Path segment = folder.resolve("000000001.segment");
            byte[] whole = Files.readAllBytes(segment);
            if (bytes.length > 3) {
                int at = ((bytes[0] & 255) << 16 | (bytes[1] & 255) << 8 | (bytes[2] & 255));
                for (int i = 3; i < bytes.length; i++) {
                    whole[(at + i - 3) % whole.length] = bytes[i];
                }
                Files.write(segment, whole);
            }
            try (Gallery gallery = Gallery.openReadOnly(folder)) {
                Identifier identifier = new Identifier(gallery, Calibrations.sourceAfis());
                identifier.search(Probe.of(drawn), new SearchLimits(Threshold.none(), 5));
            } catch (IOException | UncheckedIOException e) {
                assertExplained(e);
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void assertExplained(Exception e) {
        String message = e.getMessage();
        if (message == null || message.isBlank()) {
            throw new AssertionError("an error without a word", e);
        }
    }
}
