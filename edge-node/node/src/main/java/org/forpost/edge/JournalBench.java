package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.forpost.edge.bench.JournalSpeed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost bench journal`.
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = {
            "How many crossings a lane makes durable in a second, each writer waiting for each of",
            "its records, and beside it H2 with CHECKPOINT SYNC per commit."
        })
final class JournalBench implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "A folder on the disk to measure (default: target/bench).")
    private @Nullable Path folder;

    @Option(
            names = "--writers",
            paramLabel = "N",
            defaultValue = "8",
            description = "Writers at once (default: ${DEFAULT-VALUE})")
    private int writers;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long each of the two is measured (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        Path place = folder == null ? home.resolve("target/bench") : folder;
        JournalSpeed.Figures figures = new JournalSpeed(place, writers, seconds).measure();
        JournalSpeed.Timing ours = figures.journal();
        JournalSpeed.Timing h2 = figures.h2();
        double ratio = ours.perSecond() / h2.perSecond();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new JsonObject()
                            .put("records_per_s", Math.round(ours.perSecond()))
                            .put("p50_ms", round(ours.p50Millis()))
                            .put("p99_ms", round(ours.p99Millis()))
                            .put("h2_checkpoint_records_per_s", Math.round(h2.perSecond()))
                            .put("h2_checkpoint_p99_ms", round(h2.p99Millis()))
                            .put("ratio", round(ratio))
                            .put("writers", writers)
                            .put("records", ours.records())
                            .put("record_bytes", round(figures.recordBytes()))
                            .put("seconds", seconds)
                            .put("load", round(load()))
                            .encode());
        } else {
            out.printf(
                    Locale.ROOT,
                    "journal: %.0f records/s durable from %d writers, p50 %.1f ms, p99 %.1f ms"
                            + " (records of %.0f bytes)%n"
                            + "H2, CHECKPOINT SYNC per commit: %.0f records/s, p99 %.1f ms%n"
                            + "the journal is %.1f times as fast; load of the machine %.1f%n",
                    ours.perSecond(),
                    writers,
                    ours.p50Millis(),
                    ours.p99Millis(),
                    figures.recordBytes(),
                    h2.perSecond(),
                    h2.p99Millis(),
                    ratio,
                    load());
        }
        return 0;
    }

    /// Of the last minute: a busy machine explains a low figure.
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
