package org.forpost.hub.registry.h2;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.forpost.hub.registry.Arrival;
import org.forpost.hub.registry.Registry;
import org.forpost.hub.registry.RegistryException;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registry in one H2 file; one connection, used by one thread at a time.
public final class H2Registry implements Registry {
    /// Raised with every change of the tables: another format is deleted and built anew.
    private static final int FORMAT = 5;

    /// 16 MB of page cache hold the index of record ids, which every row looks into at a random
    /// place, of some hundred thousand; H2's default would take a quarter of the heap.
    private static final String SETTINGS =
            ";CACHE_SIZE=16384;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

    private static final Logger LOG = LoggerFactory.getLogger(H2Registry.class);

    private static final List<String> SCHEMA =
            List.of(
                    """
                    CREATE TABLE projection (
                        format INT NOT NULL,
                        ledger BINARY(16) NOT NULL,
                        applied BIGINT NOT NULL,
                        counted_twice BIGINT NOT NULL,
                        crossings BIGINT NOT NULL,
                        images BIGINT NOT NULL,
                        audits BIGINT NOT NULL,
                        hits BIGINT NOT NULL)
                    """,
                    """
                    CREATE TABLE arrival (
                        sequence BIGINT PRIMARY KEY,
                        record_id BINARY(16) NOT NULL,
                        node VARCHAR(63) NOT NULL,
                        incarnation CHAR(32) NOT NULL,
                        priority TINYINT NOT NULL,
                        number BIGINT NOT NULL,
                        kind VARCHAR(16) NOT NULL,
                        crossing BINARY(16),
                        direction VARCHAR(8),
                        outcome VARCHAR(8),
                        reason VARCHAR(256),
                        officer VARCHAR(256),
                        supervisors VARCHAR(1100),
                        exemption VARCHAR(64),
                        fingers TINYINT NOT NULL,
                        face BOOLEAN NOT NULL,
                        hit BOOLEAN NOT NULL,
                        document VARCHAR(64),
                        nationality VARCHAR(8),
                        event VARCHAR(64),
                        recorded_at BIGINT NOT NULL,
                        arrived_at BIGINT NOT NULL,
                        road VARCHAR(8) NOT NULL,
                        carrier VARCHAR(63))
                    """,
                    "CREATE INDEX arrival_record ON arrival (record_id)",
                    "CREATE INDEX arrival_crossing ON arrival (crossing)");

    private static final String ROWS =
            """
            SELECT a.*,
                (SELECT COUNT(*) FROM arrival s WHERE s.record_id = a.record_id) AS arrivals,
                (SELECT COUNT(*) FROM arrival i WHERE i.crossing = a.record_id AND i.kind = 'IMAGE')
                    AS images,
                (SELECT COUNT(*) FROM arrival c
                    WHERE c.crossing = a.record_id AND c.kind = 'CORRECTION') AS corrections
            FROM arrival a
            """;

    private final Connection connection;
    private long applied;
    private long counted;
    private Totals totals;

    private H2Registry(Connection connection, long applied, long counted, Totals totals) {
        this.connection = connection;
        this.applied = applied;
        this.counted = counted;
        this.totals = totals;
    }

    /// Opens the registry that belongs to a ledger; one that cannot be read, that is of another
    /// format or ledger, or that claims more than the ledger holds is deleted and begins anew.
    ///
    /// @param directory made if it is not there
    /// @param ledger the ledger's incarnation, 16 bytes
    /// @param recorded sequence of the ledger's last entry
    public static H2Registry open(Path directory, byte[] ledger, long recorded) throws IOException {
        Files.createDirectories(directory);
        Optional<H2Registry> fitting = Optional.empty();
        String why = "";
        if (Files.exists(directory.resolve("registry.mv.db"))) {
            try {
                fitting = openFitting(directory, ledger, recorded);
                why = "it belongs to another ledger, state or version";
            } catch (SQLException | RuntimeException e) {
                // H2 lets several kinds of exception out of a damaged file.
                why = "it cannot be read: " + e.getMessage();
            }
            if (fitting.isEmpty()) {
                LOG.warn("the registry is built anew from the ledger, since {}", why);
                delete(directory);
            }
        }
        if (fitting.isPresent()) {
            return fitting.get();
        }
        try {
            return create(directory, ledger);
        } catch (SQLException e) {
            throw new IOException(
                    directory + ": the registry cannot be made: " + e.getMessage(), e);
        }
    }

    private static Optional<H2Registry> openFitting(Path directory, byte[] ledger, long recorded)
            throws SQLException {
        Connection connection = connect(directory);
        boolean fits = false;
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                """
                                SELECT p.*, (SELECT COALESCE(MAX(sequence), 0) FROM arrival) AS counted
                                FROM projection p
                                """)) {
            if (found.next()
                    && found.getInt("format") == FORMAT
                    && Arrays.equals(found.getBytes("ledger"), ledger)
                    && found.getLong("applied") <= recorded) {
                long counted = found.getLong("counted");
                long twice = found.getLong("counted_twice");
                var totals =
                        new Totals(
                                counted - twice,
                                twice,
                                found.getLong("crossings"),
                                found.getLong("images"),
                                found.getLong("audits"),
                                found.getLong("hits"));
                fits = true;
                return Optional.of(
                        new H2Registry(connection, found.getLong("applied"), counted, totals));
            }
            return Optional.empty();
        } finally {
            if (!fits) {
                connection.close();
            }
        }
    }

    private static H2Registry create(Path directory, byte[] ledger) throws SQLException {
        Connection connection = connect(directory);
        try (Statement statement = connection.createStatement()) {
            for (String definition : SCHEMA) {
                statement.execute(definition);
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO projection VALUES (?, ?, 0, 0, 0, 0, 0, 0)")) {
            insert.setInt(1, FORMAT);
            insert.setBytes(2, ledger);
            insert.executeUpdate();
        }
        connection.commit();
        return new H2Registry(connection, 0, 0, new Totals(0, 0, 0, 0, 0, 0));
    }

    private static Connection connect(Path directory) throws SQLException {
        String file = directory.toAbsolutePath().resolve("registry").toString();
        if (file.contains(";")) {
            throw new SQLException("the hub's directory must not have a ';' in its path");
        }
        Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file + SETTINGS);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public synchronized long applied() {
        return applied;
    }

    @Override
    public synchronized long counted() {
        return counted;
    }

    @Override
    public synchronized void apply(List<Arrival> arrivals, long upTo) {
        boolean done = false;
        try {
            Inserted inserted = insert(arrivals);
            advance(upTo, inserted.totals());
            connection.commit();
            done = true;
            applied = upTo;
            counted += inserted.rows();
            totals = inserted.totals();
        } catch (SQLException e) {
            throw new RegistryException("the registry cannot be written", e);
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    private record Inserted(int rows, Totals totals) {}

    private Inserted insert(List<Arrival> arrivals) throws SQLException {
        Totals sum = totals;
        int rows = 0;
        try (PreparedStatement known =
                        connection.prepareStatement(
                                "SELECT node, incarnation FROM arrival WHERE record_id = ? LIMIT"
                                        + " 1");
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO arrival VALUES"
                                        + " (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
            for (Arrival arrival : arrivals) {
                known.setBytes(1, arrival.recordId().bytes());
                boolean again;
                try (ResultSet found = known.executeQuery()) {
                    again = found.next();
                    if (again
                            && found.getString(1).equals(arrival.node())
                            && !found.getString(2).equals(arrival.incarnation())) {
                        continue; // carried over from one incarnation of the node to the next
                    }
                }
                rows++;
                bind(insert, arrival.counted(counted + rows));
                insert.executeUpdate();
                sum = sum.plus(arrival, again);
            }
        }
        return new Inserted(rows, sum);
    }

    private void advance(long upTo, Totals after) throws SQLException {
        try (PreparedStatement advance =
                connection.prepareStatement(
                        "UPDATE projection SET applied = ?, counted_twice = ?, crossings = ?,"
                                + " images = ?, audits = ?, hits = ?")) {
            advance.setLong(1, upTo);
            advance.setLong(2, after.countedTwice());
            advance.setLong(3, after.crossings());
            advance.setLong(4, after.images());
            advance.setLong(5, after.audits());
            advance.setLong(6, after.hits());
            advance.executeUpdate();
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.warn("the registry's transaction was not rolled back: {}", e.getMessage());
        }
    }

    private static void bind(PreparedStatement insert, Arrival arrival) throws SQLException {
        @Nullable RecordId crossing = arrival.crossing();
        int at = 0;
        insert.setLong(++at, arrival.sequence());
        insert.setBytes(++at, arrival.recordId().bytes());
        insert.setString(++at, arrival.node());
        insert.setString(++at, arrival.incarnation());
        insert.setInt(++at, arrival.priority());
        insert.setLong(++at, arrival.number());
        insert.setString(++at, arrival.kind().name());
        insert.setBytes(++at, crossing == null ? null : crossing.bytes());
        insert.setString(++at, arrival.direction());
        insert.setString(++at, arrival.outcome());
        insert.setString(++at, arrival.reason());
        insert.setString(++at, arrival.officer());
        insert.setString(++at, arrival.supervisors());
        insert.setString(++at, arrival.exemption());
        insert.setInt(++at, arrival.fingers());
        insert.setBoolean(++at, arrival.face());
        insert.setBoolean(++at, arrival.hit());
        insert.setString(++at, arrival.document());
        insert.setString(++at, arrival.nationality());
        insert.setString(++at, arrival.event());
        insert.setLong(++at, arrival.recordedAt().toEpochMilli());
        insert.setLong(++at, arrival.arrivedAt().toEpochMilli());
        insert.setString(++at, arrival.road());
        insert.setString(++at, arrival.carrier());
    }

    @Override
    public synchronized List<Row> after(long after, int limit) {
        return rows("WHERE a.sequence > ? ORDER BY a.sequence LIMIT ?", after, limit);
    }

    @Override
    public synchronized List<Row> newest(int limit) {
        return rows("WHERE a.sequence > ? ORDER BY a.sequence DESC LIMIT ?", 0, limit);
    }

    private List<Row> rows(String which, long after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException(
                    "limit must be 1 to " + MAX_PAGE + ", but was " + limit);
        }
        try (PreparedStatement select = connection.prepareStatement(ROWS + which)) {
            select.setLong(1, after);
            select.setInt(2, limit);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    Arrival arrival = arrival(found);
                    rows.add(
                            new Row(
                                    arrival,
                                    found.getInt("arrivals"),
                                    arrival.kind() == Arrival.Kind.IMAGE
                                            ? 1
                                            : found.getInt("images"),
                                    found.getInt("corrections") == 0
                                            ? List.of()
                                            : corrections(arrival.recordId())));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new RegistryException("the registry cannot be read", e);
        }
    }

    private List<Arrival> corrections(RecordId crossing) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT * FROM arrival WHERE crossing = ? AND kind = 'CORRECTION'"
                                + " ORDER BY recorded_at, sequence LIMIT "
                                + MAX_PAGE)) {
            select.setBytes(1, crossing.bytes());
            List<Arrival> corrections = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    corrections.add(arrival(found));
                }
            }
            return corrections;
        }
    }

    private static Arrival arrival(ResultSet found) throws SQLException {
        byte @Nullable [] crossing = found.getBytes("crossing");
        return new Arrival(
                found.getLong("sequence"),
                RecordId.of(found.getBytes("record_id")),
                found.getString("node"),
                found.getString("incarnation"),
                found.getInt("priority"),
                found.getLong("number"),
                Arrival.Kind.valueOf(found.getString("kind")),
                crossing == null ? null : RecordId.of(crossing),
                found.getString("direction"),
                found.getString("outcome"),
                found.getString("reason"),
                found.getString("officer"),
                found.getString("supervisors"),
                found.getString("exemption"),
                found.getInt("fingers"),
                found.getBoolean("face"),
                found.getBoolean("hit"),
                found.getString("document"),
                found.getString("nationality"),
                found.getString("event"),
                Instant.ofEpochMilli(found.getLong("recorded_at")),
                Instant.ofEpochMilli(found.getLong("arrived_at")),
                found.getString("road"),
                found.getString("carrier"));
    }

    @Override
    public synchronized Totals totals() {
        return totals;
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("the registry was not closed cleanly: {}", e.getMessage());
        }
    }
}
