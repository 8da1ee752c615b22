package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.forpost.edge.lane.CrossingView;
import org.forpost.edge.operator.Operator;
import org.forpost.edge.operator.Sessions;
import org.forpost.edge.rules.Ladder;
import org.forpost.edge.rules.Rung;
import org.forpost.edge.rung.Rungs;
import org.forpost.protocol.record.Crossing.Approval;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.release.Operators.Role;

/// Holds decisions to the rungs on which the lane stands, and plays rungs in drills.
final class RungApi {
    private final Rungs rungs;
    private final Sessions sessions;

    RungApi(Rungs rungs, Sessions sessions) {
        this.rungs = rungs;
        this.sessions = sessions;
    }

    /// Whether this may be decided now, in this session.
    ///
    /// @param crossing empty where it is not open any more: what is recorded is the answer then
    /// @return the word that it needs and has
    /// @throws Problem when the rung forbids it, or the supervisor's word for it was not given
    Optional<Approval> allow(String token, Optional<CrossingView> crossing, Outcome outcome)
            throws Problem {
        if (crossing.isEmpty()) {
            return Optional.empty();
        }
        boolean captured = crossing.get().needs().isEmpty();
        Ladder.Standing standing = rungs.now().standing();
        String why = standing.worst().map(rung -> rung.why().en()).orElse("");
        return switch (standing.permits(outcome, captured)) {
            case ALLOWED -> Optional.empty();
            case FORBIDDEN ->
                    throw Problem.of(
                            403,
                            "rung-forbids",
                            why + " To " + spelled(outcome) + " is not allowed now.",
                            standing.worst().map(rung -> rung.todo().en()).orElse(""));
            case WITH_SUPERVISOR -> {
                Optional<Approval> word = word(token, action(outcome));
                if (word.isEmpty()) {
                    throw new Problem(
                            403,
                            "supervisor-needed",
                            action(outcome),
                            why + " A supervisor must give the word for it.",
                            "Let a supervisor give login and password: POST /api/supervisor with"
                                    + " the action "
                                    + action(outcome)
                                    + ".");
                }
                yield word;
            }
        };
    }

    /// @return the supervisor's word for an action, if it was given in this session and stands
    Optional<Approval> word(String token, String action) {
        return sessions.given(token, action)
                .map(supervisor -> new Approval(action, supervisor.login()));
    }

    /// A word that was given is used up.
    void use(String token, String action, String record) {
        sessions.take(token, action)
                .ifPresent(by ->
                        sessions.note(
                                "decided-on-word",
                                action + " at " + record + " on the word of " + by.login()));
    }

    /// The decision is recorded: a word that it needed is used up, and a drill is marked beside it.
    void decided(String token, String record, Outcome outcome) {
        Rungs.Now now = rungs.now();
        sessions.take(token, action(outcome))
                .ifPresent(by ->
                        sessions.note(
                                "decided-on-word",
                                spelled(outcome)
                                        + " of "
                                        + record
                                        + " on the word of "
                                        + by.login()
                                        + rung(now)));
        now.drill()
                .ifPresent(drill ->
                        sessions.note(
                                "decided-in-drill",
                                spelled(outcome)
                                        + " of "
                                        + record
                                        + ", drill=yes, "
                                        + drill.rung()));
    }

    private static String rung(Rungs.Now now) {
        return now.standing().worst().map(Rung::code).map(code -> ", rung " + code).orElse("");
    }

    /// What a supervisor's word is for.
    static String action(Outcome outcome) {
        return spelled(outcome);
    }

    JsonObject begin(Operator operator, byte[] body) throws Problem {
        entitled(operator);
        Fields fields = Fields.of(body);
        String code = fields.text("rung", "[a-z][a-z0-9-]{0,39}", 40, "the code of a rung");
        int minutes = fields.number("minutes", 1, (int) Rungs.LONGEST_DRILL.toMinutes());
        fields.end();
        return rungs.begin(code, operator.login(), Duration.ofMinutes(minutes))
                .map(RungJson::json)
                .orElseThrow(() -> Problem.field("rung", "a rung of the rules in force"));
    }

    void end(Operator operator) throws Problem {
        entitled(operator);
        rungs.end(operator.login());
    }

    private static void entitled(Operator operator) throws Problem {
        if (!operator.is(Role.SUPERVISOR) && !operator.is(Role.TECHNICIAN)) {
            throw Problem.of(
                    403,
                    "no-drill",
                    "A drill is begun and ended by a supervisor or a technician.",
                    "Ask one of them.");
        }
    }
}
