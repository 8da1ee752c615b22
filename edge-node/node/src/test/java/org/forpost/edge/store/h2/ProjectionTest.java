package org.forpost.edge.store.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.forpost.edge.store.Draft;
import org.forpost.edge.store.JournalLogbook;
import org.forpost.edge.store.Written;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Category;
import org.forpost.protocol.record.Crossing.Decision;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Person;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The journal is the truth; H2 says the same again, whatever was done to its file.
class ProjectionTest {
    private final List<String> said = new ArrayList<>();
    private final Random random = new Random(20261122);
    private final Randomness randomness =
            count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            };

    @TempDir private Path folder;

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(folder.resolve("h2"));
    }

    private Journal journal(String name) throws Exception {
        return Journal.open(
                new FileStore(folder.resolve(name)),
                new SegmentKeys(
                        new byte[32],
                        Hpke.sealer(Hpke.publicKey(randomness.bytes(32)), randomness),
                        randomness),
                randomness,
                said::add);
    }

    private Projection projection(Journal journal) throws IOException {
        return Projection.open(
                folder.resolve("h2"), journal, new byte[32], ZoneOffset.UTC, said::add);
    }

    private RecordId write(Journal journal, Projection projection, Outcome outcome)
            throws Exception {
        var logbook =
                new JournalLogbook(
                        journal,
                        "tikhaya-1",
                        new HybridClock(
                                System::currentTimeMillis, () -> System.nanoTime() / 1_000_000),
                        said::add);
        logbook.onWritten(projection::catchUp);
        RecordId id = RecordId.random(randomness);
        logbook.write(
                List.of(
                        new Draft(RecordId.random(randomness), new Audit("test", "one line")),
                        new Draft(
                                id,
                                new Crossing(
                                        Direction.ENTRY,
                                        new Document("P", "UTO", "L898902C"),
                                        new Person("DOE", "JOHN", 19700101, "UTO", "M"),
                                        Category.ORDINARY,
                                        null,
                                        List.of(),
                                        List.of(),
                                        null,
                                        null,
                                        new Decision(outcome, "because", "ivanov"),
                                        List.of()))));
        return id;
    }

    @Test
    void whatWasWrittenIsCountedAndReceiptsTakeItOff() throws Exception {
        try (Journal journal = journal("journal");
                Projection projection = projection(journal)) {
            RecordId admitted = write(journal, projection, Outcome.ADMIT);
            write(journal, projection, Outcome.REFER);
            assertEquals(new Written.Tally(2, List.of(1L, 1L, 2L, 0L)), projection.tally());
            assertEquals(
                    Priority.CROSSING,
                    projection.crossing(admitted).orElseThrow().entry().priority());
            projection.receipted(Priority.AUDIT, 2);
            assertEquals(new Written.Tally(2, List.of(1L, 1L, 0L, 0L)), projection.tally());
            // The hub came back from a backup.
            projection.receipted(Priority.AUDIT, 1);
            assertEquals(new Written.Tally(2, List.of(1L, 1L, 1L, 0L)), projection.tally());
        }
        assertEquals(List.of(), said);
    }

    @Test
    void deletedOrDamagedItIsBuiltAgainWithTheSameContent() throws Exception {
        RecordId id;
        Written.Tally before;
        long stamp;
        try (Journal journal = journal("journal");
                Projection projection = projection(journal)) {
            id = write(journal, projection, Outcome.REFUSE);
            write(journal, projection, Outcome.ADMIT);
            before = projection.tally();
            stamp = projection.latestStamp();
        }
        Path file = folder.resolve("h2/projection.mv.db");
        for (boolean damaged : List.of(false, true)) {
            if (damaged) {
                byte[] garbage = new byte[20_000];
                random.nextBytes(garbage);
                Files.write(file, garbage);
            } else {
                Files.delete(file);
            }
            try (Journal journal = journal("journal");
                    Projection projection = projection(journal)) {
                assertEquals(before, projection.tally());
                assertEquals(stamp, projection.latestStamp());
                assertEquals(Outcome.REFUSE, projection.crossing(id).orElseThrow().outcome());
            }
        }
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.getFirst().contains("built anew"), said.toString());
    }

    @Test
    void aJournalThatWasRestoredFromYesterdayIsFollowedBack() throws Exception {
        try (Journal journal = journal("journal");
                Projection projection = projection(journal)) {
            write(journal, projection, Outcome.ADMIT);
        }
        Path yesterday = folder.resolve("yesterday");
        Files.createDirectories(yesterday);
        try (Stream<Path> segments = Files.list(folder.resolve("journal"))) {
            for (Path segment : segments.toList()) {
                Files.copy(segment, yesterday.resolve(segment.getFileName()));
            }
        }
        try (Journal journal = journal("journal");
                Projection projection = projection(journal)) {
            write(journal, projection, Outcome.ADMIT);
            assertEquals(2, projection.tally().recorded());
        }
        try (Journal journal = journal("yesterday");
                Projection projection = projection(journal)) {
            assertEquals(1, projection.tally().recorded());
        }
        assertTrue(said.getFirst().contains("ahead of the journal"), said.toString());
    }
}
