package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.forpost.edge.post.TwoLanes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lane and the desk, each a process of its own, and `kill -9` at either end of a referral.
class KilledReferralTest {
    private final TwoLanes lan = new TwoLanes();
    private final ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor();
    private TestPost lane;
    private TestPost desk;

    @TempDir private Path folder;

    @BeforeEach
    void open() throws Exception {
        Future<TestPost> other = aside.submit(() -> box(2));
        lane = box(1);
        desk = other.get();
    }

    private TestPost box(int number) throws Exception {
        return TestPost.apart(
                Files.createDirectories(folder.resolve("lane-" + number)),
                new TestPost.Membership(number, lan, "tikhaya-2"));
    }

    @AfterEach
    void shut() {
        aside.shutdownNow();
        if (lane != null) {
            lane.close();
        }
        if (desk != null) {
            desk.close();
        }
    }

    private static HttpResponse<String> ask(
            TestPost at, int expected, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = at.send(method, path, body);
        assertEquals(expected, answer.statusCode(), () -> path + ": " + answer.body());
        return answer;
    }

    private static JsonObject state(TestPost at) throws Exception {
        return new JsonObject(ask(at, 200, "GET", "/api/state", "").body());
    }

    /// Somebody comes to the lane and is captured.
    ///
    /// @return the crossing, open
    private String captured(String surname, String number) throws Exception {
        lane.comes(51, 0);
        String arrival =
                """
                {"direction":"exit","document":{"type":"P","issuer":"UTO","number":"%s"},
                 "person":{"surname":"%s","givenNames":"ANNA","birthDate":"1990-04-17",
                           "nationality":"UTO","sex":"F"},
                 "category":"ordinary"}
                """
                        .formatted(number, surname);
        String id =
                new JsonObject(ask(lane, 201, "POST", "/api/crossings", arrival).body())
                        .getString("id");
        for (String what : List.of("\"finger\",\"positions\":[2,3]", "\"face\"")) {
            ask(
                    lane,
                    200,
                    "POST",
                    "/api/crossings/" + id + "/capture",
                    "{\"modality\":" + what + "}");
        }
        return id;
    }

    private static void decided(TestPost at, String id, String decision) throws Exception {
        ask(at, 201, "POST", "/api/crossings/" + id + "/decision", decision);
    }

    private List<String> waiting() throws Exception {
        return state(desk).getJsonObject("secondLine").getJsonArray("cases").stream()
                .map(one -> ((JsonObject) one).getString("id"))
                .toList();
    }

    /// @return the desk's crossing
    private String takenUp(String referred) throws Exception {
        String own =
                new JsonObject(
                                ask(desk, 201, "POST", "/api/desk/" + referred + "/open", "{}")
                                        .body())
                        .getString("id");
        assertEquals(3, state(desk).getJsonObject("crossing").getJsonArray("captures").size());
        for (String name : List.of("2", "3", "face")) {
            byte[] picture = desk.bytes("/api/crossings/" + own + "/pictures/" + name + ".png");
            assertEquals("PNG", new String(picture, 1, 3, StandardCharsets.ISO_8859_1), name);
        }
        return own;
    }

    /// How the second line decided, as the lane that referred has heard.
    private String cameBack(String referred) throws Exception {
        return new JsonObject(ask(lane, 200, "GET", "/api/crossings", "").body())
                .getJsonArray("crossings").stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> one.getString("id").equals(referred))
                        .map(one -> one.getJsonObject("secondLine"))
                        .filter(one -> one != null)
                        .map(one -> one.getString("outcome"))
                        .findFirst()
                        .orElse("");
    }

    @Test
    void whicheverEndIsKilledTheCaseIsThereOnceAndTheDecisionComesBack() throws Exception {
        // The officer has the answer, and at that moment the box is gone: nothing has left it yet,
        // since the desk stands still.
        String id = captured("MOROZOVA", "K1000001");
        desk.freeze();
        decided(lane, id, "{\"outcome\":\"refer\",\"reason\":\"other: unsure\"}");
        lane.kill();
        desk.thaw();
        assertEquals(List.of(), waiting());
        lane.on();

        // The case has come, the lane has let it go, and the desk is gone.
        TwoLanes.await("the case is on the desk", () -> waiting().equals(List.of(id)));
        TwoLanes.await(
                "and only there",
                () -> state(lane).getJsonObject("secondLine").getInteger("waiting") == 0);
        desk.kill();
        desk.on();
        assertEquals(List.of(id), waiting());

        decided(desk, takenUp(id), "{\"outcome\":\"admit\"}");
        TwoLanes.await("the decision comes back", () -> cameBack(id).equals("admitted"));
        assertEquals(List.of(), waiting());
    }
}
