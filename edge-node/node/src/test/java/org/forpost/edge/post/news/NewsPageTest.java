package org.forpost.edge.post.news;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.forpost.edge.post.LanPage;
import org.forpost.edge.post.LanPage.Line;
import org.forpost.edge.store.Passages;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.junit.jupiter.api.Test;

/// SPEC.md §10 on news, byte for byte.
class NewsPageTest {
    private static final RecordId CROSSING =
            RecordId.of(HexFormat.of().parseHex("101112131415161718191a1b1c1d1e1f"));
    private static final byte[] JOURNAL =
            HexFormat.of().parseHex("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");

    private static byte[] filled(int bytes, int with) {
        byte[] filled = new byte[bytes];
        java.util.Arrays.fill(filled, (byte) with);
        return filled;
    }

    @Test
    void news() throws Exception {
        var version = new Told.Version(1_795_000_000_001L, 0);
        var told =
                new Told(
                        version,
                        new Sighting(
                                CROSSING,
                                1,
                                Instant.ofEpochMilli(1_795_000_000_001L),
                                Sighting.Kind.REFUSED,
                                "document: torn",
                                new Crossing.Document("P", "UZB", "FA1234567"),
                                new SoughtName("KARIMOVA", "NILUFAR", 1990_04_17, "UZB"),
                                List.of(new Sighting.Finger(2, filled(4, 0xfd))),
                                null));
        var mark = new Passages.Mark(JOURNAL, 47);
        var passage =
                new Passages.Passage(
                        CROSSING,
                        filled(Passages.HASH_BYTES, 0xd0),
                        filled(Passages.HASH_BYTES, 0xe0),
                        Crossing.Direction.ENTRY,
                        LocalDate.of(2026, 11, 18),
                        true);
        LanPage.assertShows(
                "news",
                List.of(
                        new Line(
                                new NewsMessage.Greeting(filled(Passages.KEY_BYTES, 0x77)).encode(),
                                "1 greeting: key of the teller's hashes"),
                        new Line(
                                new NewsMessage.Stand(
                                                List.of(new NewsMessage.Having(CROSSING, version)),
                                                mark)
                                        .encode(),
                                "2 stand: sightings, and passages up to entry 47 of that journal"),
                        new Line(
                                new NewsMessage.Seen(told.encode()).encode(),
                                "3 sighting: refused, with document, holder and one finger"),
                        new Line(
                                new NewsMessage.Passed(
                                                new Passages.Page(JOURNAL, 48, List.of(passage)))
                                        .encode(),
                                "4 passages: up to entry 48, one of them"),
                        new Line(
                                new NewsMessage.Noted(new Passages.Mark(JOURNAL, 48)).encode(),
                                "5 noted: up to entry 48")));
    }
}
