package org.forpost.edge.post.news;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.forpost.edge.store.Passages;
import org.forpost.edge.store.SealedFolder;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lanes that tell each other whom they saw, without a network and with a clock that is turned by
/// hand: what one said, late, twice, out of order, forged or far too often.
class NewsStoryTest {
    private static final String HERE = "tikhaya-1";
    private static final String THERE = "tikhaya-2";
    private static final String DESK = "tikhaya-4";
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);

    private final Random random = new Random(7);
    private long now = Instant.parse("2026-11-28T10:00:00Z").toEpochMilli();
    private Duration kept = Duration.ofHours(24);

    @TempDir Path folder;
    private Lane one;
    private Lane other;

    /// A lane as the others see it.
    private final class Lane {
        final String node;
        final Path home;
        final List<Sighting> page = new ArrayList<>();
        final Known passages = new Known();
        NewsBook book;
        Hearer hearer;
        Teller teller;

        Lane(String node, Path home) throws IOException {
            this.node = node;
            this.home = home;
            on();
        }

        /// The box starts, with what lies on its disk.
        final void on() throws IOException {
            book = new NewsBook(shelf(), () -> now, () -> kept, DESK::equals);
            hearer =
                    new Hearer(
                            book,
                            peer -> peer.equals(HERE) ? 1 : 2,
                            passages,
                            () -> TODAY.minusDays(732),
                            page::add);
            teller = new Teller(node, book, passages, () -> TODAY.minusDays(732));
        }

        NewsShelf shelf() throws IOException {
            byte[] storageKey = new byte[32];
            Arrays.fill(storageKey, (byte) node.hashCode());
            return new NewsFolder(
                    new SealedFolder(
                            home,
                            storageKey,
                            "news",
                            NewsStoryTest.this::bytes,
                            NewsFolder.MAX_BYTES));
        }

        Told sees(Sighting sighting) throws IOException {
            Told told =
                    new Told(
                            book.later(node, sighting.crossing(), new Told.Version(now, 0)),
                            sighting);
            assertTrue(book.take(node, told).isPresent());
            return told;
        }

        List<String> reasons() {
            return page.stream().map(Sighting::reason).toList();
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Passages as a lane keeps them, without a database.
    private static final class Known implements Passages {
        final List<Passage> own = new ArrayList<>();
        final Map<String, Map<RecordId, Passage>> told = new HashMap<>();
        final Map<String, Mark> marks = new HashMap<>();
        byte[] journal = new byte[16];

        int count(String node) {
            Map<RecordId, Passage> known = told.get(node);
            return known == null ? 0 : known.size();
        }

        @Override
        public byte[] key() {
            return new byte[KEY_BYTES];
        }

        @Override
        public Page since(long entry, LocalDate from, int most) {
            int upTo = (int) Math.min(own.size(), entry + most);
            return new Page(
                    journal, upTo, entry >= upTo ? List.of() : own.subList((int) entry, upTo));
        }

        @Override
        public Mark known(String node) {
            return marks.getOrDefault(node, new Mark(new byte[0], 0));
        }

        @Override
        public void key(String node, byte[] key) {}

        @Override
        public void take(String node, Page page, LocalDate from) {
            page.passages()
                    .forEach(passage ->
                            told.computeIfAbsent(node, _ -> new HashMap<>())
                                    .put(passage.crossing(), passage));
            marks.put(node, new Mark(page.journal(), page.upTo()));
        }
    }

    @BeforeEach
    void open() throws IOException {
        one = new Lane(HERE, folder.resolve("one"));
        other = new Lane(THERE, folder.resolve("other"));
    }

    private Sighting sighting(Sighting.Kind kind, String reason) {
        return sighting(RecordId.of(bytes(16)), kind, reason);
    }

    private Sighting sighting(RecordId crossing, Sighting.Kind kind, String reason) {
        return new Sighting(
                crossing,
                0,
                Instant.ofEpochMilli(now),
                kind,
                reason,
                new Crossing.Document("P", "UTO", "S1234567"),
                new SoughtName("KARIMOVA", "DILNOZA", 1990_04_17, "UZB"),
                List.of(new Sighting.Finger(2, bytes(1500))),
                null);
    }

    /// Lane 1 dials lane 2 and says all that it has to say.
    private int talk() throws Exception {
        int told = 0;
        List<NewsMessage> toSay = new ArrayList<>(one.teller.opened());
        while (!toSay.isEmpty()) {
            told++;
            var answer = other.hearer.on(HERE, NewsMessage.decode(toSay.removeFirst().encode()));
            if (answer.isPresent()) {
                toSay.addAll(one.teller.on(NewsMessage.decode(answer.get().encode())));
            }
        }
        return told;
    }

    private void hears(Told told) throws Exception {
        var _ =
                other.hearer.on(
                        HERE, NewsMessage.decode(new NewsMessage.Seen(told.encode()).encode()));
    }

    @Test
    void whoeverComesLateHearsWhatIsStillValidAndNothingTwice() throws Exception {
        one.sees(sighting(Sighting.Kind.REFUSED, "a"));
        one.sees(sighting(Sighting.Kind.REFERRED, "b"));
        talk();
        assertEquals(List.of("a", "b"), other.reasons());
        assertEquals(1, other.page.getFirst().lane());
        Told later = one.sees(sighting(Sighting.Kind.HIT, "c"));
        assertEquals(1, one.teller.told(later).size());

        // The LAN was split meanwhile: what it did not hear, it asks for when it heals.
        one.teller.closed();
        assertEquals(List.of(), one.teller.told(later));
        talk();
        assertEquals(List.of("a", "b", "c"), other.reasons());
        talk();
        assertEquals(List.of("a", "b", "c"), other.reasons());
    }

    @Test
    void itIsKnownAfterAStartAndGoneWhenItsTimeHasPassedAlsoWhileTheBoxWasOff() throws Exception {
        one.sees(sighting(Sighting.Kind.REFUSED, "a"));
        talk();
        other.on();
        assertEquals(List.of("a"), other.book.sightings().stream().map(Sighting::reason).toList());
        now += Duration.ofHours(24).toMillis() + 1;
        other.on();
        assertEquals(List.of(), other.book.sightings());
        try (var files = Files.list(other.home)) {
            assertEquals(0, files.count());
        }
        // Nor does a lane that still has it bring it back.
        one.teller.closed();
        talk();
        assertEquals(List.of(), other.book.sightings());
    }

    @Test
    void theTimeIsTheRules() throws Exception {
        one.sees(sighting(Sighting.Kind.REFUSED, "a"));
        talk();
        kept = Duration.ofHours(1);
        now += Duration.ofMinutes(61).toMillis();
        assertEquals(List.of(), other.book.sightings());
    }

    @Test
    void aClockThatIsAheadKeepsNobodyLonger() throws Exception {
        Sighting tomorrow = sighting(Sighting.Kind.REFUSED, "a");
        now -= Duration.ofDays(30).toMillis();
        hears(new Told(new Told.Version(now, 0), tomorrow));
        assertEquals(Instant.ofEpochMilli(now), other.page.getFirst().at());
        now += Duration.ofHours(25).toMillis();
        assertEquals(List.of(), other.book.sightings());
    }

    @Test
    void whatWasTakenBackIsNotRevivedByAFrameOfBefore() throws Exception {
        RecordId crossing = RecordId.of(bytes(16));
        Told found = one.sees(sighting(crossing, Sighting.Kind.FOUND, "N-1"));
        now += 1000;
        Told cleared = one.sees(sighting(crossing, Sighting.Kind.CLEARED, ""));
        hears(found);
        hears(cleared);
        hears(found); // replayed
        hears(cleared);
        assertEquals(
                List.of(Sighting.Kind.FOUND, Sighting.Kind.CLEARED),
                other.page.stream().map(Sighting::kind).toList());
        other.on();
        hears(found);
        assertEquals(2, other.page.size());
    }

    @Test
    void aLaneSpeaksForItselfOnly() throws Exception {
        RecordId crossing = RecordId.of(bytes(16));
        hears(new Told(new Told.Version(now, 0), sighting(crossing, Sighting.Kind.REFUSED, "a")));
        // A third lane takes back what the first one said: that is its own word, under its name.
        var _ =
                other.hearer.on(
                        "tikhaya-3",
                        new NewsMessage.Seen(
                                new Told(
                                                new Told.Version(now + 5, 0),
                                                sighting(crossing, Sighting.Kind.CLEARED, ""))
                                        .encode()));
        assertTrue(
                other.book.sightings().stream()
                        .anyMatch(it -> it.kind() == Sighting.Kind.REFUSED && it.lane() == 1));
        // And nobody can ask a hearer for what others said.
        assertThrows(
                MalformedException.class,
                () ->
                        other.hearer.on(
                                HERE,
                                new NewsMessage.Stand(
                                        List.of(), new Passages.Mark(new byte[0], 0))));
        assertThrows(
                MalformedException.class,
                () -> one.teller.on(new NewsMessage.Greeting(new byte[32])));
    }

    private Sighting answer(RecordId referred, Sighting.Kind kind) {
        Sighting own = sighting(kind, "d");
        return new Sighting(
                own.crossing(),
                0,
                own.at(),
                kind,
                own.reason(),
                own.document(),
                own.holder(),
                own.fingers(),
                referred);
    }

    private List<Sighting> heardOf(String node, Sighting sighting) throws Exception {
        int before = other.page.size();
        var _ =
                other.hearer.on(
                        node,
                        new NewsMessage.Seen(
                                new Told(new Told.Version(now, 0), sighting).encode()));
        return other.page.subList(before, other.page.size());
    }

    @Test
    void howACaseWasDecidedIsForTheDeskToSayAndForNoOtherLane() throws Exception {
        RecordId referred = RecordId.of(bytes(16));
        hears(new Told(new Told.Version(now, 0), sighting(referred, Sighting.Kind.REFERRED, "a")));
        Sighting forged = answer(referred, Sighting.Kind.ADMITTED);
        Sighting heard = heardOf("tikhaya-3", forged).getFirst();
        assertEquals(Sighting.Kind.CLEARED, heard.kind());
        assertNull(heard.answers());
        // A refusal of its own it may tell, whatever it says that this answers.
        heard = heardOf("tikhaya-3", answer(referred, Sighting.Kind.REFUSED)).getFirst();
        assertEquals(Sighting.Kind.REFUSED, heard.kind());
        assertNull(heard.answers());

        heard = heardOf(DESK, answer(referred, Sighting.Kind.ADMITTED)).getFirst();
        assertEquals(Sighting.Kind.ADMITTED, heard.kind());
        assertEquals(referred, heard.answers());

        // And so it is after a start, when the lane that referred is long gone.
        other.on();
        assertEquals(
                List.of(referred),
                other.book.sightings().stream()
                        .map(Sighting::answers)
                        .filter(Objects::nonNull)
                        .toList());
        assertEquals(
                1,
                other.book.sightings().stream()
                        .filter(it -> it.kind() == Sighting.Kind.ADMITTED)
                        .count());
    }

    @Test
    void aFloodCostsTheFloodersShareAndNobodyElses() throws Exception {
        var _ =
                other.hearer.on(
                        "tikhaya-3",
                        new NewsMessage.Seen(
                                new Told(
                                                new Told.Version(now, 0),
                                                sighting(Sighting.Kind.REFUSED, "true"))
                                        .encode()));
        for (int i = 0; i < 2 * NewsBook.MOST_OF_A_LANE; i++) {
            hears(
                    new Told(
                            new Told.Version(now + i, 0),
                            sighting(Sighting.Kind.REFUSED, "forged " + i)));
        }
        assertEquals(NewsBook.MOST_OF_A_LANE + 1, other.book.sightings().size());
        assertTrue(other.book.sightings().stream().anyMatch(it -> it.reason().equals("true")));
        try (var files = Files.list(other.home)) {
            assertEquals(NewsBook.MOST_OF_A_LANE + 1, files.count());
        }
        Pace pace = new Pace(20_000, 2_000, () -> now);
        long waits = 0;
        for (int i = 0; i < 1_000; i++) {
            waits = pace.spend(40);
        }
        assertEquals(10_000, waits);
        now += 20_000;
        assertEquals(0, pace.spend(40));
    }

    @Test
    void whatIsNotOfTheFormIsRefusedByName() {
        Told told = new Told(new Told.Version(now, 0), sighting(Sighting.Kind.REFUSED, "a"));
        byte[] bytes = told.encode();
        for (int cut = 0; cut < bytes.length; cut += 37) {
            byte[] shorter = Arrays.copyOf(bytes, cut);
            MalformedException e =
                    assertThrows(MalformedException.class, () -> Told.decode(shorter, 1));
            assertTrue(String.valueOf(e.getMessage()).startsWith("news."), e.getMessage());
        }
        Sighting large = sighting(Sighting.Kind.REFUSED, "r".repeat(257));
        MalformedException e =
                assertThrows(
                        MalformedException.class,
                        () -> Told.decode(new Told(new Told.Version(now, 0), large).encode(), 1));
        assertTrue(String.valueOf(e.getMessage()).contains("news.reason"), e.getMessage());
        assertThrows(
                MalformedException.class,
                () -> NewsMessage.decode(new byte[NewsMessage.MAX_BYTES + 1]));
        assertThrows(
                MalformedException.class,
                () -> NewsMessage.decode(new byte[] {(byte) 0x82, 6, 0x40}));
    }

    @Test
    void randomBytesAreRefusedAndNothingElse() {
        List<byte[]> messages =
                List.of(
                        new NewsMessage.Greeting(bytes(32)).encode(),
                        new NewsMessage.Stand(
                                        List.of(
                                                new NewsMessage.Having(
                                                        RecordId.of(bytes(16)),
                                                        new Told.Version(now, 3))),
                                        new Passages.Mark(bytes(16), 7))
                                .encode(),
                        new Told(new Told.Version(now, 0), sighting(Sighting.Kind.HIT, "x"))
                                .encode(),
                        new Told(
                                        new Told.Version(now, 0),
                                        answer(RecordId.of(bytes(16)), Sighting.Kind.ADMITTED))
                                .encode(),
                        new NewsMessage.Passed(
                                        new Passages.Page(
                                                bytes(16),
                                                9,
                                                List.of(
                                                        new Passages.Passage(
                                                                RecordId.of(bytes(16)),
                                                                bytes(16),
                                                                bytes(16),
                                                                Crossing.Direction.EXIT,
                                                                TODAY,
                                                                true))))
                                .encode());
        for (byte[] good : messages) {
            for (int i = 0; i < 5_000; i++) {
                byte[] bad = good.clone();
                for (int k = random.nextInt(3); k >= 0; k--) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
                try {
                    var _ = NewsMessage.decode(bad);
                    var _ = Told.decode(bad, 1);
                } catch (MalformedException e) {
                    assertTrue(String.valueOf(e.getMessage()).startsWith("news"), e.getMessage());
                }
            }
        }
    }

    @Test
    void nothingOnTheDiskIsReadableOrPassesForAnother() throws Exception {
        one.sees(sighting(Sighting.Kind.REFUSED, "document: torn"));
        List<Path> files;
        try (var all = Files.list(one.home)) {
            files = all.toList();
        }
        byte[] bytes = Files.readAllBytes(files.getFirst());
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(
                text.contains("KARIMOVA") || text.contains("S1234567") || text.contains("torn"));
        // Moved under another lane's name it opens for nobody.
        Files.move(files.getFirst(), one.home.resolve("tikhaya-9." + "0".repeat(32)));
        one.on();
        assertEquals(List.of(), one.book.sightings());
    }

    @Test
    void passagesComePageByPageAndFromTheBeginningAfterARestore() throws Exception {
        for (int i = 0; i < 1_234; i++) {
            one.passages.own.add(
                    new Passages.Passage(
                            RecordId.of(bytes(16)),
                            bytes(16),
                            bytes(16),
                            Crossing.Direction.ENTRY,
                            TODAY.minusDays(i % 300),
                            true));
        }
        assertEquals(1 + 3, talk());
        assertEquals(1_234, other.passages.count(HERE));
        assertEquals(1_234, other.passages.known(HERE).upTo());
        assertEquals(1, talk());

        // Lane 1's disk comes back from a backup: its journal is shorter than the other knows it.
        one.passages.own.subList(1_000, 1_234).clear();
        assertEquals(1 + 2, talk());
        assertEquals(1_000, other.passages.known(HERE).upTo());
        assertEquals(1_234, other.passages.count(HERE));

        one.passages.journal = bytes(16);
        assertEquals(1 + 2, talk());
    }
}
