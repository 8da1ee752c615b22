package org.forpost.edge.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Executors;
import org.forpost.edge.document.DocumentReader;
import org.forpost.edge.document.jmrtd.ChipLimits;
import org.forpost.edge.document.jmrtd.Desk;
import org.forpost.edge.document.jmrtd.InMemoryReader;
import org.forpost.edge.lane.ChipAttempt;
import org.forpost.edge.lane.ChipDesk;
import org.forpost.sim.document.Card;
import org.forpost.sim.document.Chip;
import org.forpost.sim.document.Personality;
import org.forpost.sim.document.SlowCard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the page gets to know of a chip.
class ChipApiTest {
    private final Desk desk = new Desk();
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private ChipApi api(Card card) {
        return api(desk.reader(new InMemoryReader(card), ChipLimits.LANE));
    }

    private ChipApi api(@Nullable DocumentReader reader) {
        ChipDesk chips = new ChipDesk(reader, () -> 7, () -> NOW);
        return new ChipApi(
                () -> chips,
                (_, _) -> new ChipAttempt.NoSuchCrossing(),
                () -> LocalDate.of(2026, 11, 22));
    }

    private static byte[] zone(String text) {
        return new JsonObject().put("mrz", text).encode().getBytes(StandardCharsets.UTF_8);
    }

    private static String code(Problem problem) {
        return problem.json().getJsonObject("error").getString("code");
    }

    @Test
    void anHonestChipIsToldStepByStepAndItsFaceIsNotEvenAskedFor() throws Exception {
        Chip card = (Chip) desk.card(Personality.HONEST);
        JsonObject read = api(card).read(zone(Desk.ZONE.lines())).body();
        assertEquals("read", read.getString("outcome"));
        assertEquals("genuine", read.getString("verdict"));
        JsonObject pace = read.getJsonArray("steps").getJsonObject(1);
        assertEquals("pace", pace.getString("check"));
        assertEquals("passed", pace.getString("result"));
        JsonObject bac = read.getJsonArray("steps").getJsonObject(2);
        assertEquals("not-possible", bac.getString("result"));
        assertEquals("not-needed", bac.getString("reason"));
        JsonObject face = read.getJsonArray("steps").getJsonObject(7);
        assertEquals("dg2", face.getString("check"));
        assertEquals("not-yet", face.getString("reason"));
        assertFalse(card.opened().contains(0x0102));
        assertEquals("ERIKSSON", read.getJsonObject("zone").getString("surname"));
        assertEquals("1974-08-12", read.getJsonObject("zone").getString("birthDate"));
        assertEquals(7, read.getInteger("trust"));
    }

    @Test
    void whereChipAndPageDifferItIsToldFieldByField() throws Exception {
        ChipApi api = api(desk.card(Personality.HONEST));
        byte[] body =
                new JsonObject()
                        .put("can", "314159")
                        .put("mrz", Desk.zone("X1").lines())
                        .encode()
                        .getBytes(StandardCharsets.UTF_8);
        JsonObject read = api.read(body).body();
        assertEquals("suspect", read.getString("verdict"));
        assertEquals(
                "[{\"field\":\"document-number\",\"page\":\"X1\",\"chip\":\"L898902C3\"}]",
                read.getJsonArray("differences").encode());
    }

    @Test
    void whatIsWrongWithARequestIsSaid() {
        ChipApi api = api(desk.card(Personality.HONEST));
        String zone = Desk.ZONE.lines();
        String slip = zone.substring(0, zone.length() - 1) + "x";
        assertEquals("bad-field", code(assertThrows(Problem.class, () -> api.read(zone(slip)))));
        assertEquals(
                "no-access",
                code(
                        assertThrows(
                                Problem.class,
                                () -> api.read("{}".getBytes(StandardCharsets.UTF_8)))));
        ChipApi none = api((DocumentReader) null);
        assertEquals("no-reader", code(assertThrows(Problem.class, () -> none.read(zone(zone)))));
        assertEquals("none", none.progress().getString("reader"));
    }

    @Test
    void oneIsReadAtATimeAndAReadingCanBeAbandoned() throws Exception {
        ChipApi api = api(new SlowCard(desk.card(Personality.HONEST), Duration.ofSeconds(5)));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first =
                    threads.submit(() ->
                            assertThrows(Problem.class, () -> api.read(zone(Desk.ZONE.lines()))));
            for (int i = 0; i < 600 && !api.progress().getBoolean("reading"); i++) {
                Thread.sleep(100);
            }
            assertEquals(
                    "reading",
                    code(assertThrows(Problem.class, () -> api.read(zone(Desk.ZONE.lines())))));
            assertEquals(204, api.abandon().status());
            assertEquals("reading-abandoned", code(first.get()));
        }
        assertFalse(api.progress().getBoolean("reading"));
    }
}
