package org.forpost.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.forpost.sim.finger.Population;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScoreReportTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new ScoreReportCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void theSameFingersFromAFolderGetTheSameScores(@TempDir Path folder) throws IOException {
        var people = new Population(4);
        Path set = Files.createDirectory(folder.resolve("set"));
        for (int number = 1; number <= 4; number++) {
            for (int impression = 1; impression <= 2; impression++) {
                Files.write(
                        set.resolve(number + "_" + impression + ".png"),
                        people.finger(number).impression(people.press(number, impression)).toPng());
            }
        }
        assertEquals(
                0,
                run(
                        "--fingers",
                        "4",
                        "--impressions",
                        "2",
                        "--seed",
                        "4",
                        "--json",
                        "--images",
                        folder.toString()),
                err.toString());
        JsonNode sets = new ObjectMapper().readTree(out.toString()).get("sets");
        assertEquals(2, sets.size());
        assertEquals("set", sets.get(1).get("name").asText());
        for (String key :
                new String[] {
                    "fingers",
                    "images",
                    "minutiae_mean",
                    "genuine_quantiles",
                    "impostor_quantiles",
                    "fnmr_at",
                    "impostor_share_from",
                    "eer",
                    "genuine_histogram"
                }) {
            assertEquals(sets.get(0).get(key), sets.get(1).get(key), key);
        }
        assertEquals(4, sets.get(0).get("genuine_compared").asInt());
        assertEquals(24, sets.get(0).get("impostor_compared").asInt());
    }

    @Test
    void sharesAreCountedFromTheThresholdOn() {
        var scores = new Scores(new double[] {10, 50, 60, 70}, new double[] {0, 1, 2, 10, 20}, 5);
        assertEquals(0.25, scores.falseNonMatchRate(50));
        assertEquals(0.4, scores.falseMatchRate(10));
        assertEquals(0.2, scores.falseMatchRate(10.5));
        assertEquals(60, Scores.quantile(scores.genuine(), 0.5));
    }

    @Test
    void aFolderWithoutImagesIsRefused(@TempDir Path folder) {
        assertEquals(
                CommandLine.ExitCode.SOFTWARE,
                run("--fingers", "2", "--impressions", "2", "--images", folder.toString()));
        assertTrue(err.toString().contains("no images named finger_impression"), err.toString());
    }
}
