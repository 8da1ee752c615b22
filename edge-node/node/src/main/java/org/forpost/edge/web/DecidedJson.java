package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.forpost.edge.rules.DecisionReason;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.edge.store.Written;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;

/// Decided crossings, and what an officer may choose from, as the page reads them.
final class DecidedJson {
    private DecidedJson() {}

    /// @param answer how the second line decided a case
    static JsonArray of(List<Written.Decided> all, Function<RecordId, Optional<Sighting>> answer) {
        JsonArray crossings = new JsonArray();
        for (Written.Decided one : all) {
            JsonObject json = of(one);
            answer.apply(one.id()).ifPresent(it -> json.put("secondLine", secondLine(it)));
            crossings.add(json);
        }
        return crossings;
    }

    private static JsonObject secondLine(Sighting answer) {
        return new JsonObject()
                .put("lane", answer.lane() == 0 ? null : answer.lane())
                .put("at", answer.at().toString())
                .put("outcome", spelled(answer.kind()))
                .put("reason", answer.reason());
    }

    private static JsonObject of(Written.Decided decided) {
        Crossing crossing = decided.standing();
        Crossing.Decision stands = decided.decision();
        JsonArray history = new JsonArray().add(step(decided.at(), decided.crossing()));
        decided.corrections().forEach(one -> history.add(step(one.at(), one.crossing())));
        return new JsonObject()
                .put("id", decided.id().toString())
                .put("at", decided.at().toString())
                .put("direction", spelled(crossing.direction()))
                .put("surname", crossing.person().surname())
                .put("givenNames", crossing.person().givenNames())
                .put("document", crossing.document().number())
                .put("type", crossing.document().type())
                .put("issuer", crossing.document().issuer())
                .put("birthDate", birthDate(crossing.person().birthDate()))
                .put("nationality", crossing.person().nationality())
                .put("sex", crossing.person().sex())
                .put("exempt", crossing.exemption() != null)
                .put("exceptions", exceptions(crossing))
                .put("outcome", spelled(stands.outcome()))
                .put("reason", stands.reason())
                .put("officer", stands.officer())
                .put("first", spelled(decided.crossing().decision().outcome()))
                .put("corrected", !decided.corrections().isEmpty())
                .put("history", history)
                .put("hit", decided.crossing().hit())
                .put("stayUntil", decided.stayUntil());
    }

    /// What was written, and when and by whom: the first decision or a correction.
    private static JsonObject step(Instant at, Crossing crossing) {
        JsonArray approvals = new JsonArray();
        crossing.approvals()
                .forEach(one ->
                        approvals.add(
                                new JsonObject()
                                        .put("action", one.action())
                                        .put("supervisor", one.supervisor())));
        return new JsonObject()
                .put("at", at.toString())
                .put("outcome", spelled(crossing.decision().outcome()))
                .put("reason", crossing.decision().reason())
                .put("officer", crossing.decision().officer())
                .put("surname", crossing.person().surname())
                .put("document", crossing.document().number())
                .put("approvals", approvals);
    }

    private static JsonArray exceptions(Crossing crossing) {
        JsonArray all = new JsonArray();
        for (Crossing.FingerException exception : crossing.exceptions()) {
            all.add(
                    new JsonObject()
                            .put("position", exception.position())
                            .put("reason", spelled(exception.reason()))
                            .put("permanent", exception.permanent()));
        }
        return all;
    }

    private static String birthDate(int day) {
        return String.format(
                Locale.ROOT, "%04d-%02d-%02d", day / 10_000, day / 100 % 100, day % 100);
    }

    static JsonObject rules(RulesInForce.Named named) {
        RuleSet rules = named.rules();
        JsonArray grounds = new JsonArray();
        for (RuleSet.Ground ground : rules.grounds()) {
            grounds.add(
                    new JsonObject()
                            .put("code", ground.code())
                            .put(
                                    "nationalities",
                                    new JsonArray(
                                            ground.nationalities().stream().sorted().toList()))
                            .put("words", CrossingJson.words(ground.words())));
        }
        JsonArray reasons = new JsonArray();
        for (DecisionReason reason : rules.reasons()) {
            reasons.add(
                    new JsonObject()
                            .put("outcome", spelled(reason.outcome()))
                            .put("code", reason.code())
                            .put("words", CrossingJson.words(reason.words())));
        }
        return new JsonObject()
                .put("version", named.spoken())
                .put("grounds", grounds)
                .put("reasons", reasons);
    }
}
