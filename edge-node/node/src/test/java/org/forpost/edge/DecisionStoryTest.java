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
        assertEquals("2026.2/0", basis.rules());
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
        JsonObject asked = ok(403, corrected(id, correction)).getJsonObject("error");
        assertEquals("supervisor-needed", asked.getString("code"));
        assertEquals("correct", asked.getString("field"));
        word("correct");
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
        assertEquals(List.of(new Crossing.Approval("correct", "smirnova")), record.approvals());
        // From a refusal to the second line nobody is admitted: an officer may do it alone.
        ok(201, corrected(id, "{\"outcome\":\"refer\",\"reason\":\"document\"}"));
        ok(201, corrected(id, correction));
        assertEquals(
                3,
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
        assertEquals(4, shown.getJsonArray("history").size(), shown.encode());
    }

    @Test
    void whatWasTypedWrongIsCorrectedAndFoundUnderItsNewNumber() throws Exception {
        String id = opened(arrival("SLYP", "T1", "1980-02-29", "diplomat")).getString("id");
        decided(id, "{\"outcome\":\"admit\"}");
        String correction =
                """
                {"outcome":"admit","reason":"other: misread",
                 "document":{"type":"P","issuer":"UTO","number":"T7"},
                 "person":{"surname":"SLIP","givenNames":"JOHN","birthDate":"1980-02-28",
                           "nationality":"UTO","sex":"M"},
                 "exceptions":[{"position":7,"reason":"missing","permanent":true}]}
                """;
        String record = ok(201, corrected(id, correction)).getString("recordId");
        assertEquals(record, ok(201, corrected(id, correction)).getString("recordId"));
        Crossing corrected = written(record);
        assertEquals("T7", corrected.document().number());
        assertEquals("SLIP", corrected.person().surname());
        assertEquals(19800228, corrected.person().birthDate());
        assertEquals(7, corrected.exceptions().getFirst().position());
        assertTrue(corrected.approvals().isEmpty(), "nobody was let in or turned away by it");
        assertEquals("T1", written(id).document().number(), "what was, stays");
        int until = Objects.requireNonNull(corrected.basis()).stayUntil();
        assertEquals(
                Objects.requireNonNull(written(id).basis()).stayUntil(),
                until,
                "the crossing itself is no earlier stay");
        JsonObject shown =
                ok(200, post.send("GET", "/api/crossings", ""))
                        .getJsonArray("crossings")
                        .getJsonObject(0);
        assertEquals("SLIP", shown.getString("surname"));
        assertEquals("T7", shown.getString("document"));
        JsonArray history = shown.getJsonArray("history");
        assertEquals("SLYP", history.getJsonObject(0).getString("surname"));
        assertEquals("SLIP", history.getJsonObject(1).getString("surname"));
        // The stay is reckoned by what stands: the one who comes with the right number was here.
        String again = opened(arrival("SLIP", "T7", "1980-02-28", "diplomat")).getString("id");
        assertTrue(
                crossing().getJsonObject("stay").getBoolean("uncertain"),
                "an entry without an exit is known");
        post.send("DELETE", "/api/crossings/" + again, "");
        assertEquals(
                "person.surname",
                ok(422, corrected(id, correction.replace("SLIP", "<b>")))
                        .getJsonObject("error")
                        .getString("field"));
        assertEquals(
                "exceptions[0].position",
                ok(422, corrected(id, correction.replace(":7,", ":11,")))
                        .getJsonObject("error")
                        .getString("field"));
    }

    @Test
    void aFingerThatCannotBeHadIsConfirmedByASupervisorWhoIsNamed() throws Exception {
        String arrival =
                new JsonObject(arrival("NGUYEN", "F1", "1980-02-29", "ordinary"))
                        .put(
                                "exceptions",
                                new JsonArray()
                                        .add(exception(7, "not-possible", false))
                                        .add(exception(8, "missing", true)))
                        .encode();
        String id = opened(arrival).getString("id");
        JsonArray exceptions = crossing().getJsonArray("exceptions");
        assertEquals(today().toString(), exceptions.getJsonObject(0).getString("retakeDue"));
        assertTrue(exceptions.getJsonObject(0).getBoolean("supervisor"));
        assertEquals(false, exceptions.getJsonObject(1).getBoolean("supervisor"));
        String admit = "{\"outcome\":\"admit\",\"reason\":\"no-capture\"}";
        JsonObject asked =
                ok(403, post.send("POST", "/api/crossings/" + id + "/decision", admit))
                        .getJsonObject("error");
        assertEquals("supervisor-needed", asked.getString("code"));
        assertEquals("exceptions", asked.getString("field"));
        assertTrue(asked.getString("message").contains("left index"), asked.encode());
        word("exceptions");
        decided(id, admit);
        Crossing crossing = written(id);
        assertEquals(
                List.of(new Crossing.Approval("exceptions", "smirnova")), crossing.approvals());
        assertEquals(2, crossing.exceptions().size());
        // The word was for one traveller; and whoever is sent on needs none.
        String next = opened(arrival.replace("F1", "F2")).getString("id");
        assertEquals(
                403, post.send("POST", "/api/crossings/" + next + "/decision", admit).statusCode());
        decided(next, "{\"outcome\":\"refer\",\"reason\":\"no-capture\"}");
        assertTrue(written(next).approvals().isEmpty());
    }

    private static JsonObject exception(int position, String reason, boolean permanent) {
        return new JsonObject()
                .put("position", position)
                .put("reason", reason)
                .put("permanent", permanent);
    }

    private void word(String action) throws Exception {
        ok(
                200,
                post.send(
                        "POST",
                        "/api/supervisor",
                        new JsonObject()
                                .put("login", "smirnova")
                                .put("password", TestPost.PASSWORD)
                                .put("action", action)
                                .encode()));
    }

    private JsonObject crossing() throws Exception {
        return ok(200, post.send("GET", "/api/state", "")).getJsonObject("crossing");
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
