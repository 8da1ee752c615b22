package org.forpost.edge.rules;

import org.forpost.protocol.record.Crossing.Outcome;

/// A reason that an officer may give.
///
/// @param code short stable name, such as `document`
public record DecisionReason(Outcome outcome, String code, Words words) {}
