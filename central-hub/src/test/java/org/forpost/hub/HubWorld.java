package org.forpost.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.identity.NodeIdentity;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Store;
import org.jspecify.annotations.Nullable;

/// A real hub on real sockets and files, and whoever talks to it.
final class HubWorld implements AutoCloseable {
    /// Everything here is over in milliseconds; on a loaded machine it may take its time.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final HubIdentity identity;
    private final List<TestNode> nodes = new ArrayList<>();

    /// What the hub said when it stopped itself.
    final BlockingQueue<String> stops = new LinkedBlockingQueue<>();

    private @Nullable Hub hub;

    HubWorld(Path folder) throws IOException {
        this.folder = folder;
        identity =
                HubIdentity.create(
                        directory(),
                        List.of("127.0.0.1"),
                        InstantSource.system(),
                        new SecureRandom());
    }

    Path directory() {
        return folder.resolve("hub");
    }

    HubIdentity identity() {
        return identity;
    }

    HubWorld start() throws IOException {
        return start(store -> store);
    }

    /// @param disk what the ledger writes to, made of the real one
    HubWorld start(Function<Store, Store> disk) throws IOException {
        hub =
                Hub.start(
                        new Hub.Settings(directory(), "127.0.0.1", 0, 0),
                        (why, failure) -> stops.add(why),
                        disk.apply(new FileStore(identity.ledgerDirectory())));
        return this;
    }

    Hub hub() {
        Hub running = hub;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    void stop() throws IOException {
        hub().close();
        hub = null;
    }

    NodeIdentity enrol(String name) throws IOException {
        Path out = folder.resolve("node-" + name);
        identity.enrol(name, "tikhaya", out, InstantSource.system(), new SecureRandom());
        return NodeIdentity.open(out);
    }

    /// A node of that name, enrolled and not connected.
    TestNode node(String name) throws IOException {
        return node(enrol(name));
    }

    TestNode node(NodeIdentity node) {
        var made = new TestNode(node, hub().mqttPort());
        nodes.add(made);
        return made;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(page().resolve(path)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    URI page() {
        return URI.create("http://127.0.0.1:" + hub().webPort() + "/");
    }

    JsonNode ask(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /// The answer, as soon as it is as wanted.
    JsonNode await(String path, Predicate<JsonNode> wanted)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode answer = ask(path);
            if (wanted.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(path + " never came to what was expected: " + answer);
            }
            Thread.sleep(20);
        }
    }

    /// The alarm of that code, as soon as it is there.
    JsonNode awaitAlarm(String code) throws IOException, InterruptedException {
        return awaitAlarm(code, alarm -> true);
    }

    JsonNode awaitAlarm(String code, Predicate<JsonNode> which)
            throws IOException, InterruptedException {
        JsonNode state = await("/api/state", s -> find(s, code, which) != null);
        JsonNode found = find(state, code, which);
        if (found == null) {
            throw new AssertionError(code);
        }
        return found;
    }

    private static @Nullable JsonNode find(JsonNode state, String code, Predicate<JsonNode> which) {
        for (JsonNode alarm : state.get("alarms")) {
            if (alarm.get("code").asText().equals(code) && which.test(alarm)) {
                return alarm;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(TestNode::close);
        if (hub != null) {
            stop();
        }
    }
}
