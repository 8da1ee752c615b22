package org.forpost.edge.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import org.forpost.edge.document.jmrtd.ChipLimits;
import org.forpost.edge.document.jmrtd.Desk;
import org.forpost.edge.document.jmrtd.InMemoryReader;
import org.forpost.sim.document.Card;
import org.forpost.sim.document.Personality;
import org.forpost.sim.document.SlowCard;
import org.junit.jupiter.api.Test;

/// What the page gets to know of a chip.
class ChipApiTest {
    private final Desk desk = new Desk();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

    private ChipApi api(Card card) {
        return new ChipApi(desk.reader(new InMemoryReader(card), ChipLimits.LANE), () -> now);
    }

    private static byte[] zone(String text) {
        return new JsonObject().put("mrz", text).encode().getBytes(StandardCharsets.UTF_8);
    }

    private static String code(Problem problem) {
        return problem.json().getJsonObject("error").getString("code");
    }

    @Test
    void anHonestChipIsToldStepByStepAndItsFaceIsKeptForAWhile() throws Exception {
        ChipApi api = api(desk.card(Personality.HONEST));
        JsonObject read = api.read(zone(Desk.ZONE.lines())).body();
        assertEquals("read", read.getString("outcome"));
        assertEquals("genuine", read.getString("verdict"));
        JsonObject pace = read.getJsonArray("steps").getJsonObject(1);
        assertEquals("pace", pace.getString("check"));
        assertEquals("passed", pace.getString("result"));
        JsonObject bac = read.getJsonArray("steps").getJsonObject(2);
        assertEquals("not-possible", bac.getString("result"));
        assertEquals("not-needed", bac.getString("reason"));
        assertEquals("ERIKSSON", read.getJsonObject("zone").getString("surname"));
        assertTrue(api.face().isPresent());
        now = now.plus(Duration.ofMinutes(11));
        assertFalse(api.face().isPresent());
    }

    @Test
    void anAlteredChipShowsNoFace() throws Exception {
        ChipApi api = api(desk.card(Personality.ALTERED));
        JsonObject read = api.read(zone(Desk.ZONE.lines())).body();
        assertEquals("suspect", read.getString("verdict"));
        assertFalse(read.getValue("face") instanceof String);
        assertFalse(api.face().isPresent());
    }

    @Test
    void whatIsWrongWithARequestIsSaid() {
        ChipApi api = api(desk.card(Personality.HONEST));
        String zone = Desk.ZONE.lines();
        String slip = zone.substring(0, zone.length() - 1) + "x";
        assertEquals("bad-field", code(assertThrows(Problem.class, () -> api.read(zone(slip)))));
        assertEquals(
                "bad-field",
                code(
                        assertThrows(
                                Problem.class,
                                () -> api.read("{}".getBytes(StandardCharsets.UTF_8)))));
        ChipApi none = new ChipApi(null, () -> now);
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
            assertEquals(204, api.forget().status());
            assertEquals("reading-abandoned", code(first.get()));
        }
        assertFalse(api.progress().getBoolean("reading"));
    }
}
