package org.forpost.edge.lane;

import java.util.List;
import java.util.Optional;
import org.forpost.edge.lane.DecisionResult.Incomplete;
import org.forpost.edge.lane.DecisionResult.Lack;
import org.forpost.edge.rules.DecisionReason;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.watchlist.Candidate;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Word;

/// What the officer still has to say before a decision can be written down.
final class Completeness {
    private Completeness() {}

    static Optional<DecisionResult> lack(CrossingView crossing, Verdict verdict, RuleSet rules) {
        List<String> shown = crossing.candidates().stream().map(Candidate::reference).toList();
        Verdict.Confirmation confirmation = verdict.confirmation();
        Optional<String> unsaid =
                shown.stream().filter(one -> confirmation.word(one) == null).findFirst();
        if (unsaid.isPresent()) {
            return Optional.of(
                    new Incomplete(
                            Lack.CONFIRMATION,
                            "confirmed",
                            "There is a potential match with "
                                    + unsaid.get()
                                    + ", and nothing was said of it.",
                            "Say of each candidate whether it is the traveller; or send"
                                    + " \"confirmed\" with the one who it is, null for none."));
        }
        if (!shown.containsAll(confirmation.words().keySet())) {
            return Optional.of(
                    new Incomplete(
                            Lack.NO_SUCH_CANDIDATE,
                            "confirmed",
                            "What was confirmed is not among the candidates.",
                            "Confirm one of the candidates, or none of them."));
        }
        boolean hit = shown.stream().anyMatch(one -> confirmation.word(one) == Word.HIT);
        boolean plain = verdict.outcome() == Outcome.ADMIT && crossing.needs().isEmpty() && !hit;
        return reason(verdict.outcome(), verdict.reason(), plain, rules);
    }

    /// @param plain whether the outcome explains itself
    static Optional<DecisionResult> reason(
            Outcome outcome, String reason, boolean plain, RuleSet rules) {
        if (reason.isBlank()) {
            return plain
                    ? Optional.empty()
                    : lacking(
                            outcome == Outcome.ADMIT
                                    ? "Not everything was captured that is due, or somebody was"
                                            + " recognised."
                                    : "A refusal or a referral needs a reason.",
                            "Give the reason in a few words.");
        }
        if (outcome == Outcome.ADMIT) {
            return Optional.empty();
        }
        List<String> codes =
                rules.reasons().stream()
                        .filter(one -> one.outcome() == outcome)
                        .map(DecisionReason::code)
                        .toList();
        int colon = reason.indexOf(':');
        String code = colon < 0 ? reason : reason.substring(0, colon);
        if (!codes.isEmpty() && !codes.contains(code)) {
            return lacking(
                    "The reason is not one that the rules in force name.",
                    "Begin it with one of " + String.join(", ", codes) + ".");
        }
        if (code.equals("other") && colon < 0) {
            return lacking("\"Another reason\" needs a note.", "Write in a few words what it is.");
        }
        return Optional.empty();
    }

    private static Optional<DecisionResult> lacking(String message, String whatToDo) {
        return Optional.of(new Incomplete(Lack.REASON, "reason", message, whatToDo));
    }
}
