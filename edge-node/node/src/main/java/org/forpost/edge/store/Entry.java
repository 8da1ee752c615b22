package org.forpost.edge.store;

import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordId;

/// A record that is durable.
///
/// @param number its place in the chain of its priority, from 1
public record Entry(RecordId id, Priority priority, long number) {}
