package org.forpost.edge.store;

import java.time.LocalDate;
import java.util.List;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.RecordId;

/// That somebody went in or out at a lane of this post, as far as a stay is reckoned from it: no
/// name and no number, but hashes under a key of the lane that saw it. Safe for several threads.
public interface Passages {
    int KEY_BYTES = 32;
    int HASH_BYTES = 16;

    /// @param document of its issuer and number
    /// @param person of names, date of birth and nationality
    /// @param day at the post
    /// @param counts whether the traveller was admitted, corrections counted
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Passage(
            RecordId crossing,
            byte[] document,
            byte[] person,
            Direction direction,
            LocalDate day,
            boolean counts) {}

    /// @param journal which one they were read from
    /// @param upTo entry up to which all are there
    @SuppressWarnings("ArrayRecordComponent")
    record Page(byte[] journal, long upTo, List<Passage> passages) {
        public Page {
            passages = List.copyOf(passages);
        }
    }

    /// How far one lane's are known.
    @SuppressWarnings("ArrayRecordComponent")
    record Mark(byte[] journal, long upTo) {}

    /// The key of this lane's own hashes.
    byte[] key();

    /// This lane's own, those that changed after an entry.
    ///
    /// @param from earlier days are left out
    /// @param most how many
    Page since(long entry, LocalDate from, int most);

    /// @return how far another lane's are known
    Mark known(String node);

    /// Another lane's key.
    void key(String node, byte[] key);

    /// Takes in what another lane tells, whole or not at all.
    ///
    /// @param from earlier ones are dropped
    void take(String node, Page page, LocalDate from);
}
