package org.forpost.protocol.journal;

import org.forpost.protocol.record.Priority;

/// One entry as it stands in the journal.
///
/// @param sequence place among all entries of the incarnation, from 1
/// @param head the chain of its priority, this entry included
/// @param payload the record's bytes
public record Entry(long sequence, Priority priority, Head head, byte[] payload) {}
