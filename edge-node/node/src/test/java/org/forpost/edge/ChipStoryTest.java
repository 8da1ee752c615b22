package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.forpost.edge.identity.Identity;
import org.forpost.protocol.journal.FileStoreReader;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.ChipFinding;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.ChipStep.Result;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.Verification;
import org.forpost.sim.document.Chip;
import org.forpost.sim.document.PassportZone;
import org.forpost.sim.document.Personality;
import org.forpost.sim.document.PulledOutCard;
import org.forpost.sim.scanner.Position;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Travellers whose documents have a chip, from the reader to the record.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChipStoryTest {
    private static final long ANNA = 31;
    private static final long EVA = 32;
    private static final int DG2 = 0x0102;
    private static final int DG3 = 0x0103;
    private static final LocalDate BORN = LocalDate.of(1974, 8, 12);

    private final Documents documents = new Documents();
    private TestPost post;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        post = new TestPost(folder, documents, documents.trust());
    }

    @AfterAll
    void shut() {
        post.close();
    }

    @AfterEach
    void nobodyStandsThere() throws Exception {
        JsonObject crossing = crossing();
        if (crossing != null) {
            post.send("DELETE", "/api/crossings/" + crossing.getString("id"), "");
        }
    }

    private static PassportZone anna() {
        return Documents.zone("L898902C3", "ERIKSSON", "ANNA MARIA", BORN);
    }

    private JsonObject readBefore(PassportZone zone) throws Exception {
        HttpResponse<String> answer =
                post.send("POST", "/api/chip", new JsonObject().put("mrz", zone.lines()).encode());
        assertEquals(200, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    /// As the form sends it, filled from the zone that a chip gave.
    private JsonObject arrives(JsonObject zone, String category) throws Exception {
        JsonObject form =
                new JsonObject()
                        .put("direction", "entry")
                        .put(
                                "document",
                                new JsonObject()
                                        .put("type", "P")
                                        .put("issuer", zone.getString("issuer"))
                                        .put("number", zone.getString("number")))
                        .put(
                                "person",
                                new JsonObject()
                                        .put("surname", zone.getString("surname"))
                                        .put("givenNames", zone.getString("givenNames"))
                                        .put("birthDate", zone.getString("birthDate"))
                                        .put("nationality", zone.getString("nationality"))
                                        .put("sex", zone.getString("sex")))
                        .put("category", category)
                        .put("exceptions", new JsonArray());
        HttpResponse<String> answer = post.send("POST", "/api/crossings", form.encode());
        assertEquals(201, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    private JsonObject read(String id, JsonObject access) throws Exception {
        HttpResponse<String> answer =
                post.send("POST", "/api/crossings/" + id + "/chip", access.encode());
        assertEquals(200, answer.statusCode(), answer.body());
        return new JsonObject(answer.body());
    }

    private JsonObject crossing() throws Exception {
        return new JsonObject(post.send("GET", "/api/state", "").body()).getJsonObject("crossing");
    }

    private void capture(String id, String modality, List<Integer> positions) throws Exception {
        HttpResponse<String> answer =
                post.send(
                        "POST",
                        "/api/crossings/" + id + "/capture",
                        new JsonObject()
                                .put("modality", modality)
                                .put("positions", new JsonArray(positions))
                                .encode());
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private Crossing decided(String id, String outcome, String reason) throws Exception {
        HttpResponse<String> answer =
                post.send(
                        "POST",
                        "/api/crossings/" + id + "/decision",
                        new JsonObject()
                                .put("outcome", outcome)
                                .put("reason", reason)
                                .putNull("confirmed")
                                .encode());
        assertEquals(201, answer.statusCode(), answer.body());
        return records().stream()
                .filter(record -> record.id().toString().equals(id))
                .map(record -> (Crossing) record.body())
                .findFirst()
                .orElseThrow();
    }

    private List<PostRecord> records() throws Exception {
        List<PostRecord> all = new ArrayList<>();
        for (byte[] payload : payloads()) {
            all.add(RecordCodec.decode(payload));
        }
        return all;
    }

    private List<byte[]> payloads() throws Exception {
        List<byte[]> all = new ArrayList<>();
        JournalCheck.check(
                new FileStoreReader(post.folder.resolve(post.data()).resolve("journal")),
                SegmentKeys.toRead(Identity.read(post.folder.resolve("identity")).storageKey()),
                (_, _, entry) -> all.add(entry.payload()));
        return all;
    }

    private static ChipFinding.Step step(ChipFinding finding, String check) {
        return finding.steps().stream()
                .filter(step -> step.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject check(JsonObject crossing, int position) {
        return crossing.getJsonObject("chip").getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getInteger("position") == position)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theChipFillsTheFormIsReadOnInTheCrossingAndStandsInTheRecord() throws Exception {
        var maker = Documents.finger(documents.maker(), ANNA, Position.RIGHT_INDEX, 2);
        Documents.finger(maker, EVA, Position.RIGHT_MIDDLE, 3);
        Documents.finger(maker, ANNA, Position.LEFT_INDEX, 7);
        Chip chip = documents.lay(maker, anna(), ANNA);
        JsonObject before = readBefore(anna());
        assertEquals("genuine", before.getString("verdict"));
        assertFalse(chip.opened().contains(DG2) || chip.opened().contains(DG3));

        JsonObject opened = arrives(before.getJsonObject("zone"), "ordinary");
        String id = opened.getString("id");
        assertTrue(opened.getJsonObject("chip").getBoolean("due"));
        JsonObject read = read(id, new JsonObject());
        assertEquals("genuine", read.getString("verdict"), read.encode());
        assertTrue(chip.opened().containsAll(Set.of(DG2, DG3)));
        JsonObject crossing = crossing();
        assertEquals("not-captured", check(crossing, 2).getString("why"));
        assertEquals(
                List.of(0, 2, 3, 7),
                crossing.getJsonObject("chip").getJsonArray("pictures").getList());
        for (String name : List.of("chip-face", "chip-2")) {
            byte[] png = post.bytes("/api/crossings/" + id + "/pictures/" + name + ".png");
            assertEquals("PNG", new String(png, 1, 3, java.nio.charset.StandardCharsets.US_ASCII));
        }

        post.comes(ANNA, 0);
        capture(id, "finger", List.of(2, 3, 4, 5));
        capture(id, "face", List.of());
        crossing = crossing();
        assertEquals("agrees", check(crossing, 2).getString("result"), crossing.encode());
        assertEquals("does-not-agree", check(crossing, 3).getString("result"));
        assertEquals("not-captured", check(crossing, 7).getString("why"));
        assertEquals("no-model", check(crossing, 0).getString("why"));

        Crossing written = decided(id, "admit", "");
        ChipFinding finding = Objects.requireNonNull(written.chip());
        assertEquals(ChipFinding.Ended.READ, finding.ended());
        assertEquals(ChipFinding.Access.PACE, finding.access());
        assertEquals(1, finding.trust());
        assertTrue(finding.anchored() && finding.hashesFit());
        assertEquals(Result.PASSED, step(finding, "dg3").result());
        assertEquals("not-needed", step(finding, "bac").reason());
        assertEquals(
                "0 NOT_POSSIBLE no-model, 2 AGREES , 3 DOES_NOT_AGREE , 7 NOT_POSSIBLE not-captured",
                written.verifications().stream()
                        .map(it -> it.position() + " " + it.result() + " " + it.reason())
                        .collect(Collectors.joining(", ")));
        assertEquals(100_000, written.verifications().get(1).threshold());
        assertTrue(written.verifications().get(1).score() > 4_000);
        assertEquals(Verification.Source.CHIP, written.verifications().get(1).source());
        // Of the chip's pictures nothing was written down: one of each finger and of the face, all
        // taken here.
        assertEquals(
                5,
                records().stream()
                        .filter(record ->
                                record.body() instanceof Image image
                                        && image.crossing().toString().equals(id))
                        .count());
    }

    @Test
    void ofAnExemptPersonTheChipsFaceAndFingersAreNeitherReadNorKept() throws Exception {
        LocalDate fiveToday = LocalDate.now(ZoneOffset.UTC).minusYears(5);
        for (String category : List.of("ordinary", "diplomat")) {
            LocalDate born = category.equals("diplomat") ? BORN : fiveToday;
            PassportZone zone = Documents.zone("C0000001", "ERIKSSON", "LEO", born);
            Chip chip =
                    documents.lay(
                            Documents.finger(documents.maker(), EVA, Position.RIGHT_INDEX, 2),
                            zone,
                            EVA);
            JsonObject opened = arrives(readBefore(zone).getJsonObject("zone"), category);
            String id = opened.getString("id");
            assertTrue(opened.getJsonObject("exemption") != null, category);
            // The officer insists.
            JsonObject read = read(id, new JsonObject().put("mrz", zone.lines()));
            assertEquals("genuine", read.getString("verdict"));
            assertFalse(chip.opened().contains(DG2), "DG2 was read");
            assertFalse(chip.opened().contains(DG3), "DG3 was read");
            assertEquals(
                    404,
                    post.send("GET", "/api/crossings/" + id + "/pictures/chip-face.png", "")
                            .statusCode());
            JsonObject shown = crossing().getJsonObject("chip");
            assertEquals(0, shown.getJsonArray("checks").size());
            assertEquals(0, shown.getJsonArray("pictures").size());
            Crossing written = decided(id, "admit", "");
            ChipFinding finding = Objects.requireNonNull(written.chip());
            assertEquals("exempt", step(finding, "dg2").reason());
            assertEquals("exempt", step(finding, "dg3").reason());
            assertTrue(finding.anchored() && finding.hashesFit());
            assertEquals(List.of(), written.verifications());
            assertTrue(
                    records().stream()
                            .noneMatch(record ->
                                    record.body() instanceof Image image
                                            && image.crossing().toString().equals(id)));
        }
    }

    @Test
    void anAlteredFaceIsNotShownAndACopyIsTold() throws Exception {
        for (Personality personality : List.of(Personality.ALTERED, Personality.CLONED)) {
            PassportZone zone = Documents.zone("D7654321", "OLSEN", "KARI", BORN);
            documents.lay(documents.maker().personality(personality), zone, EVA);
            String id = arrives(readBefore(zone).getJsonObject("zone"), "ordinary").getString("id");
            assertEquals("suspect", read(id, new JsonObject()).getString("verdict"));
            boolean altered = personality == Personality.ALTERED;
            assertEquals(
                    altered ? "no-reference" : "not-captured",
                    check(crossing(), 0).getString("why"));
            Crossing written = decided(id, "refer", "document");
            ChipFinding finding = Objects.requireNonNull(written.chip());
            assertTrue(finding.suspect());
            assertEquals(!altered, finding.hashesFit());
            assertEquals(
                    altered ? "hash-mismatch" : "not-genuine",
                    step(finding, altered ? "hashes" : "chip-authentication").reason());
        }
    }

    @Test
    void noDocumentNoReaderAndAChipPulledOutAreSaidAndTheCrossingGoesOn() throws Exception {
        documents.takeAway();
        assertEquals("no-document", readBefore(anna()).getString("outcome"));
        documents.unplug(true);
        assertEquals("no-reader", readBefore(anna()).getString("outcome"));
        documents.unplug(false);

        Chip chip = documents.lay(documents.maker(), anna(), ANNA);
        String id = arrives(readBefore(anna()).getJsonObject("zone"), "ordinary").getString("id");
        documents.lay(new PulledOutCard(chip, 20));
        JsonObject broken = read(id, new JsonObject());
        assertEquals("broken", broken.getString("outcome"));
        assertEquals("chip-lost", broken.getString("reason"));
        documents.takeAway();
        assertEquals("no-document", read(id, new JsonObject()).getString("outcome"));
        assertEquals("broken", crossing().getJsonObject("chip").getString("outcome"));
        Crossing written = decided(id, "refer", "document");
        assertEquals(ChipFinding.Ended.BROKEN_OFF, Objects.requireNonNull(written.chip()).ended());
        assertEquals(List.of(), written.verifications());
    }

    @Test
    void aChipIsReadInACrossingThatBeganByHandAndWhatDiffersIsTold() throws Exception {
        documents.lay(documents.maker(), anna(), ANNA);
        JsonObject typed =
                new JsonObject()
                        .put("issuer", "UTO")
                        .put("number", "L898902C3")
                        .put("surname", "ERICSON")
                        .put("givenNames", "ANNA MARIA")
                        .put("birthDate", "1974-08-12")
                        .put("nationality", "UTO")
                        .put("sex", "F");
        String id = arrives(typed, "ordinary").getString("id");
        assertNull(crossing().getJsonObject("chip"));
        HttpResponse<String> nothing = post.send("POST", "/api/crossings/" + id + "/chip", "{}");
        assertEquals(422, nothing.statusCode());
        assertTrue(nothing.body().contains("no-access"), nothing.body());
        read(id, new JsonObject().put("can", "314159"));
        assertEquals(
                "[{\"field\":\"name\",\"page\":\"ERICSON, ANNA MARIA\",\"chip\":\"ERIKSSON, ANNA MARIA\"}]",
                crossing().getJsonObject("chip").getJsonArray("differences").encode());
        post.send("DELETE", "/api/crossings/" + id, "");
        assertEquals(
                404,
                post.send("POST", "/api/crossings/" + id + "/chip", "{\"can\":\"314159\"}")
                        .statusCode());
    }

    @Test
    void anotherDocumentsChipDoesNotGoWithTheCrossing() throws Exception {
        documents.lay(documents.maker(), anna(), ANNA);
        JsonObject zone = readBefore(anna()).getJsonObject("zone").copy().put("number", "OTHER1");
        String id = arrives(zone, "ordinary").getString("id");
        assertNull(crossing().getJsonObject("chip"));
        post.send("DELETE", "/api/crossings/" + id, "");
    }
}
