package org.forpost.edge.bench.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// Records as rows of one H2 table, each one committed and then forced with `CHECKPOINT SYNC`: the
/// one way in which H2 2.5 promises what the journal does. `WRITE_DELAY=0` never syncs.
public final class CheckpointedTable implements AutoCloseable {
    private final String url;

    /// @param folder made if it is not there
    public CheckpointedTable(Path folder) throws IOException {
        this.url =
                "jdbc:h2:file:"
                        + folder.toAbsolutePath().resolve("peer")
                        + ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE record (sequence BIGINT AUTO_INCREMENT PRIMARY KEY,"
                            + " payload VARBINARY(8192) NOT NULL)");
        } catch (SQLException e) {
            throw new IOException("the H2 peer cannot be made: " + e.getMessage(), e);
        }
    }

    /// One writer with a connection of its own.
    public Writer writer() throws IOException {
        try {
            return new Writer(DriverManager.getConnection(url));
        } catch (SQLException e) {
            throw new IOException("the H2 peer cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            throw new IOException("the H2 peer cannot be closed: " + e.getMessage(), e);
        }
    }

    /// Used by one thread.
    public static final class Writer implements AutoCloseable {
        private final Connection connection;
        private final PreparedStatement insert;
        private final PreparedStatement sync;

        private Writer(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
            this.insert = connection.prepareStatement("INSERT INTO record (payload) VALUES (?)");
            this.sync = connection.prepareStatement("CHECKPOINT SYNC");
        }

        /// Returns when the row is on the disk.
        public void write(byte[] payload) throws IOException {
            try {
                insert.setBytes(1, payload);
                insert.executeUpdate();
                connection.commit();
                sync.execute();
            } catch (SQLException e) {
                throw new IOException("the H2 peer did not write: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IOException("the H2 peer did not close: " + e.getMessage(), e);
            }
        }
    }
}
