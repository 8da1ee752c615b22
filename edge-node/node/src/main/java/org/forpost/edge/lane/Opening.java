package org.forpost.edge.lane;

import org.forpost.protocol.record.RecordId;

/// How the attempt to begin a crossing went.
public sealed interface Opening {
    record Opened(CrossingView crossing) implements Opening {}

    /// The desk has no such case, or none that can be read.
    record NoSuchCase(String message) implements Opening {}

    /// Another traveller stands there.
    record Occupied(RecordId open) implements Opening {}
}
