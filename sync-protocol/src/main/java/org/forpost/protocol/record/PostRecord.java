package org.forpost.protocol.record;

import java.util.Objects;

/// One record of a post: what happened, where and when. Written once, never changed; a correction
/// is another record.
///
/// @param node the lane's node that wrote it, as its certificate names it
public record PostRecord(RecordId id, String node, Stamp stamp, Body body) {
    public PostRecord {
        Objects.requireNonNull(id);
        Objects.requireNonNull(node);
        Objects.requireNonNull(stamp);
        Objects.requireNonNull(body);
    }

    /// The chain this record belongs to.
    public Priority priority() {
        return switch (body) {
            case Crossing crossing -> crossing.urgent() ? Priority.ALERT : Priority.CROSSING;
            case Audit _ -> Priority.AUDIT;
            case Image _ -> Priority.IMAGE;
        };
    }
}
