package org.forpost.edge.store.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forpost.edge.rules.KnownCrossing;
import org.forpost.edge.store.Passages;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;

/// Passages of the other lanes, and this lane's own as they are told. Used under the projection's
/// lock; the caller commits.
final class PassageTables {
    /// Of one lane: more than it sees in half a year. Beyond it nothing new is taken in.
    private static final int MOST_OF_A_LANE = 1_000_000;

    /// A lorry driver crosses every day of a year, both ways.
    private static final int MOST_KNOWN = 1_000;

    private final Connection db;
    private final WhoKey who;

    /// How many are there, by lane: to count rows takes longer than to add them.
    private final Map<String, Integer> counts = new HashMap<>();

    /// Keys of the other lanes. Sealed in the table.
    private final Map<String, WhoKey> keys = new LinkedHashMap<>();

    PassageTables(Connection db, WhoKey who) throws SQLException {
        this.db = db;
        this.who = who;
        try (Statement statement = db.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS peer (
                      node VARCHAR(63) PRIMARY KEY, who VARBINARY(80) NOT NULL,
                      journal VARBINARY(16) NOT NULL, up_to BIGINT NOT NULL)
                    """);
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS passage (
                      node VARCHAR(63) NOT NULL, id BINARY(16) NOT NULL,
                      direction TINYINT NOT NULL, post_day BIGINT NOT NULL,
                      document BINARY(16) NOT NULL, person BINARY(16) NOT NULL,
                      PRIMARY KEY (node, id))
                    """);
            statement.execute("CREATE INDEX IF NOT EXISTS passage_document ON passage (document)");
            statement.execute("CREATE INDEX IF NOT EXISTS passage_person ON passage (person)");
            statement.execute("CREATE INDEX IF NOT EXISTS passage_day ON passage (node, post_day)");
            statement.execute(
                    "CREATE INDEX IF NOT EXISTS correction_sequence ON correction (sequence)");
            try (ResultSet row = statement.executeQuery("SELECT node, who FROM peer")) {
                while (row.next()) {
                    open(row.getString(1), row.getBytes(2));
                }
            }
            try (ResultSet row =
                    statement.executeQuery("SELECT node, COUNT(*) FROM passage GROUP BY node")) {
                while (row.next()) {
                    counts.put(row.getString(1), row.getInt(2));
                }
            }
        }
    }

    private void open(String node, byte[] sealed) {
        try {
            keys.put(node, who.opened(node, sealed));
        } catch (NotAuthenticException e) {
            // Told again when that lane is there; its passages find nobody until then.
            System.getLogger("projection")
                    .log(System.Logger.Level.WARNING, "the key of {0}: {1}", node, e.getMessage());
        }
    }

    /// @param most of the admitted crossings and of the corrections each
    Passages.Page since(byte[] journal, long entry, long applied, LocalDate from, int most)
            throws SQLException {
        List<Long> changed = new ArrayList<>();
        List<Passages.Passage> found = new ArrayList<>();
        long crossings =
                read(
                        "SELECT sequence, id, document, person, direction, post_day, stands"
                                + " FROM crossing WHERE sequence > ?"
                                + " AND (outcome = 'ADMIT' OR stands = 'ADMIT')"
                                + " ORDER BY sequence LIMIT ?",
                        entry,
                        applied,
                        most,
                        changed,
                        found);
        long corrections =
                read(
                        "SELECT o.sequence, c.id, c.document, c.person, c.direction, c.post_day,"
                                + " c.stands FROM correction o JOIN crossing c ON c.id = o.corrects"
                                + " WHERE o.sequence > ?"
                                + " AND (c.outcome = 'ADMIT' OR c.stands = 'ADMIT')"
                                + " ORDER BY o.sequence LIMIT ?",
                        entry,
                        applied,
                        most,
                        changed,
                        found);
        long upTo = Math.min(crossings, corrections);
        List<Passages.Passage> page = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            if (changed.get(i) <= upTo && !found.get(i).day().isBefore(from)) {
                page.add(found.get(i));
            }
        }
        return new Passages.Page(journal, upTo, page);
    }

    /// @return entry up to which all are among `found`
    private long read(
            String sql,
            long entry,
            long applied,
            int most,
            List<Long> changed,
            List<Passages.Passage> found)
            throws SQLException {
        int count = 0;
        long last = applied;
        try (PreparedStatement ask = db.prepareStatement(sql)) {
            ask.setLong(1, entry);
            ask.setInt(2, most);
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    count++;
                    last = row.getLong(1);
                    changed.add(last);
                    found.add(
                            new Passages.Passage(
                                    RecordId.of(row.getBytes(2)),
                                    row.getBytes(3),
                                    row.getBytes(4),
                                    Crossing.Direction.valueOf(row.getString(5)),
                                    LocalDate.ofEpochDay(row.getLong(6)),
                                    row.getString(7).equals("ADMIT")));
                }
            }
        }
        return count < most ? applied : last;
    }

    Passages.Mark known(String node) throws SQLException {
        try (PreparedStatement ask =
                db.prepareStatement("SELECT journal, up_to FROM peer WHERE node = ?")) {
            ask.setString(1, node);
            try (ResultSet row = ask.executeQuery()) {
                return row.next()
                        ? new Passages.Mark(row.getBytes(1), row.getLong(2))
                        : new Passages.Mark(new byte[0], 0);
            }
        }
    }

    /// Another key makes all that was known of that lane unfindable: it is dropped and asked for
    /// again.
    void key(String node, byte[] key) throws SQLException {
        WhoKey before = keys.get(node);
        if (before != null && before.is(key)) {
            return;
        }
        try (PreparedStatement drop = db.prepareStatement("DELETE FROM passage WHERE node = ?");
                PreparedStatement put =
                        db.prepareStatement("MERGE INTO peer KEY (node) VALUES (?, ?, ?, 0)")) {
            drop.setString(1, node);
            drop.executeUpdate();
            put.setString(1, node);
            put.setBytes(2, who.sealed(node, key));
            put.setBytes(3, new byte[0]);
            put.executeUpdate();
        }
        counts.remove(node);
        keys.put(node, WhoKey.ofPeer(key));
    }

    void take(String node, Passages.Page page, LocalDate from) throws SQLException {
        try (PreparedStatement old =
                        db.prepareStatement("DELETE FROM passage WHERE node = ? AND post_day < ?");
                PreparedStatement there =
                        db.prepareStatement("SELECT 1 FROM passage WHERE node = ? AND id = ?");
                PreparedStatement put =
                        db.prepareStatement(
                                "MERGE INTO passage KEY (node, id) VALUES (?, ?, ?, ?, ?, ?)");
                PreparedStatement drop =
                        db.prepareStatement("DELETE FROM passage WHERE node = ? AND id = ?");
                PreparedStatement mark =
                        db.prepareStatement(
                                "UPDATE peer SET journal = ?, up_to = ? WHERE node = ?")) {
            old.setString(1, node);
            old.setLong(2, from.toEpochDay());
            int count = counts.getOrDefault(node, 0) - old.executeUpdate();
            for (Passages.Passage one : page.passages()) {
                there.setString(1, node);
                there.setBytes(2, one.crossing().bytes());
                boolean known;
                try (ResultSet row = there.executeQuery()) {
                    known = row.next();
                }
                if (!one.counts() && known) {
                    drop.setString(1, node);
                    drop.setBytes(2, one.crossing().bytes());
                    count -= drop.executeUpdate();
                } else if (one.counts()
                        && !one.day().isBefore(from)
                        && (known || count < MOST_OF_A_LANE)) {
                    put.setString(1, node);
                    put.setBytes(2, one.crossing().bytes());
                    put.setInt(3, one.direction().code());
                    put.setLong(4, one.day().toEpochDay());
                    put.setBytes(5, one.document());
                    put.setBytes(6, one.person());
                    put.executeUpdate();
                    count += known ? 0 : 1;
                }
            }
            counts.put(node, count);
            mark.setBytes(1, page.journal());
            mark.setLong(2, page.upTo());
            mark.setString(3, node);
            mark.executeUpdate();
        }
    }

    /// Admitted crossings at the other lanes.
    List<KnownCrossing> known(Crossing.Document document, Crossing.Person person)
            throws SQLException {
        List<KnownCrossing> known = new ArrayList<>();
        try (PreparedStatement ask =
                db.prepareStatement(
                        "SELECT direction, post_day FROM passage"
                                + " WHERE node = ? AND (document = ? OR person = ?)"
                                + " ORDER BY post_day DESC LIMIT "
                                + MOST_KNOWN)) {
            for (Map.Entry<String, WhoKey> peer : keys.entrySet()) {
                ask.setString(1, peer.getKey());
                ask.setBytes(2, peer.getValue().document(document));
                ask.setBytes(3, peer.getValue().person(person));
                try (ResultSet row = ask.executeQuery()) {
                    while (row.next()) {
                        known.add(
                                new KnownCrossing(
                                        row.getInt(1) == Crossing.Direction.EXIT.code()
                                                ? Crossing.Direction.EXIT
                                                : Crossing.Direction.ENTRY,
                                        LocalDate.ofEpochDay(row.getLong(2))));
                    }
                }
            }
        }
        return known;
    }
}
