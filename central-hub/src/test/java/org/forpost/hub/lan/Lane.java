package org.forpost.hub.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// A lane's box: its program, its disk, and an officer at its page.
final class Lane {
    private static final int WEB = 8081;
    private static final AtomicInteger DOCUMENTS = new AtomicInteger(1_000);

    final Lan.Machine machine;
    final Path folder;
    private final PostOnLan post;
    private final Http page;
    private @Nullable Program program;

    Lane(PostOnLan post, Lan.Machine machine, Path folder) {
        this.post = post;
        this.machine = machine;
        this.folder = folder;
        this.page = new Http(machine, WEB);
    }

    String node() {
        return "tikhaya-" + machine.number();
    }

    /// @param peers that the configuration names; the others announce themselves
    void configure(List<Lane> peers) throws IOException {
        StringBuilder toml = new StringBuilder();
        toml.append(
                """
                node = "%1$s"
                post = "tikhaya"
                lane = %2$d
                data = "data"
                identity = "identity"
                [web]
                port = %3$d
                [hub]
                host = "%4$s"
                port = 8883
                [devices]
                ports = [4501, 4502]
                trust = "identity/trust/node-ca.cert.pem"
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
                listen = "%5$s"
                [lanes.announce]
                """
                        .formatted(
                                node(),
                                machine.number(),
                                WEB,
                                post.hub.machine.wan(),
                                machine.lan()));
        for (Lane peer : peers) {
            toml.append(
                    """
                    [[lanes.peer]]
                    node = "%s"
                    lane = %d
                    host = "%s"
                    """
                            .formatted(peer.node(), peer.machine.number(), peer.machine.lan()));
        }
        Files.writeString(folder.resolve("edge.toml"), toml);
    }

    void start() throws Exception {
        begin();
        awaitUp();
    }

    /// Starts it and does not wait.
    void begin() throws IOException {
        program =
                Program.start(
                        machine,
                        folder.resolve("log"),
                        "edge",
                        "--config",
                        folder.resolve("edge.toml").toString());
    }

    void awaitUp() throws Exception {
        program().await(node() + " answers", () -> page.get("/api/session").isObject());
    }

    private Program program() {
        return Objects.requireNonNull(program, "not started");
    }

    void await(String what, java.util.concurrent.Callable<Boolean> wanted) throws Exception {
        try {
            program().await(node() + ": " + what, wanted);
        } catch (AssertionError e) {
            throw new AssertionError(node() + " stands so among its peers: " + peers(), e);
        }
    }

    String said() throws IOException {
        return program().said();
    }

    void kill() throws InterruptedException {
        program().kill();
    }

    void stop() throws InterruptedException {
        program().end();
    }

    /// Nothing is left of its disk but what came with the box.
    void destroyDisk() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    /// What it says of itself.
    JsonNode standing() throws Exception {
        return page.get("/api/session").path("at");
    }

    long backlog() throws Exception {
        return standing().path("backlog").path("records").asLong(-1);
    }

    /// Lanes that are in the cluster as this one sees it.
    Set<Integer> cluster() throws Exception {
        Set<Integer> lanes = new TreeSet<>();
        peers().path("lanes").forEach(one -> lanes.add(one.asInt()));
        return lanes;
    }

    /// Peers to which it has a stream.
    Set<Integer> connected() throws Exception {
        Set<Integer> lanes = new TreeSet<>();
        for (JsonNode one : peers().path("others")) {
            if (one.path("connected").asBoolean()) {
                lanes.add(one.path("lane").asInt());
            }
        }
        return lanes;
    }

    /// Whether all that it has recorded, and that the hub has not receipted, lies on at least so
    /// many peers' disks.
    boolean isHeldBy(int peers) throws Exception {
        JsonNode waiting = standing().path("backlog").path("byPriority");
        JsonNode chains = peers().path("lastRecorded");
        for (JsonNode one : chains) {
            int priority =
                    Priority.valueOf(one.path("priority").asText().toUpperCase(Locale.ROOT)).code();
            if (one.path("heldBy").asInt() < peers && waiting.path(priority).asLong(1) > 0) {
                return false;
            }
        }
        return !chains.isEmpty();
    }

    /// How it stands among its peers, as whoever works there sees it.
    JsonNode peers() throws Exception {
        return page.get("/api/state").path("peers");
    }

    /// Number of the watchlist release in force.
    long watchlist() throws Exception {
        return standing().path("watchlist").path("number").asLong(0);
    }

    void logIn() throws Exception {
        await("has a watchlist", () -> watchlist() > 0);
        await(
                "knows its operators",
                () -> page.get("/api/session").path("operatorsRelease").asLong(0) > 0);
        Http.Answer answer =
                page.ask(
                        "POST",
                        "/api/session",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("login", "ivanova")
                                .put("password", PostOnLan.PASSWORD));
        assertEquals(200, answer.status(), () -> node() + ": " + answer);
    }

    /// A diplomat, from whom nothing is taken, crosses.
    ///
    /// @return the record that the lane says is on its disk
    String cross() throws Exception {
        ObjectNode crossing = JsonNodeFactory.instance.objectNode();
        int number = DOCUMENTS.incrementAndGet();
        crossing.put("direction", "entry").put("category", "diplomat");
        crossing.putObject("document")
                .put("type", "PD")
                .put("issuer", "UTO")
                .put("number", "L%06dD".formatted(number));
        crossing.putObject("person")
                .put("surname", "TESTOVA" + letters(number))
                .put("givenNames", "NARE")
                .put("birthDate", "1980-01-02")
                .put("nationality", "UTO")
                .put("sex", "F");
        crossing.putArray("exceptions");
        Http.Answer opened = page.ask("POST", "/api/crossings", crossing);
        assertTrue(opened.status() < 300, () -> node() + ": " + opened);
        ObjectNode decision =
                JsonNodeFactory.instance.objectNode().put("outcome", "admit").put("reason", "");
        if (!opened.body().path("candidates").isEmpty()) {
            decision.putNull("confirmed").put("reason", "another person");
        }
        Http.Answer decided =
                page.ask(
                        "POST",
                        "/api/crossings/" + opened.body().path("id").asText() + "/decision",
                        decision);
        assertTrue(decided.body().path("recorded").asBoolean(), () -> node() + ": " + decided);
        String record = decided.body().path("recordId").asText();
        post.acknowledged.put(record, node());
        return record;
    }

    private static String letters(int number) {
        StringBuilder name = new StringBuilder();
        for (int rest = number; rest > 0; rest /= 26) {
            name.append((char) ('A' + rest % 26));
        }
        return name.toString();
    }
}
