package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.forpost.edge.bench.Dialling;
import org.forpost.edge.bench.HubSpeed;
import org.forpost.edge.bench.LinkSpeed;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.uplink.Transport;
import org.forpost.edge.uplink.mqtt.PahoTransport;
import org.forpost.protocol.crypto.Randomness;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost bench sync`.
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = {"What records cost on their way to the hub, and how many the hub takes."})
final class SyncBench implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "A folder for what is written meanwhile (default: target/bench).")
    private @Nullable Path folder;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "8",
            description = "Nodes that send to the hub at once (default: ${DEFAULT-VALUE})")
    private int nodes;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "400000",
            description = "Records that the hub takes (default: ${DEFAULT-VALUE})")
    private int records;

    @Option(names = "--quick", description = "Shorter steps, and a shorter outage.")
    private boolean quick;

    @Option(
            names = "--part",
            paramLabel = "PART",
            defaultValue = "all",
            description = "link, hub or all (default: ${DEFAULT-VALUE})")
    private Part part;

    private enum Part {
        LINK,
        HUB,
        ALL
    }

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    private final SecureRandom random = new SecureRandom();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        Path base = folder == null ? home.resolve("target/bench") : folder;
        Path place = Files.createTempDirectory(Files.createDirectories(base), "sync-");
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(
                        task -> Thread.ofPlatform().name("bench").daemon().unstarted(task));
        PrintWriter err = spec.commandLine().getErr();
        try {
            Dialling dialling = (host, port, identity) -> way(host, port, identity, timer);
            JsonObject figures = new JsonObject();
            if (part != Part.HUB) {
                LinkSpeed.Times times = quick ? LinkSpeed.Times.QUICK : LinkSpeed.Times.FULL;
                put(
                        figures,
                        new LinkSpeed(dialling, randomness(), times, err::println)
                                .measure(home, Files.createDirectory(place.resolve("link"))));
            }
            if (part != Part.LINK) {
                err.println("the hub takes " + records + " records from " + nodes + " nodes");
                put(
                        figures,
                        new HubSpeed(dialling, randomness())
                                .measure(
                                        home,
                                        Files.createDirectory(place.resolve("hub")),
                                        nodes,
                                        records));
            }
            figures.put("load", JournalBench.round(JournalBench.load()));
            say(figures);
            return 0;
        } finally {
            timer.shutdownNow();
            delete(place);
        }
    }

    private static Transport way(
            String host, int port, Identity identity, ScheduledExecutorService timer)
            throws IOException {
        return new PahoTransport(
                new PahoTransport.HubAddress(host, port),
                identity.node(),
                HubRoute.tls(identity),
                timer);
    }

    private Randomness randomness() {
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    private static void put(JsonObject figures, LinkSpeed.Figures link) {
        double[] hits = link.hitSeconds();
        figures.put("link", link.way())
                .put("tcp", link.congestionControl())
                .put("bytes_per_crossing", JournalBench.round(link.clean().bytesPerRecord()))
                .put("link_use", JournalBench.round(link.clean().use()))
                .put("records_per_s", JournalBench.round(perSecond(link.clean())))
                .put("link_use_5pct_loss", JournalBench.round(link.lossy().use()))
                .put("records_per_s_5pct_loss", JournalBench.round(perSecond(link.lossy())))
                .put(
                        "bytes_per_crossing_5pct_loss",
                        JournalBench.round(link.lossy().bytesPerRecord()))
                .put("lost_5pct_loss", JournalBench.round(link.lossy().lost()))
                .put("hit_ack_s", JournalBench.round(hits[hits.length - 1]))
                .put("hit_ack_median_s", JournalBench.round(hits[hits.length / 2]))
                .put("hits", hits.length)
                .put("outage_s", link.outageSeconds())
                .put("after_outage_s", JournalBench.round(link.afterOutageSeconds()));
        LinkSpeed.Drain peer = link.peer();
        if (peer != null) {
            figures.put("peer_qos1_bytes_per_crossing", JournalBench.round(peer.bytesPerRecord()))
                    .put("peer_qos1_link_use", JournalBench.round(peer.use()))
                    .put("peer_qos1_records_per_s", JournalBench.round(perSecond(peer)));
        }
        // Measured elsewhere, on a line of the same shape: its replication of the same records.
        figures.put("peer_pouchdb_bytes_per_crossing_quoted", 674)
                .put("peer_pouchdb_link_use_quoted", 0.83);
    }

    private static double perSecond(LinkSpeed.Drain drain) {
        return drain.records() / drain.seconds();
    }

    private static void put(JsonObject figures, HubSpeed.Figures hub) {
        figures.put("hub_records_per_s", Math.round(hub.perSecond()))
                .put("hub_cpu_us_per_record", JournalBench.round(hub.hubCpuMicros()))
                .put("hub_registry_records_per_s", Math.round(hub.registryPerSecond()))
                .put("hub_records", hub.records())
                .put("hub_nodes", hub.nodes());
    }

    private void say(JsonObject figures) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(figures.encode());
        } else {
            figures.forEach(figure -> out.printf("%-40s %s%n", figure.getKey(), figure.getValue()));
        }
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
