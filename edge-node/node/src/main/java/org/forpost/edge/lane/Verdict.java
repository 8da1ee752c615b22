package org.forpost.edge.lane;

import org.forpost.protocol.record.Crossing.Outcome;
import org.jspecify.annotations.Nullable;

/// The officer's word.
///
/// @param reason may be empty for an admission after a complete capture
/// @param confirmation null where the officer said nothing of the candidates
public record Verdict(
        Outcome outcome, String officer, String reason, @Nullable Confirmation confirmation) {

    /// What the officer says of the candidates.
    ///
    /// @param nominal who it is; null when it is none of them (a false hit)
    public record Confirmation(@Nullable String nominal) {}
}
