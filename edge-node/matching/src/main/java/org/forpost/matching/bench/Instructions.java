package org.forpost.matching.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which vectors the processor has, and the bench in a JVM of its own, which may be told to use
/// shorter ones: a post's box has AVX2 only, the machine of whoever measures often more.
final class Instructions {
    private static final long LONGEST_REPORT = 1 << 20;
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private Instructions() {}

    /// @return model and vectors, as far as the system tells
    static String name() {
        String flags = line("flags");
        String vectors =
                flags.contains("avx512f") ? "AVX-512" : flags.contains("avx2") ? "AVX2" : "";
        return line("model name") + ", " + vectors;
    }

    static boolean hasAvx512() {
        return line("flags").contains("avx512f");
    }

    private static String line(String key) {
        try {
            return Files.readAllLines(CPU).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }

    /// Runs this program again.
    ///
    /// @param options of the JVM, beside those that this one has
    /// @param arguments of the program; it has to print one JSON object
    /// @return the numbers of that object
    static Map<String, Double> again(List<String> options, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path", ""));
        command.add(System.getProperty("sun.java.command", "").split(" ", 2)[0]);
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            byte[] report = process.getInputStream().readNBytes((int) LONGEST_REPORT);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException("the bench's own process ended with exit code " + exit);
            }
            return numbers(new String(report, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
    }

    private static Map<String, Double> numbers(String json) throws IOException {
        Map<String, Double> numbers = new LinkedHashMap<>();
        try (JsonParser in = new JsonFactory().createParser(json)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token.isNumeric()) {
                    numbers.put(in.currentName(), in.getDoubleValue());
                }
            }
        }
        return numbers;
    }
}
