package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `forpost rules` says by its exit code whether examples failed (1) or a file could not be used.
final class RulesCommandTest {
    @TempDir private Path folder;

    private Path file;

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void name() {
        file = folder.resolve("examples.toml");
    }

    private int rules(String... args) {
        return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), args);
    }

    @Test
    void anExampleThatComesOutOtherwiseIsOne() throws IOException {
        Files.writeString(
                file,
                """
                [[person]]
                name = "a diplomat, of whom somebody expects fingers"
                born = "1980-01-01"
                nationality = "UTO"
                category = "diplomat"
                day = "2026-11-22"
                expect = "due"
                """);
        assertEquals(1, rules("rules", "test", file.toString()));
    }

    @Test
    void aFileThatCannotBeUsedIsNamed() throws IOException {
        assertEquals(2, rules("rules", "test", file.toString()));
        assertTrue(err.toString().contains(file + ": there is no such file"), err.toString());

        assertEquals(2, rules("rules", "check", folder.toString()));
        assertTrue(err.toString().contains(folder + ": a file expected"), err.toString());

        Files.write(file, new byte[] {(byte) 0xc3, 0x28});
        assertEquals(2, rules("rules", "test", file.toString()));
        assertTrue(err.toString().contains("text in UTF-8 expected"), err.toString());

        Files.write(file, new byte[(4 << 20) + 1]);
        assertEquals(2, rules("rules", "check", file.toString()));
        assertTrue(err.toString().contains("at most 4194304 bytes"), err.toString());
    }
}
