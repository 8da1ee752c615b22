package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.forpost.sim.camera.Face;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.traveller.Body;
import org.forpost.sim.traveller.trick.Trick;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Travellers who do not do what they are asked to, and what the officer is told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptureStoryTest {
    private static final String RIGHT = "{\"modality\":\"finger\",\"positions\":[2,3,4,5]}";
    private static final String LEFT = "{\"modality\":\"finger\",\"positions\":[7,8,9,10]}";
    private static final String THUMBS = "{\"modality\":\"finger\",\"positions\":[1,6]}";
    private static final String ARRIVAL =
            """
            {"direction":"entry","document":{"type":"P","issuer":"UTO","number":"L898902C"},
             "person":{"surname":"ERIKSSON","givenNames":"ANNA MARIA","birthDate":"1974-08-12",
                       "nationality":"UTO","sex":"F"},
             "category":"ordinary","exceptions":[]}
            """;

    /// One person for all stories: growing ten fingers takes seconds.
    private final Body body = new Body(21, Set.of(), 0, Map.of());

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
        JsonObject crossing = crossing();
        if (crossing != null) {
            post.send("DELETE", "/api/crossings/" + crossing.getString("id"), "");
        }
        post.glass.leave();
        post.place.leave();
    }

    @Test
    void fourFingersAreMeasuredByUsAndTheDevicesWordStaysTheDevices() throws Exception {
        comes(Trick.DARK, 0);
        JsonObject taken = capture(opened(), RIGHT);
        assertTrue(taken.getBoolean("accepted"), taken.encode());
        JsonArray captures = taken.getJsonArray("captures");
        assertEquals(4, captures.size());
        for (int i = 0; i < 4; i++) {
            JsonObject finger = captures.getJsonObject(i);
            assertTrue(finger.getInteger("measured") >= 20, finger.encode());
            assertTrue(finger.getInteger("measured") <= 100, finger.encode());
            assertTrue(finger.getInteger("quality") >= 30, finger.encode());
        }
    }

    @Test
    void threeFingersSeenWhereFourWereAskedIsTold() throws Exception {
        comes(Trick.LIFTED_FINGER, 1);
        String id = opened();
        JsonObject taken = capture(id, RIGHT);
        assertFalse(taken.getBoolean("accepted"), taken.encode());
        assertEquals(3, taken.getJsonArray("captures").size(), taken.encode());
        assertEquals("fingers-missing", notice().getString("code"));
        assertEquals(new JsonArray().add(4), notice().getJsonArray("positions"));
        JsonObject again = capture(id, RIGHT);
        assertTrue(again.getBoolean("accepted"), again.encode());
        assertEquals(4, again.getJsonArray("captures").size());
    }

    @Test
    void theOtherHandOnAScannerThatTellsIsNotTaken() throws Exception {
        comes(Trick.OTHER_HAND, 1);
        String id = opened();
        JsonObject taken = capture(id, RIGHT);
        assertFalse(taken.getBoolean("accepted"), taken.encode());
        assertTrue(taken.getJsonArray("captures").isEmpty(), taken.encode());
        assertEquals("wrong-hand", notice().getString("code"));
        assertTrue(taken.getString("message").contains("other hand"), taken.encode());
        assertTrue(capture(id, RIGHT).getBoolean("accepted"));
    }

    @Test
    void theSameHandForBothIsFoundByItsFingersAndTakenAgain() throws Exception {
        comes(Trick.OTHER_HAND_UNSEEN, 0);
        String id = opened();
        assertTrue(capture(id, RIGHT).getBoolean("accepted"));
        comes(Trick.OTHER_HAND_UNSEEN, 1);
        JsonObject taken = capture(id, LEFT);
        assertFalse(taken.getBoolean("accepted"), taken.encode());
        assertEquals("same-hand", notice().getString("code"), notice().encode());
        assertTrue(crossing().getJsonArray("doubts").size() >= 2, crossing().encode());
        assertTrue(crossing().getJsonArray("needs").contains("finger"));
        JsonObject left = capture(id, LEFT);
        assertTrue(left.getBoolean("accepted"), left.encode());
        assertTrue(crossing().getJsonArray("doubts").isEmpty(), crossing().encode());
        assertFalse(crossing().getJsonArray("needs").contains("finger"));
    }

    /// Left for right and then right for left: of a stranger nobody can tell but the scanner; of
    /// whoever was here before, the fingers do.
    @Test
    void swappedHandsAreFoundByTheFingersOfTheLastCrossing() throws Exception {
        comes(Trick.DARK, 0);
        String first = opened("L898902D");
        assertTrue(capture(first, RIGHT).getBoolean("accepted"));
        HttpResponse<String> decided =
                post.send(
                        "POST",
                        "/api/crossings/" + first + "/decision",
                        "{\"outcome\":\"admit\",\"reason\":\"no-capture\"}");
        assertEquals(201, decided.statusCode(), decided.body());
        comes(Trick.OTHER_HAND_UNSEEN, 2);
        String id = opened("L898902D");
        // The left hand lies where the right one was asked for: nothing known speaks against it.
        assertTrue(capture(id, RIGHT).getBoolean("accepted"));
        JsonObject taken = capture(id, LEFT);
        assertFalse(taken.getBoolean("accepted"), taken.encode());
        assertEquals("hands-swapped", notice().getString("code"), notice().encode());
        assertTrue(crossing().getJsonArray("doubts").size() >= 2, crossing().encode());
        assertTrue(capture(id, LEFT).getBoolean("accepted") || !doubts().isEmpty());
        assertTrue(capture(id, RIGHT).getBoolean("accepted"), notice().encode());
        assertTrue(doubts().isEmpty(), crossing().encode());
    }

    private JsonArray doubts() throws Exception {
        return crossing().getJsonArray("doubts");
    }

    @Test
    void whicheverOfTwoIsTheWrongOneMayBeTakenAgain() throws Exception {
        comes(Trick.INDEX_FOR_THUMB, 1);
        String id = opened();
        assertTrue(capture(id, THUMBS).getBoolean("accepted"));
        JsonObject taken = capture(id, RIGHT);
        assertFalse(taken.getBoolean("accepted"), taken.encode());
        assertEquals("same-finger", notice().getString("code"));
        assertEquals(new JsonArray().add(1).add(2), notice().getJsonArray("positions"));
        // The officer saw that it was the thumb; nothing is wrong with the index finger.
        assertTrue(capture(id, THUMBS).getBoolean("accepted"));
        assertTrue(crossing().getJsonArray("doubts").isEmpty(), crossing().encode());
        assertFalse(crossing().getJsonArray("needs").contains("finger"));
    }

    @Test
    void triesDoNotSettleADoubtButTheOfficersWordDoes() throws Exception {
        comes(Trick.FINGER_AGAIN, 9);
        String id = opened();
        assertEquals(
                409,
                post.send("POST", "/api/crossings/" + id + "/fingers-differ", "{}").statusCode());
        assertTrue(capture(id, RIGHT).getBoolean("accepted"));
        for (int i = 0; i < 4; i++) {
            assertFalse(capture(id, LEFT).getBoolean("accepted"));
        }
        assertEquals("same-finger", notice().getString("code"));
        assertEquals(
                204,
                post.send("POST", "/api/crossings/" + id + "/fingers-differ", "{}").statusCode());
        assertTrue(crossing().getJsonArray("doubts").isEmpty(), crossing().encode());
        assertFalse(crossing().getJsonArray("needs").contains("finger"));
    }

    @Test
    void theLivePictureIsForOneEyeAndEndsWithTheCapture() throws Exception {
        comes(Trick.DARK, 1);
        String id = opened();
        HttpResponse<String> dark = live(id, "face", "a");
        assertEquals(200, dark.statusCode(), dark.body());
        assertEquals("image/jpeg", dark.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("too-dark", measures(dark).getString("light"), measures(dark).encode());
        assertEquals("not-assessed", measures(dark).getString("framing"));
        assertEquals("good", measures(live(id, "face", "a")).getString("light"));

        assertTrue(live(id, "face", "b").body().contains("elsewhere"));
        HttpResponse<String> fingers = live(id, "2-3-4-5", "a");
        assertEquals(200, fingers.statusCode(), fingers.body());
        assertTrue(fingers.headers().firstValue("X-Forpost-Live").isEmpty());
        assertEquals(422, live(id, "face", "<script>").statusCode());
        assertEquals(404, live(id, "11", "a").statusCode());

        assertTrue(capture(id, RIGHT).getBoolean("accepted"));
        HttpResponse<String> over = live(id, "2-3-4-5", "a");
        assertTrue(over.body().contains("nothing"), "the fingers are there: " + over.body());
        assertTrue(capture(id, "{\"modality\":\"face\"}").getBoolean("accepted"));
        assertTrue(live(id, "face", "a").body().contains("nothing"));
    }

    @Test
    void glareIsTold() throws Exception {
        comes(Trick.GLARE, 1);
        JsonObject glare = measures(live(opened(), "face", "a"));
        assertEquals("too-bright", glare.getString("light"), glare.encode());
    }

    @Test
    void ofAnExemptPersonNothingIsShown() throws Exception {
        comes(Trick.DARK, 0);
        HttpResponse<String> answer =
                post.send("POST", "/api/crossings", ARRIVAL.replace("ordinary", "diplomat"));
        assertEquals(201, answer.statusCode(), answer.body());
        String id = new JsonObject(answer.body()).getString("id");
        HttpResponse<String> refused = live(id, "face", "a");
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("exempt"), refused.body());
    }

    private HttpResponse<String> live(String id, String what, String viewer) throws Exception {
        return post.send(
                "GET",
                "/api/crossings/"
                        + id
                        + "/live/"
                        + what
                        + "?viewer="
                        + URLEncoder.encode(viewer, StandardCharsets.UTF_8),
                "");
    }

    private static JsonObject measures(HttpResponse<String> frame) {
        return new JsonObject(frame.headers().firstValue("X-Forpost-Live").orElseThrow());
    }

    /// @param times how often, before doing as told
    private void comes(Trick trick, int times) {
        post.glass.come(trick.with((Hands) body, times));
        post.place.come(trick.with((Face) body, times));
    }

    private String opened() throws Exception {
        return opened("L898902C");
    }

    private String opened(String number) throws Exception {
        HttpResponse<String> answer =
                post.send("POST", "/api/crossings", ARRIVAL.replace("L898902C", number));
        assertEquals(201, answer.statusCode(), answer.body());
        return new JsonObject(answer.body()).getString("id");
    }

    private JsonObject capture(String id, String wanted) throws Exception {
        HttpResponse<String> answer =
                post.send("POST", "/api/crossings/" + id + "/capture", wanted);
        assertEquals(200, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    private JsonObject crossing() throws IOException, InterruptedException {
        return new JsonObject(post.send("GET", "/api/state", "").body()).getJsonObject("crossing");
    }

    private JsonObject notice() throws IOException, InterruptedException {
        return crossing().getJsonObject("notice");
    }
}
