package org.forpost.edge.lane;

import java.util.Optional;
import org.forpost.edge.lane.DecisionResult.Incomplete;
import org.forpost.edge.lane.DecisionResult.Lack;
import org.forpost.edge.lane.Verdict.Confirmation;
import org.forpost.protocol.record.Crossing.Outcome;

/// What the officer still has to say before a decision can be written down.
final class Completeness {
    private Completeness() {}

    static Optional<DecisionResult> lack(CrossingView crossing, Verdict verdict) {
        var matches = crossing.screening().potentialMatches();
        Confirmation confirmation = verdict.confirmation();
        if (!matches.isEmpty() && confirmation == null) {
            return Optional.of(
                    new Incomplete(
                            Lack.CONFIRMATION,
                            "confirmed",
                            "There is a potential match with the watchlist, and nothing was said of"
                                    + " it.",
                            "Send \"confirmed\" with the id of the nominal whom you recognise, or"
                                    + " null for a false hit."));
        }
        String nominal = confirmation == null ? null : confirmation.nominal();
        if (nominal != null && matches.stream().noneMatch(m -> m.nominal().equals(nominal))) {
            return Optional.of(
                    new Incomplete(
                            Lack.NO_SUCH_CANDIDATE,
                            "confirmed",
                            "The nominal confirmed is not among the candidates.",
                            "Confirm one of the candidates, or null for none of them."));
        }
        boolean whole = crossing.needs().isEmpty() && verdict.outcome() == Outcome.ADMIT;
        if (!whole && verdict.reason().isBlank()) {
            return Optional.of(
                    new Incomplete(
                            Lack.REASON,
                            "reason",
                            verdict.outcome() == Outcome.ADMIT
                                    ? "Not everything was captured that is due."
                                    : "A refusal or a referral needs a reason.",
                            "Give the reason in a few words."));
        }
        return Optional.empty();
    }
}
