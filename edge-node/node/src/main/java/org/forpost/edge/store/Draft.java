package org.forpost.edge.store;

import org.forpost.protocol.record.Body;
import org.forpost.protocol.record.RecordId;

/// A record that is to be written; node and time are put to it when it is.
public record Draft(RecordId id, Body body) {}
