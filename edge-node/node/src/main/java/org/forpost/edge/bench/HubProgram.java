package org.forpost.edge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A hub of its own for one measurement: made, its nodes enrolled, and running.
final class HubProgram implements AutoCloseable {
    private final Path home;
    private final Path place;
    private final Program running;
    private final int mqttPort;
    private final int webPort;
    private final HttpClient http = HttpClient.newHttpClient();

    private HubProgram(Path home, Path place, Program running) throws IOException {
        this.home = home;
        this.place = place;
        this.running = running;
        JsonNode ports = running.ready();
        this.mqttPort = ports.path("mqttPort").asInt();
        this.webPort = ports.path("webPort").asInt();
    }

    /// @param home where `deploy-scripts/forpost` lies
    /// @param place an empty folder for its files
    static HubProgram start(Path home, Path place) throws IOException, InterruptedException {
        return start(home, place, "127.0.0.1", List.of());
    }

    /// @param host where nodes dial it
    /// @param before a command that runs another in its place, such as `ip netns exec`
    static HubProgram start(Path home, Path place, String host, List<String> before)
            throws IOException, InterruptedException {
        Path log = place.resolve("hub.log");
        String folder = place.resolve("hub").toString();
        Program.run(log, Program.forpost(home, "hub", "init", "--dir", folder, "--host", host));
        List<String> run = new ArrayList<>(before);
        run.addAll(
                Program.forpost(
                        home,
                        "hub",
                        "run",
                        "--dir",
                        folder,
                        "--mqtt-host",
                        host,
                        "--mqtt-port",
                        "0",
                        "--web-port",
                        "0",
                        "--json"));
        Program running = Program.start(log, run, "{");
        return new HubProgram(home, place, running);
    }

    /// Enrols a node.
    ///
    /// @return its identity's folder
    Path enrol(String node) throws IOException, InterruptedException {
        Path out = place.resolve(node);
        Program.run(
                place.resolve("enrol.log"),
                Program.forpost(
                        home,
                        "hub",
                        "enrol",
                        "--dir",
                        place.resolve("hub").toString(),
                        "--node",
                        node,
                        "--post",
                        "bench",
                        "--out",
                        out.toString()));
        return out;
    }

    /// Its certificates and keys, for a broker that stands in its place.
    Path folder() {
        return place.resolve("hub");
    }

    int mqttPort() {
        return mqttPort;
    }

    Duration cpu() {
        return running.cpu();
    }

    /// Records that its registry counts so far.
    long inRegistry() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + webPort + "/api/state"))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body()).path("totals").path("records").asLong(-1);
    }

    @Override
    public void close() {
        http.close();
        running.close();
    }
}
