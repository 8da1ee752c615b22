package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.journal.FileStoreReader;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What a decision leaves in the journal, read there as an auditor would.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionStoryTest {
    private TestPost post;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        post = new TestPost(folder);
    }

    @AfterAll
    void shut() {
        post.close();
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
    }

    private static String arrival(String surname, String number, String born, String category) {
        return """
        {"direction":"entry","document":{"type":"P","issuer":"UTO","number":"%s"},
         "person":{"surname":"%s","givenNames":"JOHN","birthDate":"%s","nationality":"UTO",
                   "sex":"M"},
         "category":"%s","ground":"visa-free"}
        """
                .formatted(number, surname, born, category);
    }

    private JsonObject opened(String arrival) throws Exception {
        return ok(201, post.send("POST", "/api/crossings", arrival));
    }

    private JsonObject decided(String id, String decision) throws Exception {
        return ok(201, post.send("POST", "/api/crossings/" + id + "/decision", decision));
    }

    private HttpResponse<String> corrected(String id, String correction) throws Exception {
        return post.send("POST", "/api/crossings/" + id + "/correction", correction);
    }

    private static JsonObject ok(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    private List<PostRecord> journal() throws IOException {
        List<PostRecord> records = new ArrayList<>();
        JournalCheck.check(
                new FileStoreReader(post.folder.resolve(post.data()).resolve("journal")),
                SegmentKeys.toRead(TestIdentity.STORAGE_KEY),
                (_, _, entry) -> {
                    try {
                        records.add(RecordCodec.decode(entry.payload()));
                    } catch (MalformedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        return records;
    }

    private Crossing written(String id) throws IOException {
        return journal().stream()
                .filter(record -> record.id().toString().equals(id))
                .map(record -> (Crossing) record.body())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ofWhoIsExemptNoBiometricByteIsStored() throws Exception {
        post.comes(TestPost.NOMINAL, 0);
        String sixTomorrow = today().plusDays(1).minusYears(6).toString();
        for (String who : List.of("ordinary", "diplomat", "mission-staff")) {
            String born = who.equals("ordinary") ? sixTomorrow : "1980-02-29";
            String id =
                    opened(arrival("PETIT", "E" + who.hashCode() % 1000, born, who))
                            .getString("id");
            for (String what : List.of("\"finger\",\"positions\":[2,3]", "\"face\"")) {
                HttpResponse<String> refused =
                        post.send(
                                "POST",
                                "/api/crossings/" + id + "/capture",
                                "{\"modality\":" + what + "}");
                assertEquals(422, refused.statusCode(), refused.body());
            }
            decided(id, "{\"outcome\":\"admit\"}");
            Crossing crossing = written(id);
            assertNotNull(crossing.exemption());
            assertTrue(crossing.fingers().isEmpty());
            assertNull(crossing.face());
            assertNull(crossing.comparison());
            assertTrue(crossing.devices().isEmpty(), "no device took part");
            assertTrue(
                    journal().stream()
                            .noneMatch(record ->
                                    record.body() instanceof Image image
                                            && image.crossing().toString().equals(id)));
        }
    }

    @Test
    void theRecordTellsWhatTheDecisionStoodOn() throws Exception {
        JsonObject open = opened(arrival("DOE", "S7654321", "1970-01-01", "diplomat"));
        String id = open.getString("id");
        JsonArray candidates = open.getJsonArray("candidates");
        assertEquals(2, candidates.size(), candidates.encode());
        assertEquals("UTO S7654321", candidates.getJsonObject(0).getString("nominal"));
        String silent = "{\"outcome\":\"refuse\",\"reason\":\"listed-document\"";
        assertEquals(
                "confirmation-needed",
                ok(422, post.send("POST", "/api/crossings/" + id + "/decision", silent + "}"))
                        .getJsonObject("error")
                        .getString("code"));
        String unknown = silent.replace("listed-document", "weather") + ",\"confirmed\":null}";
        assertEquals(
                "reason-needed",
                ok(422, post.send("POST", "/api/crossings/" + id + "/decision", unknown))
                        .getJsonObject("error")
                        .getString("code"));
        decided(
                id,
                silent
                        + ",\"said\":[{\"reference\":\"UTO S7654321\",\"word\":\"hit\"},"
                        + "{\"reference\":\"N-1\",\"word\":\"not-the-same\"}]}");
        Crossing crossing = written(id);
        Crossing.Basis basis = Objects.requireNonNull(crossing.basis());
        assertEquals("2026.1/0", basis.rules());
        assertEquals("visa-free", basis.ground());
        assertEquals(0, basis.stayUntil(), "nobody who is refused is told when to leave");
        assertEquals(1, basis.release());
        assertEquals(30, basis.fingerQuality());
        assertEquals("ivanov", crossing.decision().officer());
        assertEquals(
                List.of(Crossing.Word.HIT, Crossing.Word.NOT_THE_SAME),
                crossing.alerts().stream().map(Crossing.Alert::word).toList());
        assertTrue(crossing.hit());
    }

    @Test
    void aCorrectionIsARecordMoreHoweverOftenItIsPosted() throws Exception {
        String id = opened(arrival("WRIGHT", "W1", "1980-02-29", "diplomat")).getString("id");
        JsonObject first = decided(id, "{\"outcome\":\"admit\"}");
        String correction = "{\"outcome\":\"refuse\",\"reason\":\"visa: none in it\"}";
        JsonObject once = ok(201, corrected(id, correction));
        JsonObject again = ok(201, corrected(id, correction));
        assertEquals(once, again);
        assertEquals(
                "reason-needed",
                ok(422, corrected(id, "{\"outcome\":\"refer\"}"))
                        .getJsonObject("error")
                        .getString("code"));
        assertEquals(404, corrected("00".repeat(16), correction).statusCode());
        assertEquals(Crossing.Outcome.ADMIT, written(id).decision().outcome(), "what was, stays");
        Crossing record = written(once.getString("recordId"));
        assertEquals(id, String.valueOf(record.corrects()));
        assertEquals(Crossing.Outcome.REFUSE, record.decision().outcome());
        assertEquals(
                1,
                journal().stream()
                        .filter(one ->
                                one.body() instanceof Crossing crossing
                                        && id.equals(String.valueOf(crossing.corrects())))
                        .count());
        assertEquals(id, first.getString("recordId"));
        JsonObject shown =
                ok(200, post.send("GET", "/api/crossings", ""))
                        .getJsonArray("crossings")
                        .getJsonObject(0);
        assertEquals("refuse", shown.getString("outcome"));
        assertEquals("admit", shown.getString("first"));
    }

    @Test
    void aStayIsReckonedFromWhatThisLaneHasSeen() throws Exception {
        String arrival = arrival("LONG", "L1", "1980-02-29", "diplomat");
        String id = opened(arrival).getString("id");
        decided(id, "{\"outcome\":\"admit\"}");
        int until = Objects.requireNonNull(written(id).basis()).stayUntil();
        LocalDate last = LocalDate.of(until / 10_000, until / 100 % 100, until % 100);
        assertTrue(last.isAfter(today().plusDays(80)), () -> "until " + last);
        String again = opened(arrival).getString("id");
        JsonObject stay =
                ok(200, post.send("GET", "/api/state", ""))
                        .getJsonObject("crossing")
                        .getJsonObject("stay");
        assertTrue(stay.getBoolean("uncertain"), stay.encode());
        assertTrue(stay.getJsonObject("words").getString("ru").contains("Без визы"));
        post.send("DELETE", "/api/crossings/" + again, "");
    }

    @Test
    void whateverIsTypedIsAZoneOrIsToldWhyNot() throws Exception {
        for (String text :
                List.of(
                        "",
                        "P<UTO",
                        "\\u202eP<UTO",
                        "<script>",
                        "\\u0000".repeat(90),
                        "🂡".repeat(44))) {
            JsonObject zone = ok(200, post.send("POST", "/api/mrz", "{\"text\":\"" + text + "\"}"));
            assertEquals(false, zone.getBoolean("zone"), text);
        }
        assertEquals(
                422,
                post.send("POST", "/api/mrz", "{\"text\":\"" + "A".repeat(2000) + "\"}")
                        .statusCode());
        assertEquals(
                413,
                post.send("POST", "/api/mrz", "{\"text\":\"" + "A".repeat(70_000) + "\"}")
                        .statusCode());
    }

    @Test
    void namesThatTurnTheWritingOrHoldMarkupAreRefused() throws Exception {
        for (String name : List.of("DOE\\u202eNHOJ", "\\u2066DOE", "<b>DOE</b>", "DOE\\u0007")) {
            HttpResponse<String> refused =
                    post.send(
                            "POST",
                            "/api/crossings",
                            arrival(name, "B1", "1980-02-29", "ordinary"));
            assertEquals(422, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("person.surname"), refused.body());
        }
    }
}
