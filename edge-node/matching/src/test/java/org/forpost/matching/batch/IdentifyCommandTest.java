package org.forpost.matching.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.forpost.matching.DrawnFinger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Somebody brings a file of templates and asks who the probes are.
final class IdentifyCommandTest {
    @TempDir private Path folder = Path.of("");
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final ByteArrayOutputStream gallery = new ByteArrayOutputStream();
    private final ByteArrayOutputStream probes = new ByteArrayOutputStream();

    @Test
    void eachProbeFindsItsMateFirstAndTheScoresDescend() throws IOException {
        for (int i = 0; i < 6; i++) {
            record(gallery, 1000 + i, finger(i, 0));
        }
        // An id with its highest bit set is a large number and no negative one.
        record(gallery, -1, finger(6, 0));
        record(probes, 7, finger(3, 1));
        record(probes, 8, finger(6, 1));

        assertEquals(0, run());

        List<String> results = Files.readAllLines(folder.resolve("results.csv"));
        List<String> first = results.stream().filter(line -> line.startsWith("7,")).toList();
        assertTrue(first.getFirst().startsWith("7,1003,"), results::toString);
        assertTrue(
                results.stream()
                        .filter(line -> line.startsWith("8,"))
                        .findFirst()
                        .orElse("")
                        .startsWith("8,4294967295,"),
                results::toString);
        double before = Double.MAX_VALUE;
        for (String line : first) {
            double score = Double.parseDouble(line.split(",", -1)[2]);
            assertTrue(score <= before, results::toString);
            before = score;
        }
        List<String> times = Files.readAllLines(folder.resolve("times.csv"));
        assertEquals(2, times.size());
        assertTrue(times.getFirst().matches("7,[0-9]+\\.[0-9]{3}"), times::toString);
        assertTrue(told().contains("FPIR 1 % against 7 fingers"), told());
    }

    @Test
    void aDamagedTemplateIsNamedAndTheOthersAreSearched() throws IOException {
        record(gallery, 1, finger(1, 0));
        record(gallery, 2, "not a template".getBytes(StandardCharsets.UTF_8));
        record(gallery, 3, new byte[0]);
        record(gallery, 4, finger(4, 0));
        record(probes, 5, new byte[] {(byte) 0xBF});
        record(probes, 6, finger(4, 1));

        assertEquals(3, run());

        assertTrue(told().contains("record 2, id 2: quarantined"), told());
        assertTrue(told().contains("record 3, id 3: quarantined"), told());
        assertTrue(told().contains("record 1, id 5: quarantined"), told());
        assertTrue(Files.readAllLines(folder.resolve("results.csv")).getFirst().startsWith("6,4,"));
        assertEquals(1, Files.readAllLines(folder.resolve("times.csv")).size());
    }

    @Test
    void aFileThatBreaksOffIsRefusedAndNothingIsWritten() throws IOException {
        record(gallery, 1, finger(1, 0));
        record(probes, 1, finger(1, 1));
        record(probes, 2, finger(2, 1));
        byte[] whole = probes.toByteArray();
        probes.reset();
        probes.write(whole, 0, whole.length - 1);

        assertEquals(1, run());

        assertTrue(told().contains("probes.bin: record 2 at byte "), told());
        assertTrue(told().contains("ends inside the record"), told());
        assertFalse(Files.exists(folder.resolve("results.csv")));
        assertFalse(Files.exists(folder.resolve("results.csv.part")));
    }

    @Test
    void aLengthThatNoTemplateHasIsRefusedWithoutAllocatingIt() throws IOException {
        gallery.writeBytes(new byte[] {0, 0, 0, 1, -1, -1, -1, -1});
        record(probes, 1, finger(1, 1));

        assertEquals(1, run());

        assertTrue(told().contains("record 1 at byte 0: length: expected at most"), told());
    }

    @Test
    void anEmptyGalleryFindsNobody() throws IOException {
        record(probes, 1, finger(1, 1));

        assertEquals(0, run());

        assertEquals(List.of(), Files.readAllLines(folder.resolve("results.csv")));
        assertEquals(1, Files.readAllLines(folder.resolve("times.csv")).size());
    }

    private static byte[] finger(int number, int impression) {
        return new DrawnFinger(number).template(impression).encode();
    }

    private static void record(ByteArrayOutputStream file, int id, byte[] template)
            throws IOException {
        DataOutputStream out = new DataOutputStream(file);
        out.writeInt(id);
        out.writeInt(template.length);
        out.write(template);
    }

    private int run() throws IOException {
        Files.write(folder.resolve("gallery.bin"), gallery.toByteArray());
        Files.write(folder.resolve("probes.bin"), probes.toByteArray());
        return new CommandLine(
                        new IdentifyCommand(new PrintStream(told, true, StandardCharsets.UTF_8)))
                .execute(
                        "--gallery", folder.resolve("gallery.bin").toString(),
                        "--probes", folder.resolve("probes.bin").toString(),
                        "--results", folder.resolve("results.csv").toString(),
                        "--times", folder.resolve("times.csv").toString());
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }
}
