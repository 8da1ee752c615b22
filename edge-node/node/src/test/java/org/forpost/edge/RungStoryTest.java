package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Degraded operation at one lane, over HTTP, with the real journal: a rung that a rules release
/// makes real, and a drill.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RungStoryTest {
    private static final String ARRIVAL =
            """
            {"direction":"entry","document":{"type":"D","issuer":"UTO","number":"L898902C"},
             "person":{"surname":"ERIKSSON","givenNames":"ANNA MARIA","birthDate":"1974-08-12",
                       "nationality":"UTO","sex":"F"},
             "category":"diplomat","exceptions":[]}
            """;

    private TestPost post;
    private int published;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        post = new TestPost(folder);
    }

    @AfterAll
    void shut() {
        post.close();
    }

    private JsonObject rungs() throws Exception {
        return new JsonObject(post.send("GET", "/api/state", "").body()).getJsonObject("rungs");
    }

    /// Devices may still be looked for, so that their rungs are there as well.
    private boolean reached(String code) throws Exception {
        return rungs().getJsonArray("reached").stream()
                .anyMatch(rung -> code.equals(((JsonObject) rung).getString("code")));
    }

    private static JsonObject ok(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    private static String code(int status, HttpResponse<String> answer) {
        return ok(status, answer).getJsonObject("error").getString("code");
    }

    private String opened() throws Exception {
        return ok(201, post.send("POST", "/api/crossings", ARRIVAL)).getString("id");
    }

    private HttpResponse<String> admit(String id) throws Exception {
        return post.send(
                "POST",
                "/api/crossings/" + id + "/decision",
                "{\"outcome\":\"admit\",\"reason\":\"\",\"confirmed\":null}");
    }

    private HttpResponse<String> word(String login) throws Exception {
        return post.send(
                "POST",
                "/api/supervisor",
                "{\"login\":\""
                        + login
                        + "\",\"password\":\""
                        + TestPost.PASSWORD
                        + "\",\"action\":\"admit\"}");
    }

    private HttpResponse<String> drill(String rung) throws Exception {
        return post.send("POST", "/api/drill", "{\"rung\":\"" + rung + "\",\"minutes\":10}");
    }

    @Test
    void aDrillIsHeldToAndMarkedAndEnds() throws Exception {
        assertEquals("no-drill", code(403, drill("list-very-stale")));
        post.logIn("smirnova");
        assertEquals("bad-field", code(422, drill("no-such-rung")));
        ok(200, drill("list-very-stale"));
        post.logIn("ivanov");
        JsonObject rungs = rungs();
        assertEquals("smirnova", rungs.getJsonObject("drill").getString("by"));
        JsonObject worst = rungs.getJsonArray("reached").getJsonObject(0);
        assertEquals("list-very-stale", worst.getString("code"));
        assertTrue(worst.getJsonObject("why").getString("ru").contains("трёх суток"));

        String id = opened();
        assertEquals("supervisor-needed", code(403, admit(id)));
        assertEquals("not-entitled", code(403, word("ivanov")));
        ok(200, word("smirnova"));
        ok(201, admit(id));
        // The answer was lost on its way: asked again, it is the same, and needs no second word.
        ok(201, admit(id));
        // The word was for one admission.
        String next = opened();
        assertEquals("supervisor-needed", code(403, admit(next)));
        // A refusal never needs it.
        ok(
                201,
                post.send(
                        "POST",
                        "/api/crossings/" + next + "/decision",
                        "{\"outcome\":\"refuse\",\"reason\":\"document\"}"));

        assertEquals("no-drill", code(403, post.send("DELETE", "/api/drill", "")));
        post.logIn("petrov");
        assertEquals(204, post.send("DELETE", "/api/drill", "").statusCode());
        assertNull(rungs().getJsonObject("drill"));
        assertEquals("not-an-officer", code(403, post.send("POST", "/api/crossings", ARRIVAL)));
        post.logIn("ivanov");
        ok(201, admit(opened()));
        assertTrue(
                post.audits().stream()
                        .anyMatch(line ->
                                line.contains("decided-in-drill") && line.contains("drill=yes")),
                post.audits().toString());
        assertTrue(
                post.audits().stream()
                        .anyMatch(line ->
                                line.contains("decided-on-word")
                                        && line.contains("smirnova")
                                        && line.contains(id)));
    }

    @Test
    void aReleaseOfRulesMovesTheRungsAndSurvivesARestart() throws Exception {
        assertTrue(reached("list-fresh"), rungs().encode());
        String toml =
                """
                version = "2027.1"
                [[rung]]
                code = "this-disk-is-too-small"
                disk_free_mib = 1000000000
                level = 2
                forbid = ["admit"]
                why_en = "The disk is too small."
                why_ru = "Диск слишком мал."
                todo_en = "Refer everybody."
                todo_ru = "Направляйте всех на вторую линию."
                """;
        publish(toml);
        post.restartAsAfterKill(false);
        assertTrue(reached("this-disk-is-too-small"), rungs().encode());
        assertEquals(1, rungs().getJsonArray("known").size());
        String id = opened();
        assertEquals("rung-forbids", code(403, admit(id)));
        post.send("DELETE", "/api/crossings/" + id, "");
        publish(shipped());
        post.restartAsAfterKill(false);
        assertTrue(reached("list-fresh"), rungs().encode());
    }

    private static String shipped() throws Exception {
        try (var in = RuleSet.class.getResourceAsStream("rules.toml")) {
            return new String(
                    java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void publish(String toml) throws Exception {
        byte[] content = toml.getBytes(StandardCharsets.UTF_8);
        RulesInForce.open(
                        post.folder.resolve(post.data()).resolve("releases"),
                        post.identity.releaseCheck(),
                        new TrustedTime(
                                System::currentTimeMillis, () -> 0, TrustedTime.Kept.NOTHING))
                .releases()
                .install(post.manifest(Role.RULES, ++published, content), content);
    }
}
