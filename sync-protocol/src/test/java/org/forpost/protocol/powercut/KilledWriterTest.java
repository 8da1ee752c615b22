package org.forpost.protocol.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real processes, killed with signal 9 again and again: what was acknowledged is there at the next
/// start.
class KilledWriterTest {
    private static final int ROUNDS = 6;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"journal", "ledger"})
    void whatWasAcknowledgedSurvivesEveryKill(String kind) throws Exception {
        Path acknowledged = folder.resolve("acknowledged");
        Random random = new Random(9);
        for (int round = 0; round < ROUNDS; round++) {
            Process victim = start(kind, acknowledged);
            awaitLine(victim, "writing");
            long before = Files.exists(acknowledged) ? Files.size(acknowledged) : 0;
            // Some of its work, then the end in the middle of whatever it does.
            while (victim.isAlive()
                    && sizeOf(acknowledged) < before + 100 + random.nextInt(20_000)) {
                Thread.sleep(1);
            }
            assertTrue(victim.isAlive(), "it ended by itself");
            victim.destroyForcibly().waitFor();
        }
        Process last = start(kind, acknowledged);
        String found = awaitLine(last, "found ");
        last.destroyForcibly().waitFor();
        long lines = Files.readString(acknowledged, StandardCharsets.US_ASCII).lines().count();
        assertTrue(lines > ROUNDS, () -> found + " of " + lines);
    }

    private static long sizeOf(Path file) throws java.io.IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private Process start(String kind, Path acknowledged) throws java.io.IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Victim.class.getName(),
                                kind,
                                folder.resolve("data").toString(),
                                acknowledged.toString()))
                .redirectErrorStream(true)
                .start();
    }

    private static String awaitLine(Process process, String begin) throws java.io.IOException {
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith(begin)) {
                return line;
            }
        }
        assertEquals("", said.toString(), "it ended without saying '" + begin + "'");
        return "";
    }
}
