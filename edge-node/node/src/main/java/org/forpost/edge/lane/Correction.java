package org.forpost.edge.lane;

import org.forpost.protocol.record.Crossing.Outcome;

/// What ought to have been decided.
///
/// @param reason as of a [Verdict]; never empty: somebody will ask why it was corrected
public record Correction(Outcome outcome, String officer, String reason) {}
