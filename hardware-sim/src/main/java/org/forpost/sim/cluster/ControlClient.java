package org.forpost.sim.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.forpost.sim.Refusal;
import org.forpost.sim.link.Weather;
import org.forpost.sim.scanner.Position;

/// Steers a cluster from another process.
public final class ControlClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A cluster answers at once; growing a person's fingers comes later, at the scanner.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI control;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    /// For the cluster at `control`, such as `http://127.0.0.1:8190`.
    public ControlClient(URI control, String token) {
        this.control = control;
        this.token = token;
    }

    /// Somebody comes to the lane.
    public void come(String lane, Person person) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("seed", person.seed());
        ArrayNode missing = body.putArray("missing");
        person.missing().forEach(position -> missing.add(position.code()));
        body.put("badPresses", person.badPresses());
        person.trick()
                .ifPresent(
                        trick -> body.put("trick", trick.label()).put("tricks", person.tricks()));
        person.real()
                .ifPresent(real -> {
                    ObjectNode finger = body.putObject("real");
                    finger.put("folder", real.folder().toAbsolutePath().toString());
                    finger.put("finger", real.finger());
                    finger.put("position", real.position().code());
                });
        call("PUT", "/lanes/" + lane + "/person", body.toString());
    }

    /// The lane's place is empty.
    public void leave(String lane) {
        call("DELETE", "/lanes/" + lane + "/person", "");
    }

    /// One more fault on a lane's `finger` or `face` device; `on` empty for where it usually is.
    void putFault(String lane, String device, String fault, Set<String> on) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("device", device);
        body.put("fault", fault);
        on.forEach(body.putArray("on")::add);
        call("PUT", "/lanes/" + lane + "/faults", body.toString());
    }

    /// The lane's devices are honest again.
    void clearFaults(String lane) {
        call("DELETE", "/lanes/" + lane + "/faults", "");
    }

    /// Cuts the lane's line (`reset`, `blackhole`), or restores it where empty.
    void cut(String lane, Optional<String> mode) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("cut", mode.orElse(null));
        call("PUT", "/lanes/" + lane + "/link", body.toString());
    }

    /// What the lane's line is like from now on.
    void weather(String lane, Weather weather) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("latencyMs", weather.oneWayMillis());
        body.put("bytesPerSecond", weather.bytesPerSecond());
        call("PUT", "/lanes/" + lane + "/link", body.toString());
    }

    /// Everything that the cluster says of itself.
    JsonNode status() {
        return call("GET", "/status", "");
    }

    /// The names of the lanes that have a simulated line.
    List<String> lanesWithLink() {
        List<String> names = new ArrayList<>();
        for (JsonNode lane : status().path("lanes")) {
            if (lane.has("link")) {
                names.add(lane.path("lane").asText());
            }
        }
        return names;
    }

    /// A person from the JSON-free world of commands: fingers by number.
    static Set<Position> positions(List<Integer> codes) {
        return codes.stream()
                .map(code ->
                        Position.ofCode(code)
                                .orElseThrow(() ->
                                        new Refusal(
                                                "finger positions are 1 (right"
                                                        + " thumb) to 10 (left"
                                                        + " little), not "
                                                        + code)))
                .collect(java.util.stream.Collectors.toSet());
    }

    private JsonNode call(String method, String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(control.resolve(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode json = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new Refusal("the cluster refused: " + json.path("error").asText());
            }
            return json;
        } catch (IOException e) {
            throw new Refusal(
                    "no answer from the cluster at "
                            + control
                            + " ("
                            + e
                            + "): is 'forpost sim cluster' running there?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", e);
        }
    }
}
