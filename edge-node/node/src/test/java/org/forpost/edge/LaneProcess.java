package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.post.TwoLanes;

/// A lane as a process of its own, of the classes of this test.
final class LaneProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private LaneProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Returns when its page is there.
    ///
    /// @param folder with its `edge.toml`; what it says goes there too
    static LaneProcess start(Path folder) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Seconds of work in all: the last compiler would only cost.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--add-modules=jdk.incubator.vector",
                        "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.management/sun.management=ALL-UNNAMED",
                        "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(
                List.of(
                        Main.class.getName(),
                        "--config",
                        folder.resolve("edge.toml").toString(),
                        "--json"));
        Path said = folder.resolve("said");
        Path log = folder.resolve("log");
        Files.deleteIfExists(said);
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(said.toFile())
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        boolean up = false;
        try {
            TwoLanes.await("a lane is up", () -> isUp(process, said, log));
            up = true;
        } finally {
            if (!up) {
                process.destroyForcibly();
            }
        }
        String url = new JsonObject(Files.readString(said)).getString("url");
        return new LaneProcess(process, URI.create(url).getPort());
    }

    private static boolean isUp(Process process, Path said, Path log) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError(
                    "a lane ended at its start, with "
                            + process.exitValue()
                            + ": "
                            + Files.readString(log));
        }
        return Files.exists(said) && Files.readString(said).endsWith("}\n");
    }

    int port() {
        return port;
    }

    /// SIGKILL; returns when it is gone.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGSTOP: it neither hears nor says anything, and is not gone.
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /// SIGCONT.
    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", name, "" + process.pid()).start().waitFor();
        if (code != 0) {
            throw new IOException("kill " + name + " ended with " + code);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
