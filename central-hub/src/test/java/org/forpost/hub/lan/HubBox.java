package org.forpost.hub.lan;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The hub, far from the post.
final class HubBox {
    private static final int PAGE = 1_000;

    final Lan.Machine machine;
    private final Path folder;
    private final Http page;
    private @Nullable Program program;

    HubBox(Lan.Machine machine, Path folder) {
        this.machine = machine;
        this.folder = folder;
        this.page = new Http(machine, 8080);
    }

    /// What it says of one record.
    ///
    /// @param road by which it came first: `mqtt`, `peer`, `bundle`
    record Counted(String node, long arrivals, String road, String kind) {}

    void begin() throws IOException {
        program =
                Program.start(
                        machine,
                        folder.resolveSibling("hub.log"),
                        "hub",
                        "run",
                        "--dir",
                        folder.toString(),
                        "--mqtt-host",
                        "0.0.0.0");
    }

    void awaitUp() throws Exception {
        await("answers", () -> page.get("/api/state").isObject());
    }

    void await(String what, Callable<Boolean> wanted) throws Exception {
        Objects.requireNonNull(program).await("the hub: " + what, wanted);
    }

    /// All that it has, by record.
    Map<String, Counted> records() throws Exception {
        Map<String, Counted> records = new HashMap<>();
        long after = 0;
        while (true) {
            JsonNode page = this.page.get("/api/records?after=" + after + "&limit=" + PAGE);
            if (page.path("records").isEmpty()) {
                return records;
            }
            for (JsonNode one : page.path("records")) {
                after = Math.max(after, one.path("sequence").asLong());
                Counted counted =
                        new Counted(
                                one.path("node").asText(),
                                one.path("arrivals").asLong(),
                                one.path("road").asText(),
                                one.path("kind").asText());
                // A record that is listed twice was counted twice, whatever it says of itself.
                records.merge(
                        one.path("recordId").asText(),
                        counted,
                        (a, b) ->
                                new Counted(
                                        a.node(), a.arrivals() + b.arrivals(), a.road(), a.kind()));
            }
        }
    }

    JsonNode state() throws Exception {
        return page.get("/api/state");
    }

    JsonNode nodes() throws Exception {
        return page.get("/api/nodes");
    }
}
