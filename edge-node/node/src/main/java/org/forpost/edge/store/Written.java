package org.forpost.edge.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.forpost.edge.rules.KnownCrossing;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.RecordId;

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

    /// The same without one of them, which is being corrected.
    List<KnownCrossing> knownBeside(
            RecordId id, Crossing.Document document, Crossing.Person person);

    /// @return the latest crossing of whoever holds this document, as far as this lane has seen it
    ///   and its journal still can be read
    Optional<Decided> latest(Crossing.Document document);

    /// @return the last decided crossings, the newest first, as far as the journal still can be
    ///   read
    List<Decided> decided(int most);

    /// @return one of them
    Optional<Decided> decided(RecordId id);

    /// @return crossings that were refused, referred or confirmed hits when they were decided or by
    ///   a correction, and the second line's decisions, since `from`, the newest first
    List<Decided> urgentSince(Instant from);

    /// @param outcome as it was first decided
    record WrittenCrossing(Entry entry, Outcome outcome) {}

    /// A crossing as it stands in the journal.
    ///
    /// @param crossing as it was first decided; what was captured stays with it
    /// @param corrections in the order in which they were made; the last one counts
    record Decided(
            RecordId id, Entry entry, Instant at, Crossing crossing, List<Correction> corrections) {
        public Decided {
            corrections = List.copyOf(corrections);
        }

        /// The record that counts now for document, person, exceptions and decision.
        public Crossing standing() {
            return corrections.isEmpty() ? crossing : corrections.getLast().crossing();
        }

        /// The entry of the record that counts now.
        public Entry latest() {
            return corrections.isEmpty() ? entry : corrections.getLast().entry();
        }

        /// What counts now.
        public Crossing.Decision decision() {
            return standing().decision();
        }

        /// yyyymmdd, the last day of the stay that counts now; 0 where none limits it.
        public int stayUntil() {
            Crossing.Basis basis = standing().basis();
            return basis == null || decision().outcome() != Outcome.ADMIT ? 0 : basis.stayUntil();
        }
    }

    /// @param crossing as it ought to have been written, without biometrics
    record Correction(RecordId id, Entry entry, Instant at, Crossing crossing) {}

    /// @param recorded crossings ever written at this lane, corrections not among them
    /// @param backlog records of each priority, 0 to 3, that wait for their receipt
    record Tally(long recorded, List<Long> backlog) {
        public Tally {
            backlog = List.copyOf(backlog);
        }
    }
}
