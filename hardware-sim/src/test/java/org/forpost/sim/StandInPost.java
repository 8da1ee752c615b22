package org.forpost.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.machinezoo.sourceafis.FingerprintImage;
import com.machinezoo.sourceafis.FingerprintImageOptions;
import com.machinezoo.sourceafis.FingerprintMatcher;
import com.machinezoo.sourceafis.FingerprintTemplate;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// A lane and a hub that stand in for the real ones: they speak the same JSON over real sockets,
/// ask the simulated devices for every image, and compare fingers with SourceAFIS. They keep
/// nothing on disk, and they can be told to fail as real ones must never.
final class StandInPost implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// Scores of SourceAFIS at which strangers hardly ever match.
    private static final double MATCH = 40;

    private static final int LEAST_QUALITY = 40;
    private static final List<String> NAMES =
            List.of(
                    "",
                    "Right Thumb",
                    "Right IndexFinger",
                    "Right MiddleFinger",
                    "Right RingFinger",
                    "Right LittleFinger");

    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI scanner;
    private final URI camera;
    private final Map<String, ObjectNode> undecided = new HashMap<>();
    private final Map<String, ObjectNode> answered = new HashMap<>();
    private final List<ObjectNode> atTheHub = new ArrayList<>();
    private final List<FingerprintTemplate> watchlist = new ArrayList<>();
    private int nextCrossing;

    /// Records, then hangs up without an answer, so many times.
    int answersToLose;

    /// Forgets the crossing and hangs up, so many times: killed before anything was recorded.
    int crossingsToForget;

    /// Sends every record to the hub twice, as two records.
    boolean countsTwice;

    /// Says "recorded" and forgets.
    boolean loses;

    private boolean atWork;

    StandInPost(int scannerPort, int cameraPort) throws IOException {
        scanner = URI.create("http://127.0.0.1:" + scannerPort + "/capture");
        camera = URI.create("http://127.0.0.1:" + cameraPort + "/capture");
        server = HttpServer.create(new InetSocketAddress(NetUtil.LOCALHOST4, 0), 0);
        server.createContext("/api/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Puts the fingers of a nominals file on the list.
    void watch(Path nominals) throws IOException {
        for (JsonNode finger :
                JSON.readTree(Files.readAllBytes(nominals)).at("/nominals/0/fingers")) {
            watchlist.add(
                    template(
                            Files.readAllBytes(
                                    nominals.resolveSibling(finger.path("image").asText()))));
        }
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (!call.startsWith("GET ")
                && !"1".equals(exchange.getRequestHeaders().getFirst("X-Forpost-Request"))) {
            send(exchange, 403, error("forbidden"));
        } else if (call.equals("GET /api/session")) {
            ObjectNode session = NODES.objectNode().put("operatorsRelease", 1);
            session.set("at", state());
            send(exchange, 200, session);
        } else if (call.equals("POST /api/session")) {
            atWork = body.path("login").asText().equals("officer");
            send(
                    exchange,
                    atWork ? 200 : 401,
                    atWork ? NODES.objectNode() : error("wrong-password"));
        } else if (!atWork && !call.equals("GET /api/records")) {
            send(exchange, 401, error("no-session"));
        } else if (call.equals("GET /api/state")) {
            send(exchange, 200, state());
        } else if (call.equals("GET /api/records")) {
            send(exchange, 200, records(exchange.getRequestURI().getQuery()));
        } else if (call.equals("POST /api/crossings")) {
            send(exchange, 201, open((ObjectNode) body));
        } else if (call.startsWith("DELETE ")) {
            undecided.clear();
            exchange.sendResponseHeaders(204, -1);
        } else if (call.endsWith("/capture")) {
            send(exchange, 200, capture(id(call), body));
        } else {
            decide(exchange, id(call), body);
        }
        exchange.close();
    }

    private static String id(String call) {
        return call.split("/", -1)[3];
    }

    private ObjectNode state() {
        ObjectNode state =
                NODES.objectNode().put("node", "tikhaya-1").put("recorded", answered.size());
        for (String kind : List.of("finger", "face")) {
            state.withArray("/devices").addObject().put("kind", kind).put("state", "ready");
        }
        state.putObject("backlog").put("records", 0);
        state.putObject("watchlist").put("number", watchlist.isEmpty() ? 0 : 1);
        return state;
    }

    private ObjectNode records(String query) {
        long after = Long.parseLong(query.replaceAll(".*after=(\\d+).*", "$1"));
        ObjectNode page = NODES.objectNode();
        ArrayNode records = page.putArray("records");
        // Two at a time, so that paging is needed.
        atTheHub.stream()
                .filter(each -> each.path("sequence").asLong() > after)
                .limit(2)
                .forEach(records::add);
        return page.put("last", atTheHub.size());
    }

    private ObjectNode open(ObjectNode crossing) {
        String id = "crossing-" + ++nextCrossing;
        boolean child =
                LocalDate.parse(crossing.at("/person/birthDate").asText())
                        .plusYears(6)
                        .isAfter(LocalDate.now(java.time.ZoneOffset.UTC));
        boolean diplomat = crossing.path("category").asText().equals("diplomat");
        undecided.put(id, crossing);
        ObjectNode answer = NODES.objectNode().put("id", id);
        ArrayNode needs = NODES.arrayNode();
        if (child || diplomat) {
            answer.putObject("exemption").put("code", child ? "age-under-six" : "diplomat");
            crossing.put("exempt", true);
        } else {
            needs.add("finger").add("face");
            answer.putNull("exemption");
        }
        answer.put("step", needs.isEmpty() ? "decide" : "capture").set("needs", needs);
        return answer;
    }

    private ObjectNode capture(String id, JsonNode wanted) {
        ObjectNode crossing = java.util.Objects.requireNonNull(undecided.get(id));
        boolean fingers = wanted.path("modality").asText().equals("finger");
        ObjectNode bio = NODES.objectNode().put("type", fingers ? "Finger" : "Face");
        bio.put("requestedScore", LEAST_QUALITY).put("deviceSubId", 0);
        wanted.path("positions")
                .forEach(each -> bio.withArray("/bioSubType").add(NAMES.get(each.asInt())));
        bio.put("count", Math.max(1, wanted.path("positions").size()));
        ObjectNode request =
                NODES.objectNode()
                        .put("env", "Developer")
                        .put("purpose", "Registration")
                        .put("specVersion", "1.0")
                        .put("timeout", 5_000)
                        .put("transactionId", id);
        request.putArray("bio").add(bio);
        ObjectNode answer = NODES.objectNode().put("accepted", true).put("step", "decide");
        answer.put("message", "");
        ArrayNode candidates = answer.putArray("candidates");
        for (JsonNode biometric : ask(fingers ? scanner : camera, request).path("biometrics")) {
            JsonNode data = payload(biometric.path("data").asText());
            int quality = data.path("qualityScore").asInt();
            boolean good = quality >= LEAST_QUALITY;
            answer.put("accepted", answer.path("accepted").asBoolean() && good);
            answer.withArray("/captures").addObject().put("quality", quality).put("accepted", good);
            if (fingers && good) {
                crossing.put("fingers", crossing.path("fingers").asInt(0) + 1);
            }
            if (fingers && data.path("bioSubType").asText().equals("Right IndexFinger")) {
                double score = bestScore(data.path("bioValue").asText());
                if (score >= MATCH) {
                    candidates
                            .addObject()
                            .put("nominal", "N-0001")
                            .put("score", score)
                            .put("action", "Refer to second line");
                }
            }
        }
        if (!fingers) {
            crossing.put("face", true);
        }
        return answer;
    }

    private double bestScore(String bioValue) {
        byte[] record = Base64.getUrlDecoder().decode(bioValue);
        // The image is what is left after the headers of a record with one quality block.
        byte[] png = Arrays.copyOfRange(record, 16 + 46, record.length);
        FingerprintMatcher probe = new FingerprintMatcher(template(png));
        return watchlist.stream().mapToDouble(probe::match).max().orElse(0);
    }

    private static FingerprintTemplate template(byte[] png) {
        return new FingerprintTemplate(
                new FingerprintImage(png, new FingerprintImageOptions().dpi(500)));
    }

    private JsonNode ask(URI device, ObjectNode request) {
        try {
            return JSON.readTree(
                    http.send(
                                    HttpRequest.newBuilder(device)
                                            .method(
                                                    "RCAPTURE",
                                                    HttpRequest.BodyPublishers.ofString(
                                                            request.toString()))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofByteArray())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode payload(String jwt) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void decide(HttpExchange exchange, String id, JsonNode decision) throws IOException {
        if (crossingsToForget > 0) {
            crossingsToForget--;
            undecided.clear();
            return;
        }
        ObjectNode crossing = undecided.remove(id);
        if (crossing != null) {
            String recordId = String.format(java.util.Locale.ROOT, "%032x", answered.size() + 1);
            for (int copy = loses ? 1 : 0; copy < (countsTwice ? 2 : 1); copy++) {
                atTheHub.add(
                        NODES.objectNode()
                                .put("sequence", atTheHub.size() + 1)
                                .put("recordId", recordId)
                                .put("node", "tikhaya-1")
                                .put("kind", "crossing")
                                .put("arrivals", 1)
                                .put("hit", decision.path("confirmed").isTextual())
                                .put("fingers", crossing.path("fingers").asInt(0))
                                .put("face", crossing.path("face").asBoolean())
                                .put("exemption", crossing.path("exempt").asBoolean() ? "x" : ""));
            }
            answered.put(
                    id,
                    NODES.objectNode()
                            .put("recorded", true)
                            .put("recordId", recordId)
                            .put("number", answered.size() + 1));
        }
        ObjectNode before = answered.get(id);
        if (crossing != null && answersToLose > 0) {
            answersToLose--;
        } else if (before == null) {
            send(exchange, 404, error("no-such-crossing"));
        } else {
            send(exchange, 201, before);
        }
    }

    private static ObjectNode error(String code) {
        ObjectNode error = NODES.objectNode();
        error.putObject("error").put("code", code).put("message", code).put("whatToDo", "");
        return error;
    }

    private static void send(HttpExchange exchange, int status, ObjectNode json)
            throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
