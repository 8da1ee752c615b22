package org.forpost.edge.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forpost.edge.rules.KnownCrossing;
import org.forpost.edge.store.Draft;
import org.forpost.edge.store.JournalLogbook;
import org.forpost.edge.store.Passages;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two lanes with their own journals, keys and databases: who went in at the one is found at the
/// other when he goes out, and nothing that passes between them names him.
class PassagesTest {
    private static final Crossing.Document PASSPORT = new Crossing.Document("P", "UTO", "L898902C");
    private static final Crossing.Person ANNA =
            new Crossing.Person("ERIKSSON", "ANNA", 1974_08_12, "UTO", "F");

    private final Random random = new Random(3);
    private final Randomness randomness =
            count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            };

    @TempDir Path folder;
    private Lane one;
    private Lane other;

    private final class Lane implements AutoCloseable {
        final Path home;
        final byte[] storageKey = new byte[32];
        final Journal journal;
        Projection projection;

        Lane(int number) throws Exception {
            home = Files.createDirectories(folder.resolve("lane-" + number));
            Files.createDirectories(home.resolve("h2"));
            Arrays.fill(storageKey, (byte) number);
            journal =
                    Journal.open(
                            new FileStore(home.resolve("journal")),
                            new SegmentKeys(
                                    storageKey,
                                    Hpke.sealer(Hpke.publicKey(randomness.bytes(32)), randomness),
                                    randomness),
                            randomness,
                            cut -> {});
            projection = open();
        }

        Projection open() throws Exception {
            return Projection.open(
                    home.resolve("h2"), journal, storageKey, ZoneOffset.UTC, said -> {});
        }

        RecordId decides(Direction direction, Outcome outcome, @Nullable RecordId corrects)
                throws Exception {
            var logbook =
                    new JournalLogbook(
                            journal,
                            "tikhaya-1",
                            new HybridClock(
                                    System::currentTimeMillis, () -> System.nanoTime() / 1_000_000),
                            fatal -> {});
            logbook.onWritten(projection::catchUp);
            RecordId id = RecordId.random(randomness);
            logbook.write(
                    List.of(
                            new Draft(
                                    id,
                                    new Crossing(
                                            direction,
                                            PASSPORT,
                                            ANNA,
                                            Crossing.Category.ORDINARY,
                                            null,
                                            List.of(),
                                            List.of(),
                                            null,
                                            null,
                                            new Crossing.Decision(outcome, "other: x", "ivanov"),
                                            List.of(),
                                            null,
                                            List.of(),
                                            List.of(),
                                            corrects))));
            return id;
        }

        List<Direction> known() {
            return projection.known(PASSPORT, ANNA).stream()
                    .map(KnownCrossing::direction)
                    .sorted()
                    .toList();
        }

        @Override
        public void close() throws IOException {
            projection.close();
            journal.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        one = new Lane(1);
        other = new Lane(2);
    }

    @AfterEach
    void shut() throws Exception {
        one.close();
        other.close();
    }

    private static LocalDate yearsAgo() {
        return LocalDate.now(ZoneOffset.UTC).minusDays(732);
    }

    /// Lane 1 tells lane 2 what it lacks.
    private Passages.Page tells() {
        Passages teller = one.projection.passages();
        Passages hearer = other.projection.passages();
        hearer.key("tikhaya-1", teller.key());
        Passages.Page page = teller.since(hearer.known("tikhaya-1").upTo(), yearsAgo(), 500);
        hearer.take("tikhaya-1", page, yearsAgo());
        return page;
    }

    @Test
    void whoWentInAtOneLaneIsKnownAtTheOther() throws Exception {
        RecordId in = one.decides(Direction.ENTRY, Outcome.ADMIT, null);
        one.decides(Direction.ENTRY, Outcome.REFUSE, null);
        assertEquals(1, tells().passages().size()); // who was refused went nowhere
        assertEquals(List.of(Direction.ENTRY), other.known());
        other.decides(Direction.EXIT, Outcome.ADMIT, null);
        assertEquals(List.of(Direction.ENTRY, Direction.EXIT), other.known());
        assertEquals(List.of(), tells().passages());

        // By the person too, with another passport; and nobody else is taken for her.
        assertEquals(
                2,
                other.projection.known(new Crossing.Document("P", "UTO", "X0000001"), ANNA).size());
        assertEquals(
                List.of(),
                other.projection.known(
                        new Crossing.Document("P", "UTO", "X0000001"),
                        new Crossing.Person("ERIKSSON", "ANNE", 1974_08_12, "UTO", "F")));

        // A correction takes it back, and another gives it again.
        one.decides(Direction.ENTRY, Outcome.REFUSE, in);
        assertFalse(tells().passages().getFirst().counts());
        assertEquals(List.of(Direction.EXIT), other.known());
        one.decides(Direction.ENTRY, Outcome.ADMIT, in);
        tells();
        assertEquals(List.of(Direction.ENTRY, Direction.EXIT), other.known());
    }

    @Test
    void itIsKnownAfterAStartAndGivenAgainWhereItWasLost() throws Exception {
        one.decides(Direction.ENTRY, Outcome.ADMIT, null);
        tells();
        other.projection.close();
        other.projection = other.open();
        assertEquals(List.of(Direction.ENTRY), other.known());
        String database =
                Files.readString(
                        other.home.resolve("h2/projection.mv.db"), StandardCharsets.ISO_8859_1);
        String key = new String(one.projection.passages().key(), StandardCharsets.ISO_8859_1);
        assertFalse(database.contains(key) || database.contains("ERIKSSON"));

        other.projection.close();
        Projection.delete(other.home.resolve("h2"));
        other.projection = other.open();
        assertEquals(List.of(), other.known());
        assertEquals(0, other.projection.passages().known("tikhaya-1").upTo());
        tells();
        assertEquals(List.of(Direction.ENTRY), other.known());
    }

    @Test
    void whatIsOlderThanTheRulesNeedIsNeitherTakenNorKept() throws Exception {
        one.decides(Direction.ENTRY, Outcome.ADMIT, null);
        tells();
        Passages hearer = other.projection.passages();
        Passages.Mark mark = hearer.known("tikhaya-1");
        LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        hearer.take(
                "tikhaya-1", new Passages.Page(mark.journal(), mark.upTo(), List.of()), tomorrow);
        assertEquals(List.of(), other.known());
        assertEquals(List.of(), one.projection.passages().since(0, tomorrow, 500).passages());
    }

    @Test
    void aPageIsNeverLongerThanWasAskedForAndLeavesNothingOut() throws Exception {
        for (int i = 0; i < 9; i++) {
            RecordId id = one.decides(Direction.ENTRY, Outcome.ADMIT, null);
            if (i % 3 == 0) {
                one.decides(Direction.ENTRY, Outcome.REFUSE, id);
            }
        }
        List<Boolean> came = new ArrayList<>();
        Passages teller = one.projection.passages();
        Passages hearer = other.projection.passages();
        hearer.key("tikhaya-1", teller.key());
        long upTo = -1;
        while (hearer.known("tikhaya-1").upTo() > upTo) {
            upTo = hearer.known("tikhaya-1").upTo();
            Passages.Page page = teller.since(upTo, yearsAgo(), 4);
            assertTrue(page.passages().size() <= 4);
            page.passages().forEach(one -> came.add(one.counts()));
            hearer.take("tikhaya-1", page, yearsAgo());
        }
        assertEquals(6, other.known().size());
        assertTrue(came.size() >= 9);
    }
}
