package org.forpost.edge.lane;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.lane.DecisionResult.Incomplete;
import org.forpost.edge.lane.DecisionResult.Lack;
import org.forpost.edge.rules.DecisionReason;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.watchlist.Candidate;
import org.forpost.protocol.record.Crossing.Approval;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Word;

/// What the officer still has to say before a decision can be written down.
final class Completeness {
    private Completeness() {}

    /// @param unhad fingers that could not be had
    static Optional<DecisionResult> lack(
            CrossingView crossing, List<Excepted> unhad, Verdict verdict, RuleSet rules) {
        List<String> shown = crossing.candidates().stream().map(Candidate::reference).toList();
        List<String> asked =
                crossing.candidates().stream()
                        .filter(one -> !one.settled())
                        .map(Candidate::reference)
                        .toList();
        Verdict.Confirmation confirmation = verdict.confirmation();
        Optional<String> unsaid =
                asked.stream().filter(one -> confirmation.word(one) == null).findFirst();
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
        boolean hit = asked.stream().anyMatch(one -> confirmation.word(one) == Word.HIT);
        boolean plain = verdict.outcome() == Outcome.ADMIT && crossing.needs().isEmpty() && !hit;
        return reason(verdict.outcome(), verdict.reason(), plain, rules)
                .or(() -> exceptions(crossing, unhad, verdict));
    }

    /// Whoever is admitted with a finger less than due is so on a supervisor's word, where the
    /// rules do not leave that finger to the officer.
    private static Optional<DecisionResult> exceptions(
            CrossingView crossing, List<Excepted> unhad, Verdict verdict) {
        if (!confirming(crossing, unhad, verdict.outcome())) {
            return Optional.empty();
        }
        String fingers =
                unhad.stream()
                        .filter(Excepted::supervisor)
                        .map(one -> FingerPosition.of(one.exception().position()).spoken())
                        .collect(Collectors.joining(", "));
        return supervisor(
                verdict.approvals(),
                Verdict.EXCEPTIONS,
                "A supervisor has to confirm that these cannot be had: " + fingers + ".");
    }

    /// Whether a supervisor has to confirm that fingers could not be had.
    static boolean confirming(CrossingView crossing, List<Excepted> unhad, Outcome outcome) {
        return outcome == Outcome.ADMIT
                && crossing.ruling() instanceof Ruling.Due
                && unhad.stream().anyMatch(Excepted::supervisor);
    }

    /// A refusal turned into an admission, or the reverse, is more than a slip of the pen.
    static Optional<DecisionResult> turned(Outcome stands, Correction correction) {
        return turns(stands, correction.outcome())
                ? supervisor(
                        correction.approvals(),
                        Correction.ACTION,
                        "A supervisor has to give the word for turning a refusal into an admission"
                                + " or the reverse.")
                : Optional.empty();
    }

    static boolean turns(Outcome stands, Outcome wanted) {
        return (stands == Outcome.ADMIT && wanted == Outcome.REFUSE)
                || (stands == Outcome.REFUSE && wanted == Outcome.ADMIT);
    }

    private static Optional<DecisionResult> supervisor(
            List<Approval> given, String action, String message) {
        return given.stream().anyMatch(approval -> approval.action().equals(action))
                ? Optional.empty()
                : Optional.of(
                        new Incomplete(
                                Lack.SUPERVISOR,
                                action,
                                message,
                                "Let a supervisor give login and password: POST /api/supervisor"
                                        + " with the action "
                                        + action
                                        + "."));
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
