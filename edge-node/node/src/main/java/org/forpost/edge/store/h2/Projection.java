package org.forpost.edge.store.h2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.forpost.edge.rules.KnownCrossing;
import org.forpost.edge.store.Entry;
import org.forpost.edge.store.Passages;
import org.forpost.edge.store.Written;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// Follows a journal and answers what the page asks. The tables are drawn in this package's page.
public final class Projection implements Written, AutoCloseable {
    private static final String NAME = "projection";

    /// Entries applied in one transaction while building anew.
    private static final int BATCH = 500;

    /// A lorry driver crosses every day of a year, both ways.
    private static final int MOST_KNOWN = 1_000;

    /// Ids are random: no record has this one.
    private static final byte[] NOBODY = new byte[RecordId.BYTES];

    private final Journal journal;
    private final Connection db;
    private final Consumer<String> says;
    private final WhoKey who;
    private final ZoneId zone;

    /// Told by the uplink at each start: the receipts themselves lie on its shelf.
    private final AtomicLongArray receipted = new AtomicLongArray(Priority.COUNT);

    private @Nullable PassageTables tables;

    private Projection(
            Journal journal, Connection db, WhoKey who, ZoneId zone, Consumer<String> says) {
        this.journal = journal;
        this.db = db;
        this.who = who;
        this.zone = zone;
        this.says = says;
    }

    /// Opens the projection and brings it up to the journal.
    ///
    /// @param folder exists
    /// @param storageKey of the node: names and numbers are kept under a key derived from it
    /// @param zone whose date is the day of a crossing
    /// @param says told in one line when the projection had to be built anew, and why
    /// @throws IOException when the journal cannot be read or H2 cannot write at all
    public static Projection open(
            Path folder, Journal journal, byte[] storageKey, ZoneId zone, Consumer<String> says)
            throws IOException {
        WhoKey who = new WhoKey(storageKey);
        Projection projection;
        try {
            projection = attempt(folder, journal, who, zone, says);
        } catch (SQLException e) {
            says.accept(
                    "the projection could not be read ("
                            + firstLine(e)
                            + "); built anew from the journal");
            delete(folder);
            try {
                projection = attempt(folder, journal, who, zone, says);
            } catch (SQLException again) {
                throw new IOException(
                        "the projection in " + folder + " cannot be made: " + firstLine(again),
                        again);
            }
        }
        return projection;
    }

    private static Projection attempt(
            Path folder, Journal journal, WhoKey who, ZoneId zone, Consumer<String> says)
            throws SQLException, IOException {
        // 2 MiB of cache is plenty for rows of 60 bytes, and the lane lives in 256 MB.
        Connection db =
                DriverManager.getConnection(
                        "jdbc:h2:file:"
                                + folder.toAbsolutePath().resolve(NAME)
                                + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=2048;TRACE_LEVEL_FILE=0",
                        "forpost",
                        "");
        Projection projection = new Projection(journal, db, who, zone, says);
        boolean opened = false;
        try {
            projection.begin();
            projection.tables = new PassageTables(db, who);
            projection.follow();
            opened = true;
            return projection;
        } finally {
            if (!opened) {
                db.close();
            }
        }
    }

    /// Deletes the files of a projection that is not open.
    public static void delete(Path folder) throws IOException {
        for (String suffix : List.of(".mv.db", ".trace.db", ".lock.db")) {
            Files.deleteIfExists(folder.resolve(NAME + suffix));
        }
    }

    private void begin() throws SQLException {
        db.setAutoCommit(false);
        run(
                """
                CREATE TABLE IF NOT EXISTS applied (
                  incarnation BINARY(16) NOT NULL, sequence BIGINT NOT NULL, wall BIGINT NOT NULL)
                """,
                """
                CREATE TABLE IF NOT EXISTS crossing (
                  id BINARY(16) PRIMARY KEY, priority TINYINT NOT NULL, number BIGINT NOT NULL,
                  sequence BIGINT NOT NULL, wall BIGINT NOT NULL, post_day BIGINT NOT NULL,
                  outcome VARCHAR(8) NOT NULL, stands VARCHAR(8) NOT NULL,
                  direction VARCHAR(8) NOT NULL, exempt BOOLEAN NOT NULL,
                  document BINARY(16) NOT NULL, person BINARY(16) NOT NULL,
                  referred BINARY(16))
                """,
                "CREATE INDEX IF NOT EXISTS crossing_document ON crossing (document)",
                "CREATE INDEX IF NOT EXISTS crossing_person ON crossing (person)",
                "CREATE INDEX IF NOT EXISTS crossing_sequence ON crossing (sequence)",
                "CREATE INDEX IF NOT EXISTS crossing_referred ON crossing (referred)",
                """
                CREATE TABLE IF NOT EXISTS correction (
                  id BINARY(16) PRIMARY KEY, corrects BINARY(16) NOT NULL,
                  priority TINYINT NOT NULL, number BIGINT NOT NULL, sequence BIGINT NOT NULL)
                """,
                "CREATE INDEX IF NOT EXISTS correction_of ON correction (corrects)");
        // A projection of an earlier version of the program lacks columns: it is built anew.
        run("SELECT stands, post_day, document, referred FROM crossing WHERE FALSE");
        try (Statement ask = db.createStatement();
                ResultSet row = ask.executeQuery("SELECT incarnation, sequence FROM applied")) {
            if (!row.next()) {
                reset();
            } else if (!Arrays.equals(row.getBytes(1), journal.id())) {
                says.accept("the projection belongs to another journal; built anew");
                reset();
            } else if (row.getLong(2) > journal.recordedSequence()) {
                says.accept(
                        "the projection is at entry "
                                + row.getLong(2)
                                + ", ahead of the journal at "
                                + journal.recordedSequence()
                                + " (was the journal restored?); built anew");
                reset();
            }
        }
        db.commit();
    }

    private void reset() throws SQLException {
        run("DELETE FROM applied", "DELETE FROM crossing", "DELETE FROM correction");
        try (PreparedStatement insert =
                db.prepareStatement("INSERT INTO applied VALUES (?, 0, 0)")) {
            insert.setBytes(1, journal.id());
            insert.executeUpdate();
        }
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = db.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// Applies what the journal has more. Called after each write; a failure costs no record, and
    /// the next call or start makes up for it.
    public synchronized void catchUp() {
        try {
            follow();
        } catch (SQLException | IOException e) {
            says.accept("the projection is behind the journal: " + firstLine(e));
        }
    }

    private void follow() throws SQLException, IOException {
        long from = number("SELECT sequence FROM applied") + 1;
        List<org.forpost.protocol.journal.Entry> batch = new ArrayList<>();
        try (Applying applying = new Applying(db, who, zone)) {
            journal.replay(
                    from,
                    entry -> {
                        batch.add(entry);
                        if (batch.size() == BATCH) {
                            apply(applying, batch);
                        }
                    });
            apply(applying, batch);
        }
    }

    private void apply(Applying applying, List<org.forpost.protocol.journal.Entry> batch)
            throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        try {
            for (var entry : batch) {
                applying.apply(entry, RecordCodec.decode(entry.payload()));
            }
            db.commit();
            batch.clear();
        } catch (SQLException | MalformedException e) {
            throw new IOException("projection: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized Optional<WrittenCrossing> crossing(RecordId id) {
        try (PreparedStatement ask =
                db.prepareStatement(
                        "SELECT priority, number, outcome FROM crossing WHERE id = ?")) {
            ask.setBytes(1, id.bytes());
            try (ResultSet row = ask.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new WrittenCrossing(
                                        new Entry(id, Priority.of(row.getInt(1)), row.getLong(2)),
                                        Outcome.valueOf(row.getString(3))))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("projection: " + firstLine(e), e);
        }
    }

    @Override
    public List<KnownCrossing> known(Crossing.Document document, Crossing.Person person) {
        return known(NOBODY, document, person);
    }

    @Override
    public List<KnownCrossing> knownBeside(
            RecordId id, Crossing.Document document, Crossing.Person person) {
        return known(id.bytes(), document, person);
    }

    private synchronized List<KnownCrossing> known(
            byte[] beside, Crossing.Document document, Crossing.Person person) {
        try (PreparedStatement ask =
                db.prepareStatement(
                        "SELECT direction, post_day FROM crossing"
                                + " WHERE stands = 'ADMIT' AND (document = ? OR person = ?)"
                                + " AND id <> ? ORDER BY sequence DESC LIMIT "
                                + MOST_KNOWN)) {
            ask.setBytes(1, who.document(document));
            ask.setBytes(2, who.person(person));
            ask.setBytes(3, beside);
            List<KnownCrossing> known = new ArrayList<>();
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    known.add(
                            new KnownCrossing(
                                    Crossing.Direction.valueOf(row.getString(1)),
                                    LocalDate.ofEpochDay(row.getLong(2))));
                }
            }
            known.addAll(tables().known(document, person));
            return known;
        } catch (SQLException e) {
            throw new IllegalStateException("projection: " + firstLine(e), e);
        }
    }

    /// What lanes tell each other of crossings, over the same tables.
    public Passages passages() {
        return new Told();
    }

    private PassageTables tables() {
        return Objects.requireNonNull(tables);
    }

    @FunctionalInterface
    private interface Asking<T> {
        T of(PassageTables tables) throws SQLException;
    }

    private synchronized <T> T ask(Asking<T> asking) {
        try {
            T answer = asking.of(tables());
            db.commit();
            return answer;
        } catch (SQLException e) {
            try {
                db.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw new IllegalStateException("projection: " + firstLine(e), e);
        }
    }

    private final class Told implements Passages {
        @Override
        public byte[] key() {
            return who.told();
        }

        @Override
        public Page since(long entry, LocalDate from, int most) {
            return ask(it ->
                    it.since(
                            journal.id(),
                            entry,
                            number("SELECT sequence FROM applied"),
                            from,
                            most / 2));
        }

        @Override
        public Mark known(String node) {
            return ask(it -> it.known(node));
        }

        @Override
        public void key(String node, byte[] key) {
            ask(it -> {
                it.key(node, key);
                return true;
            });
        }

        @Override
        public void take(String node, Page page, LocalDate from) {
            ask(it -> {
                it.take(node, page, from);
                return true;
            });
        }
    }

    @Override
    public synchronized List<Decided> decided(int most) {
        return decided("ORDER BY sequence DESC LIMIT ?", ask -> ask.setInt(1, most));
    }

    @Override
    public synchronized Optional<Decided> decided(RecordId id) {
        return decided("WHERE id = ?", ask -> ask.setBytes(1, id.bytes())).stream().findFirst();
    }

    @Override
    public synchronized Optional<Decided> latest(Crossing.Document document) {
        return decided(
                        "WHERE document = ? ORDER BY sequence DESC LIMIT 1",
                        ask -> ask.setBytes(1, who.document(document)))
                .stream()
                .findFirst();
    }

    @Override
    public synchronized List<Decided> urgentSince(Instant from) {
        return decided(
                "WHERE (stands <> 'ADMIT' OR priority = 0 OR referred IS NOT NULL) AND wall >= ?"
                        + " ORDER BY sequence DESC LIMIT "
                        + MOST_KNOWN,
                ask -> ask.setLong(1, from.toEpochMilli()));
    }

    @FunctionalInterface
    private interface Binding {
        void to(PreparedStatement ask) throws SQLException;
    }

    private List<Decided> decided(String which, Binding binding) {
        List<Decided> decided = new ArrayList<>();
        try (PreparedStatement ask =
                        db.prepareStatement("SELECT id, sequence FROM crossing " + which);
                PreparedStatement later =
                        db.prepareStatement(
                                "SELECT sequence FROM correction WHERE corrects = ?"
                                        + " ORDER BY sequence LIMIT "
                                        + MOST_KNOWN)) {
            binding.to(ask);
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    Optional<Found> first = found(row.getLong(2));
                    if (first.isPresent()) {
                        later.setBytes(1, row.getBytes(1));
                        decided.add(first.get().decided(corrections(later)));
                    }
                }
            }
            return decided;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("projection: " + firstLine(e), e);
        }
    }

    private List<Correction> corrections(PreparedStatement later) throws SQLException, IOException {
        List<Correction> corrections = new ArrayList<>();
        try (ResultSet row = later.executeQuery()) {
            while (row.next()) {
                found(row.getLong(1)).map(Found::correction).ifPresent(corrections::add);
            }
        }
        return corrections;
    }

    private record Found(PostRecord record, Crossing crossing, Entry entry) {
        Instant at() {
            return Instant.ofEpochMilli(record.stamp().wallMillis());
        }

        Decided decided(List<Correction> corrections) {
            return new Decided(record.id(), entry, at(), crossing, corrections);
        }

        Correction correction() {
            return new Correction(record.id(), entry, at(), crossing);
        }
    }

    /// @return empty where the journal no longer has the key: the record has reached the hub, and
    ///   was forgotten here
    private Optional<Found> found(long sequence) throws IOException {
        Optional<org.forpost.protocol.journal.Entry> entry = journal.at(sequence);
        try {
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            PostRecord record = RecordCodec.decode(entry.get().payload());
            if (record.body() instanceof Crossing crossing) {
                return Optional.of(
                        new Found(
                                record,
                                crossing,
                                new Entry(
                                        record.id(),
                                        entry.get().priority(),
                                        entry.get().head().number())));
            }
            return Optional.empty();
        } catch (MalformedException e) {
            throw new IOException("entry " + sequence + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized boolean answered(RecordId referred) {
        try (PreparedStatement ask =
                db.prepareStatement("SELECT 1 FROM crossing WHERE referred = ? LIMIT 1")) {
            ask.setBytes(1, referred.bytes());
            try (ResultSet row = ask.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("projection: " + firstLine(e), e);
        }
    }

    @Override
    public synchronized Tally tally() {
        try {
            List<Long> backlog = new ArrayList<>();
            for (Priority priority : Priority.values()) {
                backlog.add(
                        Math.max(
                                0,
                                journal.recorded(priority).number()
                                        - receipted.get(priority.code())));
            }
            return new Tally(number("SELECT COUNT(*) FROM crossing"), backlog);
        } catch (SQLException e) {
            throw new IllegalStateException("projection: " + firstLine(e), e);
        }
    }

    /// The hub's signed receipt covers a chain of the present incarnation up to a number. It may be
    /// lower than before, where the hub came back from a backup.
    public void receipted(Priority priority, long number) {
        receipted.set(priority.code(), number);
    }

    /// The journal's new incarnation has no receipts yet.
    public void incarnationBegan() {
        for (int i = 0; i < Priority.COUNT; i++) {
            receipted.set(i, 0);
        }
    }

    /// @return the latest stamp in the journal, in milliseconds; 0 when it is empty
    public synchronized long latestStamp() {
        try {
            return number("SELECT wall FROM applied");
        } catch (SQLException e) {
            throw new IllegalStateException("projection: " + firstLine(e), e);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement ask = db.createStatement();
                ResultSet row = ask.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public synchronized void close() {
        try {
            db.close();
        } catch (SQLException e) {
            says.accept("the projection did not close: " + firstLine(e));
        }
    }
}
