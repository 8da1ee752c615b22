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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.forpost.edge.store.Entry;
import org.forpost.edge.store.Written;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;

/// Follows a journal and answers what the page asks. The tables are drawn in this package's page.
public final class Projection implements Written, AutoCloseable {
    private static final String NAME = "projection";

    /// Entries applied in one transaction while building anew.
    private static final int BATCH = 500;

    private final Journal journal;
    private final Connection db;
    private final Consumer<String> says;

    /// Told by the uplink at each start: the receipts themselves lie on its shelf.
    private final AtomicLongArray receipted = new AtomicLongArray(Priority.COUNT);

    private Projection(Journal journal, Connection db, Consumer<String> says) {
        this.journal = journal;
        this.db = db;
        this.says = says;
    }

    /// Opens the projection and brings it up to the journal.
    ///
    /// @param folder exists
    /// @param says told in one line when the projection had to be built anew, and why
    /// @throws IOException when the journal cannot be read or H2 cannot write at all
    public static Projection open(Path folder, Journal journal, Consumer<String> says)
            throws IOException {
        Projection projection;
        try {
            projection = attempt(folder, journal, says);
        } catch (SQLException e) {
            says.accept(
                    "the projection could not be read ("
                            + firstLine(e)
                            + "); built anew from the journal");
            delete(folder);
            try {
                projection = attempt(folder, journal, says);
            } catch (SQLException again) {
                throw new IOException(
                        "the projection in " + folder + " cannot be made: " + firstLine(again),
                        again);
            }
        }
        return projection;
    }

    private static Projection attempt(Path folder, Journal journal, Consumer<String> says)
            throws SQLException, IOException {
        // 2 MiB of cache is plenty for rows of 60 bytes, and the lane lives in 256 MB.
        Connection db =
                DriverManager.getConnection(
                        "jdbc:h2:file:"
                                + folder.toAbsolutePath().resolve(NAME)
                                + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=2048;TRACE_LEVEL_FILE=0",
                        "forpost",
                        "");
        Projection projection = new Projection(journal, db, says);
        boolean opened = false;
        try {
            projection.begin();
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
                  wall BIGINT NOT NULL, outcome VARCHAR(8) NOT NULL, direction VARCHAR(8) NOT NULL,
                  exempt BOOLEAN NOT NULL, hit BOOLEAN NOT NULL)
                """);
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
        run("DELETE FROM applied", "DELETE FROM crossing");
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
        try (Applying applying = new Applying(db)) {
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
