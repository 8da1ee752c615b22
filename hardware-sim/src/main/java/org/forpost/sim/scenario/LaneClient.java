package org.forpost.sim.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.forpost.sim.scanner.Position;

/// One lane's web interface, as its page uses it.
final class LaneClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// A capture waits for the traveller, and a decision for the disk.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);

    /// A state with ten thousand candidates would be far below.
    private static final int LARGEST_ANSWER = 4_000_000;

    private static final int UNAUTHORIZED = 401;

    /// What a crossing has that went as it should.
    private static final int ORDINARY_PRIORITY = 1;

    private final String name;
    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TO_CONNECT)
                    .cookieHandler(new CookieManager())
                    .build();
    private final Optional<Officer> officer;

    /// Who works at the lane.
    record Officer(String login, String password) {
        @Override
        public String toString() {
            return login;
        }
    }

    /// @param name as the cluster calls the lane
    /// @param officer logs in when the lane asks who is at work
    LaneClient(String name, URI base, Optional<Officer> officer) {
        this.name = name;
        this.base = base;
        this.officer = officer;
    }

    String name() {
        return name;
    }

    /// What the lane says of itself to anybody: devices, link, backlog, lists, no traveller.
    JsonNode status() throws LaneGoneException, LaneRefusedException {
        return call("GET", "/api/session", Optional.empty()).path("at");
    }

    /// Number of the operators release at the lane; 0 while nobody can log in.
    long operators() throws LaneGoneException, LaneRefusedException {
        return call("GET", "/api/session", Optional.empty()).path("operatorsRelease").asLong(0);
    }

    /// What the lane says of itself to whoever works there, the open crossing included.
    JsonNode state() throws LaneGoneException, LaneRefusedException {
        return call("GET", "/api/state", Optional.empty());
    }

    /// How many records it keeps for the hub, in words.
    String backlog() {
        try {
            return name + " keeps " + status().path("backlog").path("records").asText("?");
        } catch (LaneGoneException | LaneRefusedException e) {
            return name + " does not answer";
        }
    }

    /// The traveller hands over the document.
    Opened open(Traveller traveller) throws LaneGoneException, LaneRefusedException {
        ObjectNode body = NODES.objectNode();
        body.put("direction", traveller.direction());
        body.putObject("document")
                .put("type", traveller.documentType())
                .put("issuer", traveller.nationality())
                .put("number", traveller.documentNumber());
        body.putObject("person")
                .put("surname", traveller.surname())
                .put("givenNames", traveller.givenNames())
                .put("birthDate", traveller.birthDate().toString())
                .put("nationality", traveller.nationality())
                .put("sex", traveller.sex());
        body.put("category", traveller.category());
        ArrayNode exceptions = body.putArray("exceptions");
        for (Position position : traveller.missing()) {
            exceptions
                    .addObject()
                    .put("position", position.code())
                    .put("reason", "missing")
                    .put("permanent", true);
        }
        JsonNode answer = call("POST", "/api/crossings", Optional.of(body));
        JsonNode exemption = answer.path("exemption");
        return new Opened(
                answer.path("id").asText(),
                exemption.isObject()
                        ? Optional.of(exemption.path("code").asText())
                        : Optional.empty(),
                words(answer.path("needs")),
                !answer.path("candidates").isEmpty());
    }

    /// @param exemption the code of the rule, if one applies
    /// @param needs `finger`, `face`
    /// @param candidates whether the lists name somebody by document or name
    record Opened(String id, Optional<String> exemption, List<String> needs, boolean candidates) {}

    /// Takes fingers (`positions`) or, with none, the face.
    Captured capture(String id, Collection<Position> positions)
            throws LaneGoneException, LaneRefusedException {
        ObjectNode body = NODES.objectNode();
        body.put("modality", positions.isEmpty() ? "face" : "finger");
        ArrayNode codes = body.putArray("positions");
        positions.forEach(position -> codes.add(position.code()));
        JsonNode answer = call("POST", "/api/crossings/" + id + "/capture", Optional.of(body));
        List<Integer> qualities = new ArrayList<>();
        for (JsonNode capture : answer.path("captures")) {
            qualities.add(capture.path("quality").asInt());
        }
        List<Candidate> candidates = new ArrayList<>();
        for (JsonNode candidate : answer.path("candidates")) {
            candidates.add(
                    new Candidate(
                            candidate.path("nominal").asText(),
                            candidate.path("score").asDouble(),
                            candidate.path("action").asText()));
        }
        return new Captured(
                answer.path("accepted").asBoolean(),
                qualities,
                answer.path("message").asText(""),
                candidates,
                answer.path("step").asText());
    }

    /// @param qualities 0 to 100, one for each finger or the face
    /// @param step `capture` while something is still due, then `decide`
    record Captured(
            boolean accepted,
            List<Integer> qualities,
            String message,
            List<Candidate> candidates,
            String step) {}

    /// A nominal who may be the traveller, and what the watchlist says to do.
    record Candidate(String nominal, double score, String action) {}

    /// The officer decides.
    ///
    /// @param outcome `admit`, `refuse` or `refer`
    /// @param confirmed where there were candidates: the nominal who it is, or empty for none of
    ///   them
    Recorded decide(String id, String outcome, String reason, Optional<Optional<String>> confirmed)
            throws LaneGoneException, LaneRefusedException {
        ObjectNode body = NODES.objectNode();
        body.put("outcome", outcome);
        body.put("reason", reason);
        confirmed.ifPresent(nominal -> body.put("confirmed", nominal.orElse(null)));
        JsonNode answer = call("POST", "/api/crossings/" + id + "/decision", Optional.of(body));
        if (!answer.path("recorded").asBoolean()) {
            throw new LaneRefusedException(200, "not-recorded", "the lane did not say 'recorded'");
        }
        return new Recorded(
                answer.path("recordId").asText(),
                answer.path("number").asLong(),
                answer.path("priority").asInt(ORDINARY_PRIORITY));
    }

    /// What the lane promised to keep.
    ///
    /// @param number within its priority: each has a chain of its own
    /// @param priority 0 goes first
    record Recorded(String recordId, long number, int priority) {
        /// `#4`, or `urgent #1` for what goes before everything else.
        String spoken() {
            return (priority < ORDINARY_PRIORITY ? "urgent #" : "#") + number;
        }
    }

    /// Ends a crossing undecided; nothing of it is kept.
    void abandon(String id) throws LaneGoneException, LaneRefusedException {
        call("DELETE", "/api/crossings/" + id, Optional.empty());
    }

    private JsonNode call(String method, String path, Optional<ObjectNode> body)
            throws LaneGoneException, LaneRefusedException {
        try {
            return ask(method, path, body);
        } catch (LaneRefusedException e) {
            if (e.status() != UNAUTHORIZED || officer.isEmpty()) {
                throw e;
            }
        }
        // The lane was started anew, or nobody has touched it for a while.
        ObjectNode who = NODES.objectNode();
        who.put("login", officer.get().login()).put("password", officer.get().password());
        ask("POST", "/api/session", Optional.of(who));
        return ask(method, path, body);
    }

    private JsonNode ask(String method, String path, Optional<ObjectNode> body)
            throws LaneGoneException, LaneRefusedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(PATIENCE)
                        .header("X-Forpost-Request", "1");
        body.ifPresent(json -> request.header("Content-Type", "application/json"));
        request.method(
                method,
                body.map(json -> HttpRequest.BodyPublishers.ofString(json.toString()))
                        .orElse(HttpRequest.BodyPublishers.noBody()));
        HttpResponse<byte[]> answer;
        try {
            answer =
                    http.send(
                            request.build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        } catch (IOException e) {
            throw new LaneGoneException(name + " does not answer at " + base + " (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaneGoneException("interrupted while waiting for " + name, e);
        }
        JsonNode json = parsed(answer);
        if (answer.statusCode() / 100 != 2) {
            JsonNode error = json.path("error");
            String code = error.path("code").asText("http-" + answer.statusCode());
            throw new LaneRefusedException(
                    answer.statusCode(),
                    code,
                    (error.path("message").asText(code) + " " + error.path("whatToDo").asText(""))
                            .strip());
        }
        return json;
    }

    private JsonNode parsed(HttpResponse<byte[]> answer) throws LaneRefusedException {
        try {
            return answer.body().length == 0 ? NODES.objectNode() : JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new LaneRefusedException(
                    answer.statusCode(), "not-json", name + " answered something that is not JSON");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", e);
        }
    }

    private static List<String> words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }
}
