package org.forpost.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The hub's web interface, as far as counting needs it.
final class HubClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final int PAGE = 500;

    /// A page of the largest records stays far below.
    private static final int LARGEST_ANSWER = 32_000_000;

    /// Ends a hub that gives out the same page for ever.
    private static final int MOST_PAGES = 10_000;

    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TO_CONNECT)
                    .build();

    HubClient(URI base) {
        this.base = base;
    }

    /// One record as the hub has it.
    ///
    /// @param kind `crossing`, `image`, `audit`
    /// @param arrivals how often it was counted
    /// @param biometrics whether it carries a finger, a face or an image
    /// @param road by which it came: `mqtt`, `peer`, `bundle`
    record Counted(
            long sequence,
            String recordId,
            String node,
            String kind,
            long arrivals,
            boolean hit,
            boolean exempt,
            boolean biometrics,
            String road) {}

    /// Everything that the hub has.
    List<Counted> records() throws IOException {
        List<Counted> records = new ArrayList<>();
        long after = 0;
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = get("/api/records?after=" + after + "&limit=" + PAGE);
            JsonNode found = answer.path("records");
            long last = after;
            for (JsonNode each : found) {
                records.add(counted(each));
                last = Math.max(last, each.path("sequence").asLong());
            }
            if (found.isEmpty() || last == after) {
                return records;
            }
            after = last;
        }
        throw new IOException(
                "the hub at " + base + " gives out more than " + MOST_PAGES + " pages");
    }

    private static Counted counted(JsonNode each) {
        return new Counted(
                each.path("sequence").asLong(),
                each.path("recordId").asText(),
                each.path("node").asText(),
                each.path("kind").asText(),
                each.path("arrivals").asLong(),
                says(each.path("hit")),
                says(each.path("exemption")),
                says(each.path("fingers")) || says(each.path("face")) || says(each.path("images")),
                each.path("road").asText());
    }

    /// Whether a field is there and says anything but no: `true`, a number above 0, a text, a
    /// filled array or an object.
    private static boolean says(JsonNode field) {
        if (field.isContainerNode()) {
            return field.isObject() || !field.isEmpty();
        }
        if (field.isTextual()) {
            return !field.textValue().isEmpty();
        }
        return field.isNumber() ? field.asDouble() > 0 : field.asBoolean();
    }

    /// What it has, in words.
    String summary() {
        try {
            long crossings =
                    records().stream().filter(each -> each.kind().equals("crossing")).count();
            return crossings + " crossings received so far";
        } catch (IOException e) {
            return "does not answer: " + e.getMessage();
        }
    }

    private JsonNode get(String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).GET().build();
        try {
            HttpResponse<byte[]> answer =
                    http.send(
                            request,
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER));
            if (answer.statusCode() != 200) {
                throw new IOException(
                        "the hub at "
                                + base
                                + " answered "
                                + path
                                + " with "
                                + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the hub", e);
        }
    }
}
