package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.forpost.sim.sbi.fault.FaultCatalogue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Travellers at one lane, as the page would play them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaneStoryTest {
    private static final String FINGERS = "{\"modality\":\"finger\",\"positions\":[2,3]}";
    private static final String FACE = "{\"modality\":\"face\"}";
    private static final String ADMIT = "{\"outcome\":\"admit\",\"reason\":\"\"}";

    private TestPost post;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        post = new TestPost(folder);
    }

    @AfterAll
    void shut() {
        post.close();
    }

    @AfterEach
    void nobodyIsLeft() throws Exception {
        JsonObject crossing = state().getJsonObject("crossing");
        if (crossing != null) {
            post.send("DELETE", "/api/crossings/" + crossing.getString("id"), "");
        }
        post.scannerFaults.clear();
        post.glass.leave();
        post.place.leave();
    }

    private JsonObject state() throws IOException, InterruptedException {
        return new JsonObject(post.send("GET", "/api/state", "").body());
    }

    private static JsonObject arrival(String birthDate, String category, String exceptions) {
        return new JsonObject(
                """
                {"direction":"entry","document":{"type":"P","issuer":"UTO","number":"L898902C"},
                 "person":{"surname":"ERIKSSON","givenNames":"ANNA MARIA","birthDate":"%s",
                           "nationality":"UTO","sex":"F"},
                 "category":"%s","exceptions":%s}
                """
                        .formatted(birthDate, category, exceptions));
    }

    private String opened(JsonObject arrival) throws Exception {
        return ok(201, post.send("POST", "/api/crossings", arrival.encode())).getString("id");
    }

    private HttpResponse<String> at(String id, String what, String body) throws Exception {
        return post.send("POST", "/api/crossings/" + id + "/" + what, body);
    }

    private static JsonObject ok(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    private static JsonObject error(int status, HttpResponse<String> answer) {
        return ok(status, answer).getJsonObject("error");
    }

    @Test
    void anOrdinaryTravellerIsRecordedOnce() throws Exception {
        long before = state().getLong("recorded");
        post.comes(11, 0);
        // Somebody whom no other story of this class had refused at this post.
        JsonObject arrival = arrival("1984-08-12", "ordinary", "[]");
        arrival.getJsonObject("document").put("number", "L777");
        arrival.getJsonObject("person").put("surname", "LINDQVIST");
        String id = opened(arrival);

        JsonObject fingers = ok(200, at(id, "capture", FINGERS));
        assertTrue(fingers.getBoolean("accepted"), fingers.encode());
        assertEquals("capture", fingers.getString("step"));
        assertTrue(fingers.getJsonArray("candidates").isEmpty());
        assertEquals("decide", ok(200, at(id, "capture", FACE)).getString("step"));
        HttpResponse<String> picture =
                post.send("GET", "/api/crossings/" + id + "/pictures/2.png", "");
        assertEquals("image/png", picture.headers().firstValue("Content-Type").orElseThrow());

        JsonObject first = ok(201, at(id, "decision", ADMIT));
        assertTrue(first.getBoolean("recorded"));
        assertEquals(id, first.getString("recordId"));
        assertEquals(1, first.getInteger("priority"));
        JsonObject again = ok(201, at(id, "decision", ADMIT));
        assertEquals(first, again);
        assertEquals(
                "decided-otherwise",
                error(
                                409,
                                at(
                                        id,
                                        "decision",
                                        ADMIT.replace("admit", "refer").replace("\"\"", "\"x\"")))
                        .getString("code"));

        assertEquals(before + 1, state().getLong("recorded"));
        assertNull(state().getJsonObject("crossing"));
        assertEquals(
                404, post.send("GET", "/api/crossings/" + id + "/pictures/2.png", "").statusCode());
    }

    @Test
    void aNominalIsShownAndOnlyTheOfficerMakesAHitOfIt() throws Exception {
        post.comes(TestPost.NOMINAL, 0);
        String id = opened(arrival("1970-01-01", "ordinary", "[]"));
        JsonObject fingers = ok(200, at(id, "capture", FINGERS));
        JsonObject candidate = fingers.getJsonArray("candidates").getJsonObject(0);
        assertEquals("N-1", candidate.getString("nominal"));
        assertTrue(candidate.getDouble("fmr") <= 1e-5, candidate.encode());
        assertTrue(candidate.getString("meaning").contains("1 of"), candidate.encode());
        assertEquals("Detain and call the shift's commander.", candidate.getString("action"));

        String refuse = "{\"outcome\":\"refuse\",\"reason\":\"watchlist\"";
        JsonObject silent = error(422, at(id, "decision", refuse + "}"));
        assertEquals("confirmation-needed", silent.getString("code"));
        assertEquals("confirmed", silent.getString("field"));
        assertEquals(
                "confirmed",
                error(422, at(id, "decision", refuse + ",\"confirmed\":\"N-2\"}"))
                        .getString("field"));
        JsonObject hit = ok(201, at(id, "decision", refuse + ",\"confirmed\":\"N-1\"}"));
        assertEquals(0, hit.getInteger("priority"));
    }

    @Test
    void aChildUnderSixGivesNothing() throws Exception {
        JsonArray images = state().getJsonObject("backlog").getJsonArray("byPriority");
        LocalDate sixTomorrow =
                LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC)
                        .plusDays(1)
                        .minusYears(6);
        post.comes(11, 0);
        JsonObject child =
                ok(
                        201,
                        post.send(
                                "POST",
                                "/api/crossings",
                                arrival(sixTomorrow.toString(), "ordinary", "[]").encode()));
        assertEquals("age-under-six", child.getJsonObject("exemption").getString("code"));
        assertEquals("decide", child.getString("step"));
        assertTrue(child.getJsonArray("needs").isEmpty());
        String id = child.getString("id");
        assertEquals("exempt", error(422, at(id, "capture", FINGERS)).getString("code"));
        assertEquals("exempt", error(422, at(id, "capture", FACE)).getString("code"));
        assertTrue(state().getJsonObject("crossing").getJsonArray("captures").isEmpty());
        ok(201, at(id, "decision", ADMIT));
        JsonArray after = state().getJsonObject("backlog").getJsonArray("byPriority");
        assertEquals(images.getLong(3), after.getLong(3));
    }

    @Test
    void aMissingFingerIsAnException() throws Exception {
        post.comes(11, 0);
        String id =
                opened(
                        arrival(
                                "1974-08-12",
                                "ordinary",
                                "[{\"position\":3,\"reason\":\"missing\",\"permanent\":true}]"));
        assertEquals("excepted", error(422, at(id, "capture", FINGERS)).getString("code"));
        JsonObject taken =
                ok(200, at(id, "capture", "{\"modality\":\"finger\",\"positions\":[2]}"));
        assertTrue(taken.getBoolean("accepted"), taken.encode());
        assertFalse(taken.getJsonArray("needs").contains("finger"));
    }

    @Test
    void aBadPressIsToldAndTheNextOneCounts() throws Exception {
        post.comes(11, 1);
        String id = opened(arrival("1974-08-12", "ordinary", "[]"));
        JsonObject bad = ok(200, at(id, "capture", FINGERS));
        assertFalse(bad.getBoolean("accepted"), bad.encode());
        assertEquals(1, bad.getInteger("attempt"));
        assertFalse(bad.getString("message").isBlank());
        assertTrue(bad.getJsonArray("needs").contains("finger"));
        JsonObject early = error(422, at(id, "decision", ADMIT));
        assertEquals("reason-needed", early.getString("code"));
        JsonObject good = ok(200, at(id, "capture", FINGERS));
        assertTrue(good.getBoolean("accepted"), good.encode());
        assertEquals(2, good.getInteger("attempt"));
    }

    @Test
    void aForeignSignatureIsRefusedAndTheCrossingStays() throws Exception {
        JsonArray before = state().getJsonObject("backlog").getJsonArray("byPriority");
        post.comes(11, 0);
        String id = opened(arrival("1974-08-12", "ordinary", "[]"));
        post.scannerFaults.put(
                FaultCatalogue.make("foreign-signed", Clock.systemUTC().instant()).orElseThrow(),
                FaultCatalogue.usually("foreign-signed"));
        JsonObject refused = error(422, at(id, "capture", FINGERS));
        assertEquals("device-refused", refused.getString("code"));
        assertFalse(refused.getString("whatToDo").isBlank());
        JsonArray after = state().getJsonObject("backlog").getJsonArray("byPriority");
        assertEquals(before.getLong(2) + 1, after.getLong(2), "an audit record");
        post.scannerFaults.clear();
        assertTrue(ok(200, at(id, "capture", FINGERS)).getBoolean("accepted"));
    }

    @Test
    void oneTravellerAtATimeAndAnAbandonedOneLeavesNothing() throws Exception {
        long before = state().getLong("recorded");
        String id = opened(arrival("1974-08-12", "ordinary", "[]"));
        assertEquals(
                id,
                opened(arrival("1974-08-12", "ordinary", "[]")),
                "the same form posted twice is the same crossing");
        JsonObject second =
                error(
                        409,
                        post.send(
                                "POST",
                                "/api/crossings",
                                arrival("1974-08-13", "ordinary", "[]").encode()));
        assertEquals("crossing-open", second.getString("code"));
        assertEquals(204, post.send("DELETE", "/api/crossings/" + id, "").statusCode());
        assertEquals("no-crossing", error(404, at(id, "decision", ADMIT)).getString("code"));
        assertEquals(before, state().getLong("recorded"));
    }

    @Test
    void afterKillWhatWasRecordedIsThereWithAndWithoutTheProjection() throws Exception {
        // Nobody whom another story of this class may have had refused by then.
        JsonObject arrival = arrival("1962-02-03", "diplomat", "[]");
        arrival.getJsonObject("document").put("number", "L555");
        arrival.getJsonObject("person").put("surname", "HOLMBERG");
        String id = opened(arrival);
        JsonObject decided = ok(201, at(id, "decision", ADMIT));
        JsonObject before = state();
        for (boolean withoutProjection : List.of(false, true)) {
            post.restartAsAfterKill(withoutProjection);
            JsonObject after = state();
            assertEquals(before.getLong("recorded"), after.getLong("recorded"));
            JsonArray backlog = before.getJsonObject("backlog").getJsonArray("byPriority");
            JsonArray now = after.getJsonObject("backlog").getJsonArray("byPriority");
            for (int priority : List.of(0, 1, 3)) {
                assertEquals(backlog.getLong(priority), now.getLong(priority));
            }
            assertEquals(
                    decided, ok(201, at(id, "decision", ADMIT)), "a lost answer is given again");
            assertEquals(1, after.getJsonObject("watchlist").getLong("number"));
        }
    }

    @Test
    void aSecondProgramOnTheSameDataIsTurnedAway() throws Exception {
        var refused =
                assertThrows(
                        IOException.class,
                        () -> LaneNode.start(post.config(post.data()), _ -> {}, _ -> {}));
        assertTrue(Trouble.line(refused).contains("in use by another lane"), refused.toString());
        assertNotEquals(0, post.port());
    }
}
