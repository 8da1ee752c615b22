package org.forpost.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo, as the README tells a newcomer to run it, with every program a process of its own:
/// twelve travellers, a link that fails, a lane's disk destroyed meanwhile, the other lane and the
/// hub killed in the middle.
class DemoIT {
    /// Tests run in their module's folder.
    private static final Path DEMO = Path.of("..", "deploy-scripts", "demo.sh");

    @Test
    void nothingIsLostAndNothingCountsTwiceWhenALaneAndTheHubAreKilled(@TempDir Path folder)
            throws Exception {
        File story = folder.resolve("story.txt").toFile();
        Path table = folder.resolve("table.json");
        ProcessBuilder builder =
                new ProcessBuilder(
                                DEMO.toAbsolutePath().toString(),
                                "--once",
                                "--kill",
                                "--json",
                                table.toString(),
                                "--dir",
                                folder.resolve("demo").toString(),
                                "--port",
                                Integer.toString(elevenFreePorts()),
                                "--device-port",
                                "4581")
                        .redirectErrorStream(true)
                        .redirectOutput(story);
        // Some seconds of work in each of its thirty programs: the last compiler would only cost.
        builder.environment().put("FORPOST_JVM_FLAGS", "-XX:TieredStopAtLevel=1");
        Process demo = builder.start();
        assertTrue(demo.waitFor(10, TimeUnit.MINUTES), "the demo did not end");
        String told = Files.readString(story.toPath());
        assertEquals(0, demo.exitValue(), told);
        JsonNode counts = new ObjectMapper().readTree(table.toFile());
        assertEquals(12, counts.get("seen").asInt(), told);
        for (String key : List.of("recorded", "received")) {
            assertEquals(12, counts.get(key).asInt(), key + "\n" + told);
        }
        for (String key : List.of("counted_twice", "lost", "exempt_with_biometrics")) {
            assertEquals(0, counts.get(key).asInt(), key + "\n" + told);
        }
        assertEquals(1, counts.get("hits").asInt(), told);
        // Two travellers crossed at lane 2 while the satellite was silent, and its disk was lost.
        assertEquals(2, counts.get("smashed").asInt(), told);
        assertEquals(2, counts.get("rescued_by_peer").asInt(), told);
    }

    private static int elevenFreePorts() throws IOException {
        for (int first = 21_000; first < 60_000; first += 97) {
            if (free(first)) {
                return first;
            }
        }
        throw new IllegalStateException("no eleven free ports beside each other");
    }

    private static boolean free(int first) throws IOException {
        for (int port = first; port < first + 11; port++) {
            try (ServerSocket socket = new ServerSocket(port)) {
                assertTrue(socket.isBound());
            } catch (BindException e) {
                return false;
            }
        }
        return true;
    }
}
