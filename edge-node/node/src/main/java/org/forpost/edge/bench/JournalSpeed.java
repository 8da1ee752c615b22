package org.forpost.edge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.forpost.edge.bench.h2.CheckpointedTable;
import org.forpost.edge.store.Draft;
import org.forpost.edge.store.JournalLogbook;
import org.forpost.edge.store.NotRecordedException;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.synthetic.SyntheticCrossings;

/// How many crossings a lane's logbook makes durable in a second, and beside it H2 with the same
/// records on the same disk.
public final class JournalSpeed {
    private static final long SEED = 20261122;
    private static final long NOVEMBER_2026 = 1_795_000_000_000L;

    /// People that the writers take turns with: more than any cache line, less than a page of heap.
    private static final int PEOPLE = 4_096;

    /// Until the compiler has seen the path often enough; the disk needs none.
    private static final long WARM_UP_NANOS = 2_000_000_000L;

    private final Path folder;
    private final int writers;
    private final long nanos;

    /// @param journal the logbook over the journal's files
    /// @param h2 the same records, a commit and a `CHECKPOINT SYNC` each
    /// @param recordBytes mean size of a record before encryption
    public record Figures(Timing journal, Timing h2, double recordBytes) {}

    /// @param perSecond records of all writers together
    public record Timing(long records, double perSecond, double p50Millis, double p99Millis) {}

    /// @param folder on the disk that is measured; what is written there is deleted again
    /// @param seconds for each of the two
    public JournalSpeed(Path folder, int writers, int seconds) {
        this.folder = folder;
        this.writers = writers;
        this.nanos = seconds * 1_000_000_000L;
    }

    public Figures measure() throws IOException, InterruptedException {
        List<PostRecord> people = people();
        Path place = Files.createDirectories(folder).resolve("journal-bench");
        delete(place);
        try {
            Timing journal = journal(place.resolve("journal"), people);
            Timing h2 = h2(Files.createDirectories(place.resolve("h2")), people);
            double bytes =
                    people.stream()
                            .mapToInt(record -> RecordCodec.encode(record).length)
                            .average()
                            .orElse(0);
            return new Figures(journal, h2, bytes);
        } finally {
            delete(place);
        }
    }

    private static List<PostRecord> people() {
        SyntheticCrossings synthetic = new SyntheticCrossings(SEED, "bench-1", NOVEMBER_2026);
        List<PostRecord> people = new ArrayList<>(PEOPLE);
        for (int i = 0; i < PEOPLE; i++) {
            people.add(synthetic.withoutTemplates());
        }
        return people;
    }

    private Timing journal(Path place, List<PostRecord> people)
            throws IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        Randomness randomness =
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                };
        SegmentKeys keys =
                new SegmentKeys(
                        randomness.bytes(32),
                        Hpke.sealer(Hpke.publicKey(randomness.bytes(32)), randomness),
                        randomness);
        try (Journal journal = Journal.open(new FileStore(place), keys, randomness, said -> {})) {
            JournalLogbook logbook =
                    new JournalLogbook(
                            journal,
                            "bench-1",
                            new HybridClock(
                                    System::currentTimeMillis, () -> System.nanoTime() / 1_000_000),
                            said -> {});
            List<Writers.Write> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int first = writer * PEOPLE / writers;
                all.add(number -> {
                    PostRecord person = people.get((first + number) % PEOPLE);
                    try {
                        logbook.write(List.of(new Draft(person.id(), person.body())));
                    } catch (NotRecordedException e) {
                        throw new IOException(e.getMessage(), e);
                    }
                });
            }
            return timing(Writers.run(all, WARM_UP_NANOS, nanos));
        } catch (JournalDamagedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Timing h2(Path place, List<PostRecord> people)
            throws IOException, InterruptedException {
        List<byte[]> encoded = people.stream().map(RecordCodec::encode).toList();
        List<CheckpointedTable.Writer> open = new ArrayList<>();
        try (CheckpointedTable table = new CheckpointedTable(place)) {
            List<Writers.Write> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                CheckpointedTable.Writer writer = table.writer();
                open.add(writer);
                int first = i * PEOPLE / writers;
                all.add(number -> writer.write(encoded.get((first + number) % PEOPLE)));
            }
            Timing timing = timing(Writers.run(all, WARM_UP_NANOS, nanos));
            for (CheckpointedTable.Writer writer : open) {
                writer.close();
            }
            return timing;
        }
    }

    private static Timing timing(Writers.Result result) {
        return new Timing(
                result.writes(), result.perSecond(), result.p50Millis(), result.p99Millis());
    }

    private static void delete(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
