package org.forpost.edge.store;

import java.util.List;
import java.util.Optional;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.RecordId;

/// What can be asked of the records that this lane has written.
public interface Written {

    /// @return the crossing of that id, if it is durable
    Optional<WrittenCrossing> crossing(RecordId id);

    /// How many records there are, and how many of them no receipt of the hub covers yet.
    Tally tally();

    record WrittenCrossing(Entry entry, Outcome outcome) {}

    /// @param recorded crossings ever written at this lane
    /// @param backlog records of each priority, 0 to 3, that wait for their receipt
    record Tally(long recorded, List<Long> backlog) {
        public Tally {
            backlog = List.copyOf(backlog);
        }
    }
}
