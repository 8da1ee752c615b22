package org.forpost.edge.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordId;

/// Puts single entries into the tables; the caller commits.
final class Applying implements AutoCloseable {
    private final PreparedStatement step;
    private final PreparedStatement crossing;
    private final PreparedStatement correction;
    private final PreparedStatement corrected;
    private final WhoKey who;
    private final ZoneId zone;

    Applying(Connection db, WhoKey who, ZoneId zone) throws SQLException {
        this.who = who;
        this.zone = zone;
        step = db.prepareStatement("UPDATE applied SET sequence = ?, wall = GREATEST(wall, ?)");
        crossing =
                db.prepareStatement(
                        "MERGE INTO crossing KEY (id) VALUES"
                                + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        correction = db.prepareStatement("MERGE INTO correction KEY (id) VALUES (?, ?, ?, ?, ?)");
        corrected =
                db.prepareStatement(
                        "UPDATE crossing SET stands = ?, document = ?, person = ? WHERE id = ?");
    }

    void apply(Entry entry, PostRecord record) throws SQLException {
        long wall = record.stamp().wallMillis();
        step.setLong(1, entry.sequence());
        step.setLong(2, wall);
        step.executeUpdate();
        if (record.body() instanceof Crossing decided) {
            RecordId corrects = decided.corrects();
            if (corrects == null) {
                crossing(entry, record.id(), wall, decided);
            } else {
                correction(entry, record.id(), corrects, decided);
            }
        }
    }

    private void crossing(Entry entry, RecordId id, long wall, Crossing decided)
            throws SQLException {
        crossing.setBytes(1, id.bytes());
        crossing.setInt(2, entry.priority().code());
        crossing.setLong(3, entry.head().number());
        crossing.setLong(4, entry.sequence());
        crossing.setLong(5, wall);
        crossing.setLong(6, LocalDate.ofInstant(Instant.ofEpochMilli(wall), zone).toEpochDay());
        crossing.setString(7, decided.decision().outcome().name());
        crossing.setString(8, decided.decision().outcome().name());
        crossing.setString(9, decided.direction().name());
        crossing.setBoolean(10, decided.exemption() != null);
        crossing.setBytes(11, who.document(decided.document()));
        crossing.setBytes(12, who.person(decided.person()));
        RecordId referred = decided.referred();
        crossing.setBytes(13, referred == null ? null : referred.bytes());
        crossing.executeUpdate();
    }

    private void correction(Entry entry, RecordId id, RecordId corrects, Crossing decided)
            throws SQLException {
        correction.setBytes(1, id.bytes());
        correction.setBytes(2, corrects.bytes());
        correction.setInt(3, entry.priority().code());
        correction.setLong(4, entry.head().number());
        correction.setLong(5, entry.sequence());
        correction.executeUpdate();
        corrected.setString(1, decided.decision().outcome().name());
        corrected.setBytes(2, who.document(decided.document()));
        corrected.setBytes(3, who.person(decided.person()));
        corrected.setBytes(4, corrects.bytes());
        corrected.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        step.close();
        crossing.close();
        correction.close();
        corrected.close();
    }
}
