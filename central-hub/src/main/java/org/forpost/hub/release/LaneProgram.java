package org.forpost.hub.release;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The lane's own program as the judge of a rule set, in a process of its own: no class of it is
/// known here, and what passes is what lanes of the same version read.
public final class LaneProgram implements RulesFile.Judge {
    private static final long MOST_SECONDS = 120;
    private static final int MOST_WORDS = 4_000;

    private final Path home;

    /// @param home top of the checkout or of the installation
    public LaneProgram(Path home) {
        this.home = home;
    }

    @Override
    public void judge(Path file) throws IOException {
        Path jar = home.resolve("edge-node/node/target/edge-node.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IOException(
                    jar
                            + " is not there: a rule set is judged by the lane's program before it"
                            + " is signed. Run 'mvn -B -DskipTests package' in "
                            + home.toAbsolutePath());
        }
        Process program =
                new ProcessBuilder(
                                List.of(
                                        ProcessHandle.current().info().command().orElse("java"),
                                        "-Xmx128m",
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        jar
                                                + File.pathSeparator
                                                + jar.resolveSibling("lib")
                                                + File.separator
                                                + "*",
                                        "org.forpost.edge.Main",
                                        "rules",
                                        "check",
                                        file.toString()))
                        .redirectErrorStream(true)
                        .start();
        try {
            program.getOutputStream().close();
            String said =
                    new String(
                            program.getInputStream().readNBytes(MOST_WORDS),
                            StandardCharsets.UTF_8);
            if (!program.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the lane's program did not judge " + file + " in time");
            }
            if (program.exitValue() != 0) {
                throw new IOException(
                        file + ": " + said.strip().replaceFirst("^forpost \\w+: ", ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + file + " was judged", e);
        } finally {
            program.destroyForcibly();
        }
    }
}
