package org.forpost.hub.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person at the terminal sees.
class CommandLineTest {
    @TempDir Path folder;

    private record Said(int code, String out, String err) {}

    private static Said run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = HubCommand.execute(new PrintWriter(out), new PrintWriter(err), args);
        return new Said(code, out.toString(), err.toString());
    }

    private String hub() {
        String directory = folder.resolve("hub").toString();
        assertEquals(0, run("init", "--dir", directory).code());
        return directory;
    }

    private static void assertRefused(Said said, String because) {
        assertNotEquals(0, said.code());
        assertEquals(1, said.err().lines().count(), said.err());
        assertTrue(said.err().contains(because), said.err());
    }

    @Test
    void everyCommandExplainsItself() {
        for (List<String> command :
                List.of(
                        List.<String>of(),
                        List.of("init"),
                        List.of("enrol"),
                        List.of("run"),
                        List.of("release"),
                        List.of("release", "publish"))) {
            var args = new java.util.ArrayList<>(command);
            args.add("--help");
            Said said = run(args.toArray(String[]::new));
            assertEquals(0, said.code());
            assertTrue(said.out().startsWith("Usage: forpost hub"), said.out());
        }
        assertEquals(2, run().code());
        assertEquals(2, run("enrol").code());
    }

    @Test
    void aNodeIsEnrolledOnce() {
        String hub = hub();
        String out = folder.resolve("n").toString();
        String[] enrol = {"enrol", "--dir", hub, "--node", "a-1", "--post", "a", "--out", out};
        Said said = run(enrol);
        assertEquals(0, said.code(), said.err());
        assertTrue(Files.exists(folder.resolve("n/node.toml")));
        assertRefused(run(enrol), "is there already; nothing was changed");
        assertRefused(run("init", "--dir", hub), "is there already; nothing was changed");
    }

    @Test
    void aMissingHubIsSaidInOneLine() {
        assertRefused(run("run", "--dir", folder.resolve("none").toString()), "forpost hub init");
    }

    @Test
    void aTakenPortIsSaidInOneLine() throws Exception {
        String hub = hub();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "" + taken.getLocalPort();
            assertRefused(
                    run("run", "--dir", hub, "--mqtt-port", port, "--web-port", "0"),
                    "--mqtt-port " + port);
            assertRefused(
                    run("--dir", hub, "--mqtt-port", "0", "--web-port", port),
                    "--web-port " + port);
        }
    }
}
