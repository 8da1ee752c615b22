package org.forpost.edge.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.forpost.edge.rules.KnownCrossing;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// What can be asked of the records that this lane has written.
public interface Written {

    /// @return the crossing of that id, if it is durable
    Optional<WrittenCrossing> crossing(RecordId id);

    /// Whether the case that the first line opened as this crossing was decided here.
    boolean answered(RecordId referred);

    /// How many records there are, and how many of them no receipt of the hub covers yet.
    Tally tally();

    /// @return admitted crossings of whoever holds this document or bears this name with this day
    ///   of birth, as far as this lane has seen them; in any order
    List<KnownCrossing> known(Crossing.Document document, Crossing.Person person);

    /// @return the last decided crossings, the newest first, as far as the journal still can be
    ///   read
    List<Decided> decided(int most);

    /// @return one of them
    Optional<Decided> decided(RecordId id);

    /// @return crossings that were refused, referred or confirmed hits when they were decided or by
    ///   a correction, since `from`, the newest first
    List<Decided> urgentSince(Instant from);

    /// @param outcome as it was first decided
    record WrittenCrossing(Entry entry, Outcome outcome) {}

    /// A crossing as it stands in the journal.
    ///
    /// @param correction the latest, or null
    record Decided(
            RecordId id,
            Entry entry,
            Instant at,
            Crossing crossing,
            @Nullable Correction correction) {

        /// What counts now.
        public Crossing.Decision decision() {
            return correction == null ? crossing.decision() : correction.decision();
        }

        /// yyyymmdd, the last day of the stay that counts now; 0 where none limits it.
        public int stayUntil() {
            Crossing.Basis basis = correction == null ? crossing.basis() : correction.basis();
            return basis == null || decision().outcome() != Outcome.ADMIT ? 0 : basis.stayUntil();
        }
    }

    record Correction(
            RecordId id,
            Entry entry,
            Instant at,
            Crossing.Decision decision,
            Crossing.@Nullable Basis basis) {}

    /// @param recorded crossings ever written at this lane, corrections not among them
    /// @param backlog records of each priority, 0 to 3, that wait for their receipt
    record Tally(long recorded, List<Long> backlog) {
        public Tally {
            backlog = List.copyOf(backlog);
        }
    }
}
