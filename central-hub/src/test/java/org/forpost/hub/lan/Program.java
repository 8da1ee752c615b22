package org.forpost.hub.lan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A program of this house, as a process of its own on a machine of the [Lan].
final class Program {
    /// Tests run in their module's folder.
    private static final Path LAUNCHER = Path.of("..", "deploy-scripts", "forpost");

    private static final long PATIENCE_SECONDS = 90;

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Program start(Lan.Machine machine, Path log, String... arguments) throws IOException {
        List<String> command = Lan.on(machine, LAUNCHER.toAbsolutePath().normalize().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Seconds of work in all: the last compiler would only cost.
        builder.environment().put("FORPOST_JVM_FLAGS", "-XX:TieredStopAtLevel=1");
        return new Program(builder.start(), log);
    }

    /// Waits until something holds, as long as the program runs.
    void await(String what, Callable<Boolean> wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                if (wanted.call()) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("it never came to this: " + what + "\n" + said());
            }
            Thread.sleep(50);
        }
    }

    /// `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// As an operator stops it.
    void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /// The end of what it has said.
    String said() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
