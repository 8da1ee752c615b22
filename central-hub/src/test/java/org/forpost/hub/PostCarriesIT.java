package org.forpost.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.forpost.hub.command.HubCommand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hub and the two lanes of a post, each a process of its own, as packaged. Lane 1 has a line to
/// the hub, lane 2 has none; in an outage lane 1's stick carries for both.
class PostCarriesIT {
    /// Tests run in their module's folder.
    private static final Path LAUNCHER = Path.of("..", "deploy-scripts", "forpost");

    private static final String PASSWORD = "a-password-of-this-test";
    private static final long PATIENCE_SECONDS = 120;
    private static final int CROSSINGS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private final List<Box> boxes = new ArrayList<>();

    /// Records of which lane 2 has said that they are on its disk.
    private final List<String> acknowledged = new ArrayList<>();

    private final int[] tunnels = new int[3];
    private final int[] members = new int[3];
    private final String network =
            "127.%d.%d"
                    .formatted(
                            ThreadLocalRandom.current().nextInt(100, 200),
                            ThreadLocalRandom.current().nextInt(250));
    private Box hub;
    private Box first;
    private Box second;
    private int mqttPort;
    private int documents = 1_000;

    /// A program with its disk, and whoever looks at its page.
    private final class Box {
        private final Path home;
        private final List<String> command;
        private HttpClient browser = browser();
        private @Nullable Process process;
        private String url = "";

        Box(Path home, String... arguments) throws IOException {
            this.home = Files.createDirectories(home);
            this.command = new ArrayList<>();
            command.add(LAUNCHER.toAbsolutePath().normalize().toString());
            command.addAll(List.of(arguments));
            boxes.add(this);
        }

        void start() throws Exception {
            Path said = home.resolve("said");
            Files.deleteIfExists(said);
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectOutput(said.toFile())
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
            // Seconds of work in all: the last compiler would only cost.
            builder.environment().put("FORPOST_JVM_FLAGS", "-XX:TieredStopAtLevel=1");
            process = builder.start();
            browser = browser();
            await(home.getFileName() + " is up", () -> Files.readString(said).contains("}"));
            JsonNode ready = JSON.readTree(said.toFile());
            url = ready.path("url").asText(ready.path("page").asText());
        }

        void kill() throws InterruptedException {
            Process running = Objects.requireNonNull(process);
            running.destroyForcibly();
            running.waitFor();
        }

        void destroyDisk() throws IOException {
            try (Stream<Path> all = Files.walk(home.resolve("data"))) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }

        JsonNode get(String path) throws Exception {
            return JSON.readTree(ask("GET", path, "").body());
        }

        HttpResponse<String> ask(String method, String path, String body) throws Exception {
            return browser.send(
                    HttpRequest.newBuilder(URI.create(url).resolve(path))
                            .timeout(Duration.ofSeconds(60))
                            .header("Content-Type", "application/json")
                            .header("X-Forpost-Request", "1")
                            .method(
                                    method,
                                    body.isEmpty()
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        /// What a lane says of itself.
        JsonNode standing() throws Exception {
            return get("/api/session").path("at");
        }

        /// Envelopes kept for the other lane that the hub is not known to hold.
        int waiting() throws Exception {
            int waiting = 0;
            for (JsonNode one : get("/api/state").path("peers").path("kept")) {
                waiting += one.path("unreceipted").asInt();
            }
            return waiting;
        }

        /// `forpost bundle …` beside the running lane.
        JsonNode bundle(String... arguments) throws Exception {
            List<String> line = new ArrayList<>(List.of(command.getFirst(), "bundle"));
            line.addAll(List.of(arguments));
            line.addAll(List.of("--config", home.resolve("edge.toml").toString(), "--json"));
            Process ran =
                    new ProcessBuilder(line)
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                            .start();
            String said = new String(ran.getInputStream().readAllBytes(), UTF_8);
            assertEquals(0, ran.waitFor(), () -> said + this);
            return JSON.readTree(said);
        }

        long backlog() throws Exception {
            return standing().path("backlog").path("records").asLong(-1);
        }

        @Override
        public String toString() {
            try {
                return home + ":\n" + Files.readString(home.resolve("log"));
            } catch (IOException e) {
                return home + ": " + e;
            }
        }
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    @BeforeEach
    void post() throws Exception {
        Path place = folder.resolve("hub");
        terminal("init", "--dir", place.toString());
        Path operators = folder.resolve("operators.toml");
        Files.writeString(
                operators,
                """
                [[operator]]
                login = "ivanova"
                name = "Мария Иванова"
                roles = ["officer"]
                password = "%s"
                """
                        .formatted(PASSWORD));
        terminal(
                "release",
                "publish",
                "--dir",
                place.toString(),
                "--role",
                "operators",
                operators.toString());
        publishWatchlist();
        mqttPort = free();
        hub =
                new Box(
                        folder.resolve("hub-box"),
                        "hub",
                        "run",
                        "--dir",
                        place.toString(),
                        "--mqtt-port",
                        Integer.toString(mqttPort),
                        "--web-port",
                        "0",
                        "--json");
        for (int lane = 1; lane <= 2; lane++) {
            tunnels[lane] = free();
            members[lane] = free();
        }
        first = lane(1, "[hub]\nhost = \"127.0.0.1\"\nport = " + mqttPort + "\n");
        second = lane(2, "");
    }

    private void publishWatchlist() throws IOException {
        Path nominals = folder.resolve("nominals.json");
        Files.writeString(
                nominals,
                """
                {"nominals": [{"id": "N-0001", "surname": "NOBODY", "givenNames": "NEMO",
                  "birthDate": "1970-01-01", "nationality": "UTO", "action": "Refer"}]}
                """);
        terminal(
                "release",
                "publish",
                "--dir",
                folder.resolve("hub").toString(),
                "--watchlist",
                nominals.toString());
    }

    private static void terminal(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = HubCommand.execute(new PrintWriter(out), new PrintWriter(err), arguments);
        assertEquals(0, code, () -> String.join(" ", arguments) + ": " + err);
    }

    private Box lane(int lane, String line) throws IOException {
        Path home = folder.resolve("lane-" + lane);
        int other = 3 - lane;
        terminal(
                "enrol",
                "--dir",
                folder.resolve("hub").toString(),
                "--node",
                "tikhaya-" + lane,
                "--post",
                "tikhaya",
                "--out",
                home.resolve("identity").toString());
        Files.writeString(
                home.resolve("edge.toml"),
                """
                node = "tikhaya-%1$d"
                post = "tikhaya"
                lane = %1$d
                data = "data"
                identity = "identity"
                [web]
                port = 0
                %2$s
                [lanes]
                listen = "127.0.0.1"
                port = %3$d
                member_port = %4$d
                network = "%5$s"
                [[lanes.peer]]
                node = "tikhaya-%6$d"
                lane = %6$d
                host = "127.0.0.1"
                port = %7$d
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
                """
                        .formatted(
                                lane,
                                line,
                                tunnels[lane],
                                members[lane],
                                network,
                                other,
                                tunnels[other]));
        return new Box(home, "edge", "--config", home.resolve("edge.toml").toString(), "--json");
    }

    @AfterEach
    void stop() throws Exception {
        for (Box box : boxes) {
            if (box.process != null) {
                box.kill();
            }
        }
    }

    @Test
    void aLaneWithoutALineReachesTheHubThroughAnotherAndItsBoxMayBeSmashed() throws Exception {
        hub.start();
        Thread together = Thread.ofVirtual().start(() -> unchecked(first::start));
        second.start();
        together.join();

        await("lane 2 hears the hub through lane 1", () -> through(second) == 1);
        await("releases have crossed the LAN", () -> watchlist(second) == 1 && hasOperators());
        logIn();
        cross(CROSSINGS);
        await("its records are receipted", () -> second.backlog() == 0);
        await("and at the hub", this::nothingIsMissing);
        assertEquals(CROSSINGS, byRoad("peer"));

        hub.kill();
        await("the outage is noticed", () -> through(second) == 0);
        cross(CROSSINGS);
        await("lane 1 holds them", this::isHeld);
        assertTrue(second.backlog() >= CROSSINGS);
        second.kill();
        second.destroyDisk();

        // No uplink in sight: lane 1's stick has the records of both, and the hub takes it in.
        Path stick = Files.createDirectories(folder.resolve("stick"));
        JsonNode packed = first.bundle("export", "--to", stick.toString());
        assertTrue(
                packed.path("records_by_node").path("tikhaya-2").asInt() >= CROSSINGS,
                packed::toString);
        terminal("bundle", "import", stick.toString(), "--dir", folder.resolve("hub").toString());
        hub.start();
        await("nothing is missing, though the box is smashed", this::nothingIsMissing);
        assertEquals(CROSSINGS, byRoad("bundle"), "the peer's line brings the same again");
        assertTrue(first.bundle("take", stick.toString()).path("taken").asBoolean());
        await("its custody is at the hub", () -> first.waiting() == 0);

        publishWatchlist();
        second.start();
        await("the new disk has the latest releases", () -> watchlist(second) == 2);
        await("and the operators", this::hasOperators);
        logIn();
        cross(1);
        await("it carries on", () -> second.backlog() == 0 && nothingIsMissing());
        nothingCountedTwice();
    }

    private interface Start {
        void run() throws Exception;
    }

    private static void unchecked(Start start) {
        try {
            start.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int through(Box lane) throws Exception {
        return lane.standing().path("link").path("through").asInt(0);
    }

    private static long watchlist(Box lane) throws Exception {
        return lane.standing().path("watchlist").path("number").asLong(0);
    }

    private boolean hasOperators() throws Exception {
        return second.get("/api/session").path("operatorsRelease").asLong(0) > 0;
    }

    private boolean isHeld() throws Exception {
        JsonNode last = second.get("/api/state").path("peers").path("lastRecorded");
        for (JsonNode one : last) {
            if (one.path("heldBy").asInt() < 1) {
                return false;
            }
        }
        return !last.isEmpty();
    }

    private void logIn() throws Exception {
        HttpResponse<String> answer =
                second.ask(
                        "POST",
                        "/api/session",
                        "{\"login\":\"ivanova\",\"password\":\"" + PASSWORD + "\"}");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    /// Diplomats, from whom nothing is taken, cross at lane 2.
    private void cross(int travellers) throws Exception {
        for (int i = 0; i < travellers; i++) {
            ObjectNode crossing = JsonNodeFactory.instance.objectNode();
            documents++;
            crossing.put("direction", "entry").put("category", "diplomat");
            crossing.putObject("document")
                    .put("type", "PD")
                    .put("issuer", "UTO")
                    .put("number", "L%06dD".formatted(documents));
            crossing.putObject("person")
                    .put("surname", "TESTOVA" + (char) ('A' + documents % 26))
                    .put("givenNames", "NARE")
                    .put("birthDate", "1980-01-02")
                    .put("nationality", "UTO")
                    .put("sex", "F");
            crossing.putArray("exceptions");
            HttpResponse<String> opened = second.ask("POST", "/api/crossings", crossing.toString());
            JsonNode open = JSON.readTree(opened.body());
            HttpResponse<String> decided =
                    second.ask(
                            "POST",
                            "/api/crossings/" + open.path("id").asText() + "/decision",
                            "{\"outcome\":\"admit\",\"reason\":\"\"}");
            JsonNode done = JSON.readTree(decided.body());
            assertTrue(
                    done.path("recorded").asBoolean(), () -> opened.body() + " " + decided.body());
            acknowledged.add(done.path("recordId").asText());
        }
    }

    /// How often each record was counted at the hub, and by which road.
    private Map<String, List<String>> counted() throws Exception {
        Map<String, List<String>> roads = new HashMap<>();
        long after = 0;
        while (true) {
            JsonNode page = hub.get("/api/records?after=" + after + "&limit=1000").path("records");
            if (page.isEmpty()) {
                return roads;
            }
            for (JsonNode one : page) {
                after = Math.max(after, one.path("sequence").asLong());
                roads.computeIfAbsent(one.path("recordId").asText(), _ -> new ArrayList<>())
                        .add(one.path("road").asText());
            }
        }
    }

    private boolean nothingIsMissing() throws Exception {
        Map<String, List<String>> counted = counted();
        for (String record : acknowledged) {
            List<String> roads = counted.get(record);
            if (roads == null) {
                return false;
            }
            assertEquals(1, roads.size(), roads::toString);
        }
        return true;
    }

    /// How many of the acknowledged records came by this road.
    private long byRoad(String road) throws Exception {
        Map<String, List<String>> counted = counted();
        return acknowledged.stream().filter(one -> List.of(road).equals(counted.get(one))).count();
    }

    private void nothingCountedTwice() throws Exception {
        assertEquals(
                0,
                hub.get("/api/state").path("totals").path("countedTwice").asInt(-1),
                hub::toString);
        counted().forEach((record, roads) -> assertEquals(1, roads.size(), record));
    }

    private void await(String what, Callable<Boolean> wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (true) {
            try {
                if (wanted.call()) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("it never came to this: " + what + "\n" + boxes);
            }
            Thread.sleep(50);
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
