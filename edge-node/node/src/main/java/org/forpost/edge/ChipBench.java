package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.forpost.edge.bench.ChipSpeed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost bench chip`.
@Command(
        name = "chip",
        mixinStandardHelpOptions = true,
        description = {
            "How long reading the chip of a passport takes (PACE or BAC, all groups with a face of",
            "28 kB, passive, active and chip authentication), over pcscd and vpcd, the passport",
            "simulated in a process of its own. Needs root, and no pcscd that runs already."
        })
final class ChipBench implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--readings",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many are measured by PACE and by BAC (default: ${DEFAULT-VALUE})")
    private int readings;

    @Option(
            names = "--cold",
            description = "Without the rehearsal that a lane does when it starts.")
    private boolean cold;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        Path bench = Files.createDirectories(home.resolve("target/bench"));
        ChipSpeed.Figures figures =
                new ChipSpeed(home, Files.createTempDirectory(bench, "chip-"), readings, cold)
                        .measure();
        ChipSpeed.Timing pace = figures.pace();
        ChipSpeed.Timing bac = figures.bac();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new JsonObject()
                            .put("pace_dg2_28k_ms", JournalBench.round(pace.p50()))
                            .put("pace_dg2_28k_p95_ms", JournalBench.round(pace.p95()))
                            .put("rehearsal_ms", JournalBench.round(figures.rehearsal()))
                            .put("pace_first_ms", JournalBench.round(pace.first()))
                            .put("pace_alone_ms", JournalBench.round(pace.accessP50()))
                            .put("pace_dg2_alone_ms", JournalBench.round(pace.faceP50()))
                            .put("bac_dg2_28k_ms", JournalBench.round(bac.p50()))
                            .put("bac_dg2_28k_p95_ms", JournalBench.round(bac.p95()))
                            .put("bac_alone_ms", JournalBench.round(bac.accessP50()))
                            .put("exchanges", pace.exchanges())
                            .put("bytes", pace.bytes())
                            .put("readings", readings)
                            .put("load", JournalBench.round(JournalBench.load()))
                            .encode());
        } else {
            say(out, "PACE", pace);
            say(out, "BAC", bac);
            out.printf(Locale.ROOT, "load of the machine %.1f%n", JournalBench.load());
        }
        return 0;
    }

    private static void say(PrintWriter out, String way, ChipSpeed.Timing timing) {
        out.printf(
                Locale.ROOT,
                "by %s, with a face of 28 kB: p50 %.0f ms, p95 %.0f ms, the very first %.0f ms;"
                        + " of it %s %.0f ms, the face %.0f ms; %d exchanges, %d bytes%n",
                way,
                timing.p50(),
                timing.p95(),
                timing.first(),
                way,
                timing.accessP50(),
                timing.faceP50(),
                timing.exchanges(),
                timing.bytes());
    }
}
