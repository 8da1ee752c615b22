package org.forpost.sim.finger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FingersCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new FingersCommand(out))
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void aFolderGetsNamedImagesAndTheirResolution(@TempDir Path folder) throws IOException {
        assertEquals(
                0,
                run("--count", "2", "--impressions", "2", "--seed", "9", "--out", folder + "/new"));
        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            assertEquals(
                    "[1_1.png, 1_2.png, 2_1.png, 2_2.png, dpi.txt]",
                    files.map(Path::getFileName).sorted().toList().toString());
        }
        GreyImage image = GreyImage.read(folder.resolve("new/2_1.png"), 72);
        assertEquals(500, image.dpi());
        var people = new Population(9);
        assertEquals(people.finger(2).impression(people.press(2, 1)), image);
    }

    @Test
    void theStreamIsInOrderWhateverTheThreads() {
        assertEquals(0, run("--count", "5", "--impressions", "2", "--pgm", "-", "--threads", "3"));
        byte[] three = out.toByteArray();
        out.reset();
        assertEquals(0, run("--count", "5", "--impressions", "2", "--pgm", "-", "--threads", "1"));
        assertArrayEquals(out.toByteArray(), three);
        var text = new String(three, StandardCharsets.ISO_8859_1);
        int at = 0;
        for (int finger = 1; finger <= 5; finger++) {
            for (int impression = 1; impression <= 2; impression++) {
                int next = text.indexOf("# finger=" + finger + " impression=" + impression + "\n");
                assertTrue(next > at, "finger " + finger + " impression " + impression);
                at = next;
            }
        }
    }

    @Test
    void aRunGoesOnWhereAnotherEnded() {
        assertEquals(0, run("--count", "3", "--pgm", "-"));
        byte[] whole = out.toByteArray();
        out.reset();
        assertEquals(0, run("--count", "1", "--pgm", "-"));
        assertEquals(0, run("--count", "2", "--first", "2", "--pgm", "-"));
        assertArrayEquals(whole, out.toByteArray());
    }

    @Test
    void nonsenseIsRefusedWithAReason() {
        assertEquals(CommandLine.ExitCode.USAGE, run("--count", "0", "--pgm", "-"));
        assertTrue(err.toString().contains("--count is 0, expected at least 1"), err.toString());
        assertEquals(CommandLine.ExitCode.USAGE, run("--count", "1"));
        assertEquals(
                CommandLine.ExitCode.USAGE, run("--count", "1", "--pgm", "-", "--out", "folder"));
    }
}
