package org.forpost.edge.lane;

/// How the attempt to read a document's chip went.
public sealed interface ChipAttempt {
    /// Something came of it, if only that no document lies on the reader.
    record Done(ChipSeen seen) implements ChipAttempt {}

    /// The lane has no reader.
    record NoReader() implements ChipAttempt {}

    /// A document is being read already.
    record Running() implements ChipAttempt {}

    /// Somebody gave the reading up.
    record Abandoned() implements ChipAttempt {}

    /// Neither a zone nor a number is known that would open the chip.
    record NoAccess() implements ChipAttempt {}

    /// There is no such open crossing, or no longer.
    record NoSuchCrossing() implements ChipAttempt {}
}
