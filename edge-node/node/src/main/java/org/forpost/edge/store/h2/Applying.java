package org.forpost.edge.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.PostRecord;

/// Puts single entries into the tables; the caller commits.
final class Applying implements AutoCloseable {
    private final PreparedStatement step;
    private final PreparedStatement crossing;

    Applying(Connection db) throws SQLException {
        step = db.prepareStatement("UPDATE applied SET sequence = ?, wall = GREATEST(wall, ?)");
        crossing =
                db.prepareStatement("MERGE INTO crossing KEY (id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    }

    void apply(Entry entry, PostRecord record) throws SQLException {
        long wall = record.stamp().wallMillis();
        step.setLong(1, entry.sequence());
        step.setLong(2, wall);
        step.executeUpdate();
        if (record.body() instanceof Crossing decided) {
            var comparison = decided.comparison();
            crossing.setBytes(1, record.id().bytes());
            crossing.setInt(2, entry.priority().code());
            crossing.setLong(3, entry.head().number());
            crossing.setLong(4, wall);
            crossing.setString(5, decided.decision().outcome().name());
            crossing.setString(6, decided.direction().name());
            crossing.setBoolean(7, decided.exemption() != null);
            crossing.setBoolean(8, comparison != null && comparison.confirmed() != null);
            crossing.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        step.close();
        crossing.close();
    }
}
