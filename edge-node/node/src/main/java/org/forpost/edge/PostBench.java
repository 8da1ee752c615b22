package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.forpost.edge.bench.PostSpeed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost bench post`.
@Command(
        name = "post",
        mixinStandardHelpOptions = true,
        description = {
            "How soon a record that is durable at one lane is durable at another as well, through",
            "the tunnel, and beside it plain Hazelcast from memory to memory."
        })
final class PostBench implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "A folder on the disk to measure (default: target/bench).")
    private @Nullable Path folder;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "400",
            description = "Records written one by one (default: ${DEFAULT-VALUE})")
    private int records;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Records written at once (default: ${DEFAULT-VALUE})")
    private int burst;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        Path place = folder == null ? home.resolve("target/bench") : folder;
        PostSpeed.Figures figures = new PostSpeed(place, records, burst).measure();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new JsonObject()
                            .put("custody_p50_ms", JournalBench.round(figures.custody().p50()))
                            .put("custody_p99_ms", JournalBench.round(figures.custody().p99()))
                            .put("records_per_s", Math.round(figures.perSecond()))
                            .put("hazelcast_p50_ms", JournalBench.round(figures.plain().p50()))
                            .put("hazelcast_p99_ms", JournalBench.round(figures.plain().p99()))
                            .put("hazelcast_records_per_s", Math.round(figures.plainPerSecond()))
                            .put("lanes", 2)
                            .put("records", records)
                            .put("burst", burst)
                            .put("load", JournalBench.round(JournalBench.load()))
                            .encode());
        } else {
            out.printf(
                    Locale.ROOT,
                    "custody: p50 %.1f ms, p99 %.1f ms from this lane's disk to the other's;"
                            + " %.0f records/s in a burst%n"
                            + "plain Hazelcast, memory to memory: p50 %.1f ms, p99 %.1f ms;"
                            + " %.0f records/s%n"
                            + "two lanes on this machine; its load %.1f%n",
                    figures.custody().p50(),
                    figures.custody().p99(),
                    figures.perSecond(),
                    figures.plain().p50(),
                    figures.plain().p99(),
                    figures.plainPerSecond(),
                    JournalBench.load());
        }
        return 0;
    }
}
