package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.forpost.edge.post.TwoLanes;
import org.forpost.protocol.record.Crossing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Two lanes of a post, each a whole program with its own scanner, and nobody else: what happened
/// at the one is known at the other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TellingLanesTest {
    private final TwoLanes lan = new TwoLanes();
    private TestPost first;
    private TestPost second;
    private int passports;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        first = lane(folder, 1);
        second = lane(folder, 2);
    }

    private TestPost lane(Path folder, int number) throws Exception {
        return new TestPost(
                Files.createDirectories(folder.resolve("lane-" + number)),
                new TestPost.Membership(number, lan, "tikhaya-2"));
    }

    @AfterEach
    void goOn() throws Exception {
        for (TestPost lane : List.of(first, second)) {
            JsonObject crossing = state(lane).getJsonObject("crossing");
            if (crossing != null) {
                lane.send("DELETE", "/api/crossings/" + crossing.getString("id"), "");
            }
        }
    }

    @AfterAll
    void shut() {
        first.close();
        second.close();
    }

    private String number() {
        return "T" + (1_000_000 + ++passports);
    }

    private static String arrival(
            String direction, String surname, String number, String category) {
        return """
        {"direction":"%s","document":{"type":"P","issuer":"UTO","number":"%s"},
         "person":{"surname":"%s","givenNames":"ANNA","birthDate":"1990-04-17","nationality":"UTO",
                   "sex":"F"},
         "category":"%s"%s}
        """
                .formatted(
                        direction,
                        number,
                        surname,
                        category,
                        direction.equals("entry") ? ",\"ground\":\"visa-free\"" : "");
    }

    private static JsonObject state(TestPost lane) throws Exception {
        return new JsonObject(lane.send("GET", "/api/state", "").body());
    }

    private static JsonObject opened(TestPost lane, String arrival) throws Exception {
        HttpResponse<String> answer = lane.send("POST", "/api/crossings", arrival);
        assertEquals(201, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    private static void captured(TestPost lane, String id, long seed) throws Exception {
        lane.comes(seed, 0);
        for (String what : List.of("\"finger\",\"positions\":[2,3,4,5]", "\"face\"")) {
            HttpResponse<String> answer =
                    lane.send(
                            "POST",
                            "/api/crossings/" + id + "/capture",
                            "{\"modality\":" + what + "}");
            assertEquals(200, answer.statusCode(), answer.body());
        }
    }

    private static void decided(TestPost lane, String id, String decision) throws Exception {
        HttpResponse<String> answer =
                lane.send("POST", "/api/crossings/" + id + "/decision", decision);
        assertEquals(201, answer.statusCode(), answer.body());
    }

    /// What the page of a lane says of its open crossing having been seen before.
    private static List<JsonObject> seen(TestPost lane) throws Exception {
        JsonArray candidates = state(lane).getJsonObject("crossing").getJsonArray("candidates");
        return candidates.stream()
                .flatMap(one -> ((JsonObject) one).getJsonArray("evidence").stream())
                .map(JsonObject.class::cast)
                .filter(evidence -> evidence.getString("kind").equals("seen-before"))
                .toList();
    }

    private static JsonObject awaitSeen(TestPost lane, String by) throws Exception {
        TwoLanes.await(
                "seen before by " + by,
                () -> seen(lane).stream().anyMatch(one -> one.getString("by").equals(by)));
        return seen(lane).stream()
                .filter(one -> one.getString("by").equals(by))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoWasRefusedAtOneLaneIsKnownAtTheOtherByDocumentAndByFingers() throws Exception {
        String number = number();
        String id = opened(first, arrival("entry", "KARIMOVA", number, "ordinary")).getString("id");
        captured(first, id, 31);
        decided(first, id, "{\"outcome\":\"refuse\",\"reason\":\"document: torn\"}");

        String there =
                opened(second, arrival("entry", "KARIMOVA", number, "ordinary")).getString("id");
        JsonObject byDocument = awaitSeen(second, "document");
        assertEquals(1, byDocument.getInteger("lane"));
        assertEquals("refused", byDocument.getString("outcome"));
        assertEquals("document: torn", byDocument.getString("reason"));
        // The officer has to answer it, and the machine decides nothing.
        HttpResponse<String> silent =
                second.send(
                        "POST",
                        "/api/crossings/" + there + "/decision",
                        "{\"outcome\":\"admit\",\"reason\":\"other: x\"}");
        assertEquals(422, silent.statusCode());
        assertTrue(silent.body().contains("confirmation-needed"), silent.body());
        second.send("DELETE", "/api/crossings/" + there, "");

        String other =
                opened(second, arrival("entry", "SAFINA", number(), "ordinary")).getString("id");
        assertEquals(List.of(), seen(second));
        captured(second, other, 31);
        JsonObject byFingers = awaitSeen(second, "fingers");
        assertEquals(1, byFingers.getInteger("lane"));
        assertTrue(byFingers.getDouble("score") > 0);

        // What the other lane said is not this lane's to vouch for: its record says who was seen.
        decided(
                second,
                other,
                "{\"outcome\":\"refuse\",\"reason\":\"other: x\",\"said\":"
                        + notTheSame(second)
                        + "}");
        Crossing.Alert alert = second.crossing(other).alerts().getFirst();
        assertEquals(Crossing.Alert.Kind.SEEN_AT_POST, alert.kind());
        assertEquals(id, alert.reference());
        String again =
                opened(second, arrival("entry", "ANTONOVA", number(), "ordinary")).getString("id");
        captured(second, again, 31);
        decided(
                second,
                again,
                "{\"outcome\":\"refuse\",\"reason\":\"other: x\",\"said\":"
                        + notTheSame(second)
                        + "}");
        assertTrue(
                second.crossing(again).alerts().stream()
                        .anyMatch(own ->
                                own.kind() == Crossing.Alert.Kind.REFUSED_BEFORE
                                        && own.reference().equals(other)));
    }

    @Test
    void aHitIsToldWhenItIsFoundAndTakenBackWhenItWasNone() throws Exception {
        String number = number();
        String id = opened(first, arrival("entry", "BELOVA", number, "ordinary")).getString("id");
        captured(first, id, TestPost.NOMINAL);

        // Nobody has decided yet.
        opened(second, arrival("entry", "BELOVA", number, "ordinary"));
        assertEquals("found", awaitSeen(second, "document").getString("outcome"));
        assertEquals("N-1", awaitSeen(second, "document").getString("reason"));

        decided(first, id, "{\"outcome\":\"admit\",\"said\":" + notTheSame(first) + "}");
        TwoLanes.await("taken back", () -> seen(second).isEmpty());
    }

    private static JsonArray notTheSame(TestPost lane) throws Exception {
        JsonArray said = new JsonArray();
        state(lane)
                .getJsonObject("crossing")
                .getJsonArray("candidates")
                .forEach(one ->
                        said.add(
                                new JsonObject()
                                        .put("reference", ((JsonObject) one).getString("nominal"))
                                        .put("word", "not-the-same")));
        return said;
    }

    @Test
    void aBoxThatWasOffHearsWhatItMissedAndRemembersItAlone() throws Exception {
        second.off();
        String number = number();
        String id = opened(first, arrival("entry", "VOLKOVA", number, "ordinary")).getString("id");
        captured(first, id, 33);
        decided(first, id, "{\"outcome\":\"refer\",\"reason\":\"other: unsure\"}");
        second.on();
        String there =
                opened(second, arrival("exit", "VOLKOVA", number, "ordinary")).getString("id");
        assertEquals("referred", awaitSeen(second, "document").getString("outcome"));
        second.send("DELETE", "/api/crossings/" + there, "");

        first.off();
        second.restartAsAfterKill(false);
        opened(second, arrival("exit", "VOLKOVA", number, "ordinary"));
        assertEquals("referred", awaitSeen(second, "document").getString("outcome"));
        String sealed = second.data() + "/post/sightings";
        try (var files = Files.list(second.folder.resolve(sealed))) {
            for (Path file : files.toList()) {
                assertFalse(
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                                .contains("VOLKOVA"));
            }
        }
        first.on();
    }

    @Test
    void aStayIsReckonedFromTheCrossingsOfAllLanes() throws Exception {
        String number = number();
        pass(first, "entry", "ORLOVA", number);
        pass(second, "exit", "ORLOVA", number);
        TwoLanes.await("entry and exit at the other lane", () -> spells(first, number).size() == 1);
        JsonObject spell = spells(first, number).getJsonObject(0);
        assertEquals("nothing", spell.getString("missing"), spell.encode());
    }

    private static void pass(TestPost lane, String direction, String surname, String number)
            throws Exception {
        String id = opened(lane, arrival(direction, surname, number, "diplomat")).getString("id");
        decided(lane, id, "{\"outcome\":\"admit\"}");
    }

    /// The stays that a lane knows of whoever holds this document; nothing is decided.
    private static JsonArray spells(TestPost lane, String number) throws Exception {
        String id = opened(lane, arrival("entry", "ORLOVA", number, "ordinary")).getString("id");
        JsonObject stay = state(lane).getJsonObject("crossing").getJsonObject("stay");
        lane.send("DELETE", "/api/crossings/" + id, "");
        JsonArray spells = stay.getJsonArray("spells");
        // Until the other lane has told it, the exit is missing.
        return spells.stream()
                        .map(JsonObject.class::cast)
                        .allMatch(one -> one.getString("missing").equals("nothing"))
                ? spells
                : new JsonArray();
    }

    private static JsonObject secondLine(TestPost lane) throws Exception {
        return state(lane).getJsonObject("secondLine");
    }

    private Optional<JsonObject> onTheDesk(String crossing) throws Exception {
        return secondLine(second).getJsonArray("cases").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("id").equals(crossing))
                .findFirst();
    }

    @Test
    void aReferralReachesTheDeskThoughEveryBoxIsKilledAndIsDecidedThere() throws Exception {
        second.off();
        TwoLanes.await("the desk is gone", () -> !secondLine(first).getBoolean("reached"));
        String number = number();
        String id = opened(first, arrival("entry", "MOROZOVA", number, "ordinary")).getString("id");
        captured(first, id, 35);
        decided(first, id, "{\"outcome\":\"refer\",\"reason\":\"other: unsure\"}");
        assertEquals(1, secondLine(first).getInteger("waiting"));

        first.restartAsAfterKill(false);
        assertEquals(1, secondLine(first).getInteger("waiting"));
        second.on();
        TwoLanes.await("the case is on the desk", () -> onTheDesk(id).isPresent());
        TwoLanes.await("and no more here", () -> secondLine(first).getInteger("waiting") == 0);
        second.restartAsAfterKill(true);
        JsonObject waiting = onTheDesk(id).orElseThrow();
        assertEquals("MOROZOVA", waiting.getString("surname"));
        assertEquals(1, waiting.getInteger("lane"));

        // What the first line saw is there, and can be captured again.
        HttpResponse<String> answer = second.send("POST", "/api/desk/" + id + "/open", "{}");
        assertEquals(201, answer.statusCode(), answer.body());
        String own = new JsonObject(answer.body()).getString("id");
        JsonObject crossing = state(second).getJsonObject("crossing");
        assertEquals("other: unsure", crossing.getJsonObject("firstLine").getString("reason"));
        assertEquals(5, crossing.getJsonArray("captures").size());
        assertEquals("decide", crossing.getString("step"));
        assertTrue(second.bytes("/api/crossings/" + own + "/pictures/2.png").length > 1_000);
        second.comes(35, 0);
        HttpResponse<String> again =
                second.send(
                        "POST",
                        "/api/crossings/" + own + "/capture",
                        "{\"modality\":\"finger\",\"positions\":[2,3]}");
        assertEquals(200, again.statusCode(), again.body());
        decided(second, own, "{\"outcome\":\"refuse\",\"reason\":\"other: not the holder\"}");
        assertEquals(Optional.empty(), onTheDesk(id));

        Crossing record = second.crossing(own);
        assertEquals(id, String.valueOf(record.referred()));
        assertEquals(
                List.of(2, 3), record.fingers().stream().map(Crossing.Finger::position).toList());
        assertNull(record.face());
        // Killed again, it does not come back; and the first line's record stands as it was.
        second.restartAsAfterKill(true);
        assertEquals(Optional.empty(), onTheDesk(id));
        assertEquals(Crossing.Outcome.REFER, first.crossing(id).decision().outcome());
        assertEquals(4, first.crossing(id).fingers().size());
        assertEquals(404, second.send("POST", "/api/desk/" + id + "/open", "{}").statusCode());
    }

    /// What a lane's list of decided crossings says of the second line's word on one.
    private static Optional<JsonObject> answered(TestPost lane, String crossing) throws Exception {
        return new JsonObject(lane.send("GET", "/api/crossings", "").body())
                .getJsonArray("crossings").stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> one.getString("id").equals(crossing))
                        .map(one -> one.getJsonObject("secondLine"))
                        .filter(Objects::nonNull)
                        .findFirst();
    }

    private String referred(String surname, String number) throws Exception {
        String id = opened(first, arrival("entry", surname, number, "diplomat")).getString("id");
        decided(first, id, "{\"outcome\":\"refer\",\"reason\":\"other: unsure\"}");
        TwoLanes.await("the case is on the desk", () -> onTheDesk(id).isPresent());
        return id;
    }

    private String takenUp(String referred) throws Exception {
        HttpResponse<String> answer = second.send("POST", "/api/desk/" + referred + "/open", "{}");
        assertEquals(201, answer.statusCode(), answer.body());
        return new JsonObject(answer.body()).getString("id");
    }

    @Test
    void whoWasReferredAndAdmittedAtTheDeskPassesEveryLaneWithoutAQuestion() throws Exception {
        String number = number();
        String id = referred("KASYMOVA", number);
        int before = secondLine(first).getInteger("answered");
        opened(first, arrival("exit", "KASYMOVA", number, "diplomat"));
        assertEquals("referred", awaitSeen(first, "document").getString("outcome"));
        decided(second, takenUp(id), "{\"outcome\":\"admit\"}");

        // It stands there already: the page changes under the officer's eyes.
        TwoLanes.await(
                "the desk's word at the first line",
                () -> "admitted".equals(awaitSeen(first, "document").getString("outcome")));
        JsonObject word = awaitSeen(first, "document");
        assertEquals(2, word.getInteger("lane"));
        assertTrue(word.getJsonObject("referred").containsKey("lane"));
        assertNull(word.getJsonObject("referred").getValue("lane")); // this one
        assertEquals("admitted", answered(first, id).orElseThrow().getString("outcome"));
        assertEquals(before + 1, secondLine(first).getInteger("answered"));
        String own = state(first).getJsonObject("crossing").getString("id");
        decided(first, own, "{\"outcome\":\"admit\"}");
        assertEquals(List.of(), first.crossing(own).alerts());

        // Both boxes are killed: neither has forgotten how it ended.
        first.restartAsAfterKill(false);
        second.restartAsAfterKill(true);
        for (TestPost lane : List.of(first, second)) {
            String there =
                    opened(lane, arrival("exit", "KASYMOVA", number, "diplomat")).getString("id");
            assertEquals("admitted", awaitSeen(lane, "document").getString("outcome"));
            decided(lane, there, "{\"outcome\":\"admit\"}");
        }
    }

    @Test
    void theDeskDecidesACaseWhoseLaneIsDeadAndThatLaneHearsItWhenItIsBack() throws Exception {
        String number = number();
        String id = referred("RAKHIMOVA", number);
        first.off();
        String own = takenUp(id);
        decided(second, own, "{\"outcome\":\"refuse\",\"reason\":\"other: no visa\"}");
        // Killed before it could tell anybody.
        second.restartAsAfterKill(true);
        opened(second, arrival("exit", "RAKHIMOVA", number, "diplomat"));
        assertEquals(1, candidates(second));
        JsonObject here = awaitSeen(second, "document");
        assertEquals("refused", here.getString("outcome"));
        assertEquals("other: no visa", here.getString("reason"));
        assertEquals(1, here.getJsonObject("referred").getInteger("lane"));

        first.on();
        TwoLanes.await("the answer", () -> answered(first, id).isPresent());
        opened(first, arrival("exit", "RAKHIMOVA", number, "diplomat"));
        assertEquals("refused", awaitSeen(first, "document").getString("outcome"));
        assertEquals(1, candidates(first));

        // A supervisor turns it into an admission.
        second.send(
                "POST",
                "/api/supervisor",
                "{\"login\":\"smirnova\",\"password\":\""
                        + TestPost.PASSWORD
                        + "\",\"action\":\"correct\"}");
        HttpResponse<String> corrected =
                second.send(
                        "POST",
                        "/api/crossings/" + own + "/correction",
                        "{\"outcome\":\"admit\",\"reason\":\"other: visa found\"}");
        assertEquals(201, corrected.statusCode(), corrected.body());
        TwoLanes.await(
                "admitted after all",
                () -> "admitted".equals(awaitSeen(first, "document").getString("outcome")));
    }

    private static int candidates(TestPost lane) throws Exception {
        return state(lane).getJsonObject("crossing").getJsonArray("candidates").size();
    }

    @Test
    void ofWhoIsExemptNothingBiometricLeavesTheLane() throws Exception {
        first.comes(TestPost.NOMINAL, 0);
        String number = number();
        String id = opened(first, arrival("entry", "PETIT", number, "diplomat")).getString("id");
        decided(first, id, "{\"outcome\":\"refer\",\"reason\":\"other: unsure\"}");
        TwoLanes.await("the case is on the desk", () -> onTheDesk(id).isPresent());
        assertEquals(201, second.send("POST", "/api/desk/" + id + "/open", "{}").statusCode());
        JsonObject crossing = state(second).getJsonObject("crossing");
        assertEquals("diplomat", crossing.getJsonObject("exemption").getString("code"));
        assertEquals(new JsonArray(), crossing.getJsonArray("captures"));
        assertEquals(0, crossing.getJsonObject("firstLine").getInteger("fingers"));
        // A case is some hundred bytes then, and so is what the other lanes are told.
        for (String kept : List.of("/post/cases", "/post/sightings")) {
            try (var files = Files.list(second.folder.resolve(second.data() + kept))) {
                for (Path file : files.filter(one -> one.toString().contains(id)).toList()) {
                    assertTrue(Files.size(file) < 500, file + ": " + Files.size(file));
                }
            }
        }
    }
}
