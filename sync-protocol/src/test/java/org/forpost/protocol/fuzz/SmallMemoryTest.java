package org.forpost.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// With 128 MB of memory, what wants more of it is refused by the name of a field.
class SmallMemoryTest {
    @Test
    void bombsAreRefusedByTheNameOfAField() throws Exception {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx128m",
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Bombs.class.getName()))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        List<String> lines = said.lines().toList();
        assertTrue(lines.size() > 40, said);
        assertTrue(lines.stream().allMatch(line -> line.matches("refused [^ ]+ [^ ]+.*")), said);
        assertTrue(said.contains("refused zeros-of-400-mb batch.plain_bytes"), said);
    }
}
