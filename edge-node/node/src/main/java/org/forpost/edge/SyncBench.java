package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.forpost.edge.bench.HubSpeed;
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
        try {
            HubSpeed.Figures hub =
                    new HubSpeed((port, identity) -> way(port, identity, timer), randomness())
                            .measure(home, place, nodes, records);
            say(hub);
            return 0;
        } finally {
            timer.shutdownNow();
            delete(place);
        }
    }

    private static Transport way(int port, Identity identity, ScheduledExecutorService timer)
            throws IOException {
        return new PahoTransport(
                new PahoTransport.HubAddress("127.0.0.1", port),
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

    private void say(HubSpeed.Figures hub) {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new JsonObject()
                            .put("hub_records_per_s", Math.round(hub.perSecond()))
                            .put("hub_cpu_us_per_record", JournalBench.round(hub.hubCpuMicros()))
                            .put("hub_registry_records_per_s", Math.round(hub.registryPerSecond()))
                            .put("hub_records", hub.records())
                            .put("hub_nodes", hub.nodes())
                            .put("load", JournalBench.round(JournalBench.load()))
                            .encode());
        } else {
            out.printf(
                    Locale.ROOT,
                    "hub: %.0f records/s verified, forced and receipted (%d from %d nodes),"
                            + " %.0f/s in its registry, %.1f us of processor time each%n",
                    hub.perSecond(),
                    hub.records(),
                    hub.nodes(),
                    hub.registryPerSecond(),
                    hub.hubCpuMicros());
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
