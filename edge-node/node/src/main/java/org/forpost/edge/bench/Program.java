package org.forpost.edge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Another program, as a process of its own.
final class Program implements AutoCloseable {
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 20;
    private static final int ANSWER_SECONDS = 20;

    private final Process process;
    private final String ready;
    private final List<String> said = new ArrayList<>();

    private Program(Process process, String ready) {
        this.process = process;
        this.ready = ready;
    }

    /// Command line of a program of this house, by its launcher.
    static List<String> forpost(Path home, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("deploy-scripts/forpost").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /// Runs it to its end.
    ///
    /// @throws IOException when it did not do what it was asked, with the last it said
    static void run(Path log, List<String> command) throws IOException, InterruptedException {
        Process process = builder(log, command).redirectOutput(log.toFile()).start();
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command.getFirst() + " did not end in " + START_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    String.join(" ", command)
                            + " ended with code "
                            + process.exitValue()
                            + ": "
                            + Files.readString(log));
        }
    }

    /// Starts it and waits until it has said a line that begins so.
    ///
    /// @param log what it says of errors goes there
    static Program start(Path log, List<String> command, String ready)
            throws IOException, InterruptedException {
        Program program = new Program(builder(log, command).start(), ready);
        boolean up = false;
        try {
            program.awaitReady(command, log);
            up = true;
            return program;
        } finally {
            if (!up) {
                program.close();
            }
        }
    }

    /// Starts one that does not say when it is ready.
    static Program start(Path log, List<String> command) throws IOException {
        return new Program(builder(log, command).redirectOutput(log.toFile()).start(), "");
    }

    private static ProcessBuilder builder(Path log, List<String> command) {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    // The reader outlives this method: the program must never wait for room in its own output.
    private void awaitReady(List<String> command, Path log)
            throws IOException, InterruptedException {
        Thread reader =
                Thread.ofPlatform()
                        .daemon()
                        .name("output-of-" + process.pid())
                        .start(this::readOutput);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline) {
            synchronized (said) {
                if (said.stream().anyMatch(line -> line.startsWith(ready))) {
                    return;
                }
                if (!reader.isAlive()) {
                    break;
                }
                said.wait(100);
            }
        }
        throw new IOException(
                String.join(" ", command) + " did not come up: " + Files.readString(log));
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.add(line);
                    said.notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (said) {
                said.add("its output cannot be read: " + e.getMessage());
                said.notifyAll();
            }
        }
    }

    /// The line that said that it is up, as JSON.
    JsonNode ready() throws IOException {
        synchronized (said) {
            String line =
                    said.stream().filter(one -> one.startsWith(ready)).findFirst().orElse("{}");
            return new ObjectMapper().readTree(line);
        }
    }

    /// Says a line to it and waits for the line that it answers.
    JsonNode ask(String line) throws IOException, InterruptedException {
        synchronized (said) {
            int before = said.size();
            process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
            while (said.size() == before) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IOException("no answer to '" + line + "'");
                }
                said.wait(100);
            }
            return new ObjectMapper().readTree(said.get(before));
        }
    }

    /// Processor time that it has used so far.
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// Asks it to stop, and makes it stop if it does not.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
