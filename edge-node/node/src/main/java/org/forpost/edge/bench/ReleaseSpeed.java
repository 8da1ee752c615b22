package org.forpost.edge.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A hub and lanes as processes of their own, each in a network namespace: how many bytes the hub
/// sends until every lane holds a release that it has published.
///
/// ```
/// lane 1 … lane n ── the post's LAN
///    │         │
///    └────┬────┘ uplinks
///        hub      bytes are counted at its one cable
/// ```
///
/// On one machine three members of a cluster need a loopback each: hence the namespaces.
///
/// @param home where `deploy-scripts/forpost` lies
/// @param place a folder for all files
/// @param nominals in the release: some 100 bytes each
public record ReleaseSpeed(Path home, Path place, int lanes, int nominals) {
    private static final String HUB_ADDRESS = "10.77.1.100";
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);

    /// Ethernet, IPv4 and TCP with time stamps (RFC 7323): what the counter of a cable holds
    /// besides what TCP carries, for each packet that it counts.
    private static final int HEADERS = 14 + 20 + 32;

    /// @param release bytes of its manifest and content
    /// @param sent bytes that the hub's TCP sent from its publication until the last lane had it,
    ///   receipts and all else included
    /// @param seconds from the end of the command that published it
    public record Figures(int lanes, long release, long sent, double seconds) {
        /// 1 is one copy.
        public double copies() {
            return (double) sent / release;
        }
    }

    /// @param whyNot told in one line, where there is nothing to be had
    /// @return nothing where this machine or this user makes no network namespaces
    /// @throws IOException when a program does not do what it should
    public Optional<Figures> measure(Consumer<String> whyNot)
            throws IOException, InterruptedException {
        Namespaces machines;
        try {
            machines = Namespaces.open();
        } catch (IOException e) {
            whyNot.accept("no figures of a release: " + e.getMessage());
            return Optional.empty();
        }
        try (machines) {
            List<Program> running = new ArrayList<>();
            try {
                return Optional.of(measured(machines, running));
            } finally {
                for (Program one : running) {
                    one.close();
                }
            }
        }
    }

    private Figures measured(Namespaces machines, List<Program> running)
            throws IOException, InterruptedException {
        machines.machine("hub", 100);
        try (HubProgram hub = HubProgram.start(home, place, HUB_ADDRESS, machines.on("hub"))) {
            for (int lane = 1; lane <= lanes; lane++) {
                machines.machine("lane" + lane, lane);
                Path identity = hub.enrol("bench-" + lane);
                Path file = place.resolve("lane-" + lane + ".toml");
                Files.writeString(file, config(lane, identity, hub.mqttPort()));
                List<String> command = new ArrayList<>(machines.on("lane" + lane));
                command.addAll(Program.forpost(home, "edge", "--config", file.toString()));
                // None is waited for: the first release says when all are up.
                running.add(Program.start(place.resolve("lane-" + lane + ".log"), command));
            }
            publish(1);
            awaitAll(1);
            long[] before = machines.sent("hub");
            publish(2);
            long from = System.nanoTime();
            awaitAll(2);
            long[] after = machines.sent("hub");
            return new Figures(
                    lanes,
                    size(2),
                    after[0] - before[0] - HEADERS * (after[1] - before[1]),
                    (System.nanoTime() - from) / 1e9);
        }
    }

    private String config(int lane, Path identity, int hubPort) {
        StringBuilder toml =
                new StringBuilder(
                        """
                        node = "bench-%1$d"
                        post = "bench"
                        lane = %1$d
                        data = "data-%1$d"
                        identity = "%2$s"
                        [web]
                        port = 8081
                        [hub]
                        host = "%3$s"
                        port = %4$d
                        [devices]
                        ports = [4501, 4502]
                        trust = "%2$s/trust/node-ca.cert.pem"
                        environment = "Developer"
                        [[devices.device]]
                        kind = "finger"
                        quality = 40
                        [[devices.device]]
                        kind = "face"
                        quality = 20
                        [matching]
                        fmr = 1e-5
                        [lanes]
                        listen = "10.77.0.%1$d"
                        """
                                .formatted(lane, identity.toAbsolutePath(), HUB_ADDRESS, hubPort));
        for (int other = 1; other <= lanes; other++) {
            if (other != lane) {
                toml.append(
                        """
                        [[lanes.peer]]
                        node = "bench-%1$d"
                        lane = %1$d
                        host = "10.77.0.%1$d"
                        """
                                .formatted(other));
            }
        }
        return toml.toString();
    }

    /// The first has one nominal, the second as many as are asked for.
    private void publish(int number) throws IOException, InterruptedException {
        StringBuilder json = new StringBuilder("{\"nominals\": [");
        int count = number == 1 ? 1 : nominals;
        for (int i = 0; i < count; i++) {
            String letters = letters(i);
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\": \"N-")
                    .append(i)
                    .append("\", \"surname\": \"")
                    .append(letters)
                    .append("OV\", \"givenNames\": \"")
                    .append(letters)
                    .append("\", \"birthDate\": \"19")
                    .append(50 + i % 50)
                    .append("-01-01\", \"nationality\": \"UTO\", \"action\": \"Refer\"}");
        }
        Path file = place.resolve("nominals-" + number + ".json");
        Files.writeString(file, json.append("]}").toString(), StandardCharsets.UTF_8);
        Program.run(
                place.resolve("publish.log"),
                Program.forpost(
                        home,
                        "hub",
                        "release",
                        "publish",
                        "--dir",
                        place.resolve("hub").toString(),
                        "--watchlist",
                        file.toString()));
    }

    private static String letters(int number) {
        StringBuilder letters = new StringBuilder("A");
        for (int rest = number; rest > 0; rest /= 26) {
            letters.append((char) ('A' + rest % 26));
        }
        return letters.toString();
    }

    private long size(int number) throws IOException {
        Path shelf = place.resolve("hub").resolve("releases");
        String name = "watchlist-%08d".formatted(number);
        return Files.size(shelf.resolve(name + ".manifest"))
                + Files.size(shelf.resolve(name + ".content"));
    }

    /// A lane holds a release once the whole of it lies on its disk.
    private void awaitAll(int number) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long wanted = size(number);
        for (int lane = 1; lane <= lanes; lane++) {
            Path held = place.resolve("data-" + lane).resolve("releases/watchlist.release");
            while (Files.notExists(held) || Files.size(held) < wanted) {
                if (System.nanoTime() > end) {
                    throw new IOException("lane " + lane + " did not get release " + number);
                }
                Thread.sleep(10);
            }
        }
    }
}
