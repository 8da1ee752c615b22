package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.forpost.matching.cylinder.Variation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody truncates a gallery's file in the middle of a search: pages that were mapped are gone,
/// and touching them is a signal to the process.
final class CutShortTest {
    @TempDir Path folder;

    @Test
    void aGalleryCutShortDuringASearchIsRefusedAndTheProcessLives() throws Exception {
        Path gallery = folder.resolve("gallery");
        make(gallery);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!argument.startsWith("-javaagent")) {
                command.add(argument);
            }
        }
        command.add("-Xmx256m");
        command.add("-XX:ErrorFile=" + folder.resolve("crash.log"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("org.forpost.matching.CutShort");
        command.add(gallery.toString());
        command.add(folder.resolve("rounds").toString());
        command.add("5");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), said);
        assertTrue(said.contains("all 5 rounds were refused"), said);
    }

    private static void make(Path folder) throws IOException, InterruptedException {
        List<Template> drawn = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            drawn.add(new DrawnFinger(300 + i).template(0));
        }
        List<Reference> references = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            Template base = drawn.get(i % drawn.size());
            Template other = Template.of(Variation.of(base.minutiae(), 1 + i / drawn.size(), i));
            references.add(new Reference("person " + i, FingerPosition.UNKNOWN, other));
        }
        try (Gallery gallery = Gallery.open(folder)) {
            gallery.replace(references);
        }
    }
}
