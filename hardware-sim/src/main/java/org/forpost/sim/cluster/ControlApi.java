package org.forpost.sim.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.forpost.sim.Refusal;
import org.forpost.sim.link.BlackHole;
import org.forpost.sim.link.Reset;
import org.forpost.sim.link.Weather;
import org.forpost.sim.link.netty.LinkProxy;
import org.forpost.sim.sbi.Fault;
import org.forpost.sim.sbi.Faults;
import org.forpost.sim.sbi.Verb;
import org.forpost.sim.sbi.fault.FaultCatalogue;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.trick.Trick;

/// The control interface, without its network. Every call shows `Authorization: Bearer TOKEN`.
///
/// | call | body | what it does |
/// | --- | --- | --- |
/// | `GET /status` | | lanes, faults, links |
/// | `PUT /lanes/L/person` | `{"seed":7,"missing":[2],"badPresses":1,"real":{"folder":"…","finger":"101","position":2},"trick":"other-hand","tricks":1}`, all but the seed optional | somebody comes |
/// | `DELETE /lanes/L/person` | | nobody is there |
/// | `PUT /lanes/L/faults` | `{"device":"finger","fault":"hang","on":["capture"]}`, `on` optional | one more fault |
/// | `DELETE /lanes/L/faults` | | the lane's devices are honest again |
/// | `PUT /lanes/L/link` | `{"cut":"reset"}`, `{"cut":"blackhole"}`, `{"cut":null}`, `{"latencyMs":300,"bytesPerSecond":8000}` | cuts, restores, impairs |
final class ControlApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_BAD_PRESSES = 100;

    private final List<SimulatedLane> lanes;
    private final byte[] token;
    private final Clock clock;

    ControlApi(List<SimulatedLane> lanes, String token, Clock clock) {
        this.lanes = lanes;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    ControlAnswer answer(ControlRequest request) {
        if (!knowsToken(request.authorization())) {
            return refuse(401, "show the token of this cluster: Authorization: Bearer TOKEN");
        }
        try {
            if (request.path().equals("/status") && request.method().equals("GET")) {
                return new ControlAnswer(200, status().toString());
            }
            String[] parts = request.path().split("/", -1);
            if (parts.length == 4 && parts[1].equals("lanes")) {
                Optional<SimulatedLane> lane =
                        lanes.stream().filter(each -> each.name().equals(parts[2])).findFirst();
                if (lane.isEmpty()) {
                    return refuse(404, "no lane of that name: " + names());
                }
                return onLane(lane.get(), request.method(), parts[3], request.body());
            }
            return refuse(404, "no such call: see GET /status, PUT /lanes/LANE/person|faults|link");
        } catch (IOException e) {
            return refuse(400, "the body is not JSON");
        } catch (Refusal | IllegalArgumentException e) {
            return refuse(400, String.valueOf(e.getMessage()));
        }
    }

    private ControlAnswer onLane(SimulatedLane lane, String method, String what, byte[] body)
            throws IOException {
        switch (method + " " + what) {
            case "PUT person" -> lane.come(person(JSON.readTree(body)));
            case "DELETE person" -> lane.leave();
            case "PUT faults" -> putFault(lane, JSON.readTree(body));
            case "DELETE faults" -> {
                lane.scannerFaults().clear();
                lane.cameraFaults().clear();
            }
            case "PUT link" -> changeLink(lane, JSON.readTree(body));
            default -> {
                return refuse(404, "no such call: " + method + " …/" + what);
            }
        }
        return new ControlAnswer(200, describe(lane).toString());
    }

    private static Person person(JsonNode body) {
        if (!body.path("seed").canConvertToLong()) {
            throw new Refusal("seed: expected a whole number");
        }
        Set<Position> missing = EnumSet.noneOf(Position.class);
        for (JsonNode code : body.path("missing")) {
            missing.add(position("missing", code));
        }
        int bad = body.path("badPresses").asInt(0);
        if (bad < 0 || bad > MOST_BAD_PRESSES) {
            throw new Refusal("badPresses: expected 0 to " + MOST_BAD_PRESSES);
        }
        int tricks = body.path("tricks").asInt(1);
        if (tricks < 0 || tricks > MOST_BAD_PRESSES) {
            throw new Refusal("tricks: expected 0 to " + MOST_BAD_PRESSES);
        }
        JsonNode real = body.path("real");
        return new Person(
                body.path("seed").longValue(),
                missing,
                bad,
                real.isObject()
                        ? Optional.of(
                                new Person.Real(
                                        Path.of(real.path("folder").asText()),
                                        real.path("finger").asText(),
                                        position("real.position", real.path("position"))))
                        : Optional.empty(),
                trick(body.path("trick").asText()),
                tricks);
    }

    private static Optional<Trick> trick(String label) {
        if (label.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Trick.ofLabel(label)
                        .orElseThrow(
                                () -> new Refusal("trick: expected one of " + Trick.labels())));
    }

    private static Position position(String field, JsonNode code) {
        return Position.ofCode(code.asInt())
                .orElseThrow(() -> new Refusal(field + ": expected finger positions 1 to 10"));
    }

    private void putFault(SimulatedLane lane, JsonNode body) {
        Faults faults =
                switch (body.path("device").asText()) {
                    case "finger" -> lane.scannerFaults();
                    case "face" -> lane.cameraFaults();
                    default -> throw new Refusal("device: expected finger or face");
                };
        String name = body.path("fault").asText();
        Fault fault =
                FaultCatalogue.make(name, clock.instant())
                        .orElseThrow(() ->
                                new Refusal("fault: expected one of " + FaultCatalogue.names()));
        Set<Verb> on = EnumSet.noneOf(Verb.class);
        for (JsonNode label : body.path("on")) {
            on.add(verb(label.asText()));
        }
        faults.put(fault, on.isEmpty() ? FaultCatalogue.usually(name) : on);
    }

    private static Verb verb(String label) {
        for (Verb verb : Verb.values()) {
            if (verb.label().equals(label)) {
                return verb;
            }
        }
        throw new Refusal("on: expected discovery, info, capture, stream");
    }

    private static void changeLink(SimulatedLane lane, JsonNode body) {
        LinkProxy link =
                lane.link()
                        .orElseThrow(() ->
                                new Refusal(
                                        lane.name()
                                                + " has no simulated link: start the"
                                                + " cluster with --link "
                                                + lane.name()
                                                + "=LISTEN:HOST:PORT"));
        if (body.has("latencyMs") || body.has("bytesPerSecond")) {
            link.weather(
                    new Weather(
                            body.path("latencyMs").asInt(0),
                            body.path("bytesPerSecond").asLong(0)));
        }
        if (body.has("cut")) {
            switch (body.path("cut").asText("null")) {
                case "null" -> link.restore();
                case "reset" -> link.cut(new Reset());
                case "blackhole" -> link.cut(new BlackHole());
                default -> throw new Refusal("cut: expected reset, blackhole or null");
            }
        }
    }

    private ObjectNode status() {
        ObjectNode status = NODES.objectNode();
        ArrayNode all = status.putArray("lanes");
        lanes.forEach(lane -> all.add(describe(lane)));
        return status;
    }

    private static ObjectNode describe(SimulatedLane lane) {
        ObjectNode about = NODES.objectNode();
        about.put("lane", lane.name());
        about.put("occupied", lane.occupied());
        ObjectNode scanner = about.putObject("scanner");
        scanner.put("port", lane.scannerPort());
        lane.scannerFaults().names().forEach(scanner.putArray("faults")::add);
        ObjectNode camera = about.putObject("camera");
        camera.put("port", lane.cameraPort());
        lane.cameraFaults().names().forEach(camera.putArray("faults")::add);
        lane.link()
                .ifPresent(link -> {
                    ObjectNode line = about.putObject("link");
                    line.put("port", link.port());
                    line.put("state", link.state());
                    line.put("connections", link.connections());
                    line.put("latencyMs", link.weather().oneWayMillis());
                    line.put("bytesPerSecond", link.weather().bytesPerSecond());
                });
        return about;
    }

    private String names() {
        return String.join(", ", lanes.stream().map(SimulatedLane::name).toList());
    }

    private boolean knowsToken(String authorization) {
        // In constant time: the only secret here.
        return authorization.startsWith("Bearer ")
                && MessageDigest.isEqual(
                        authorization
                                .substring("Bearer ".length())
                                .getBytes(StandardCharsets.UTF_8),
                        token);
    }

    private static ControlAnswer refuse(int status, String message) {
        return new ControlAnswer(status, NODES.objectNode().put("error", message).toString());
    }
}
