package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.forpost.edge.bench.PostSpeed;
import org.forpost.edge.bench.ReleaseSpeed;
import org.forpost.edge.bench.SightingSpeed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost bench post`.
@Command(
        name = "post",
        mixinStandardHelpOptions = true,
        description = {
            "How soon a record that is durable at one lane is durable at another as well, through"
                    + " the tunnel (custody_p50_ms, custody_p99_ms), and how many records a second"
                    + " lanes get onto each other's disks (records_per_s: two lanes; by_lanes: also"
                    + " four and eight). Beside it plain Hazelcast, without tunnel or disk, from"
                    + " memory to memory, with as many copies.",
            "How soon a person whom one lane has just refused is on another's disk and is found"
                    + " there by document and by fingers (sighting_p50_ms, sighting_p99_ms); each"
                    + " has four synthetic fingers, which are made at the first run and kept.",
            "Then a hub and eight lanes, as processes in network namespaces (null, with"
                    + " a line that says why, where the system makes none for this user):"
                    + " release_copies_over_uplink is what the hub's TCP sent until all of them"
                    + " held a release, over the release's own bytes.",
            "All run on this machine and share its cores and its disk."
        })
final class PostBench implements Callable<Integer> {
    private static final int[] LANES = {2, 4, 8};

    private static final long SEED = 20261128;

    /// Distinct fingers; those of a sighting are varied copies of them.
    private static final int BASE = 100;

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
            names = "--sightings",
            paramLabel = "N",
            defaultValue = "200",
            description = "Sightings told one by one (default: ${DEFAULT-VALUE})")
    private int sightings;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Records written at once (default: ${DEFAULT-VALUE})")
    private int burst;

    @Option(
            names = "--nominals",
            paramLabel = "N",
            defaultValue = "20000",
            description = "People in the release, some 50 bytes each (default: ${DEFAULT-VALUE})")
    private int nominals;

    @Option(
            names = "--release-lanes",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "Lanes that get the release, 2 to 8; each is a process of 300 MB (default:"
                            + " ${DEFAULT-VALUE})")
    private int releaseLanes;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (records < 1 || sightings < 1 || burst < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--records, --sightings, --burst: 1 or more expected");
        }
        Path home = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        Path place = folder == null ? home.resolve("target/bench") : folder;
        PostSpeed.Figures figures = new PostSpeed(place, records, burst).measure(LANES);
        PostSpeed.Millis sighting = sighting(home, place);
        PostSpeed.Burst two = figures.bursts().getFirst();
        Optional<ReleaseSpeed.Figures> release =
                new ReleaseSpeed(
                                home,
                                Files.createTempDirectory(
                                        Files.createDirectories(place), "release-"),
                                releaseLanes,
                                nominals)
                        .measure(spec.commandLine().getErr()::println);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonObject byLanes = new JsonObject();
            for (PostSpeed.Burst one : figures.bursts()) {
                byLanes.put(
                        Integer.toString(one.lanes()),
                        new JsonObject()
                                .put("records_per_s", Math.round(one.perSecond()))
                                .put("hazelcast_records_per_s", Math.round(one.plainPerSecond())));
            }
            out.println(
                    new JsonObject()
                            .put("custody_p50_ms", JournalBench.round(figures.custody().p50()))
                            .put("custody_p99_ms", JournalBench.round(figures.custody().p99()))
                            .put("sighting_p50_ms", JournalBench.round(sighting.p50()))
                            .put("sighting_p99_ms", JournalBench.round(sighting.p99()))
                            .put("records_per_s", Math.round(two.perSecond()))
                            .put("hazelcast_p50_ms", JournalBench.round(figures.plain().p50()))
                            .put("hazelcast_p99_ms", JournalBench.round(figures.plain().p99()))
                            .put("hazelcast_records_per_s", Math.round(two.plainPerSecond()))
                            .put("by_lanes", byLanes)
                            .put(
                                    "release_copies_over_uplink",
                                    release.map(one -> Math.round(one.copies() * 1e3) / 1e3)
                                            .orElse(null))
                            .put("release_lanes", release.map(one -> one.lanes()).orElse(null))
                            .put("release_bytes", release.map(one -> one.release()).orElse(null))
                            .put("release_s", release.map(one -> one.seconds()).orElse(null))
                            .put("records", records)
                            .put("sightings", sightings)
                            .put("burst", burst)
                            .put("load", JournalBench.round(JournalBench.load()))
                            .encode());
        } else {
            out.printf(
                    Locale.ROOT,
                    "custody: p50 %.1f ms, p99 %.1f ms from this lane's disk to the other's%n"
                            + "plain Hazelcast, memory to memory: p50 %.1f ms, p99 %.1f ms%n",
                    figures.custody().p50(),
                    figures.custody().p99(),
                    figures.plain().p50(),
                    figures.plain().p99());
            out.printf(
                    Locale.ROOT,
                    "sighting: p50 %.1f ms, p99 %.1f ms from the refusal until the other lane finds"
                            + " the person (%d)%n",
                    sighting.p50(),
                    sighting.p99(),
                    sightings);
            for (PostSpeed.Burst one : figures.bursts()) {
                out.printf(
                        Locale.ROOT,
                        "%d lanes: %.0f records/s held by peers; plain Hazelcast %.0f%n",
                        one.lanes(),
                        one.perSecond(),
                        one.plainPerSecond());
            }
            release.ifPresent(one ->
                    out.printf(
                            Locale.ROOT,
                            "a release of %d bytes to %d lanes: %.3f copies over the uplink, %.1f"
                                    + " s%n",
                            one.release(),
                            one.lanes(),
                            one.copies(),
                            one.seconds()));
            out.printf(Locale.ROOT, "all on this machine; its load %.1f%n", JournalBench.load());
        }
        return 0;
    }

    private PostSpeed.Millis sighting(Path home, Path place)
            throws IOException, InterruptedException {
        SyntheticImages images = new SyntheticImages(home);
        String kept = "post-" + images.version() + "-" + SEED + "-" + BASE + ".templates";
        return new SightingSpeed(
                        place, sightings, new TemplateCache(place, kept).of(BASE, SEED, images))
                .measure();
    }
}
