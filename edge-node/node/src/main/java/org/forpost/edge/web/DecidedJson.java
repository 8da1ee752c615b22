package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.forpost.edge.rules.DecisionReason;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.edge.store.Written;
import org.forpost.protocol.record.Crossing;

/// Decided crossings, and what an officer may choose from, as the page reads them.
final class DecidedJson {
    private DecidedJson() {}

    static JsonArray of(List<Written.Decided> all) {
        JsonArray crossings = new JsonArray();
        all.forEach(one -> crossings.add(of(one)));
        return crossings;
    }

    private static JsonObject of(Written.Decided decided) {
        Crossing crossing = decided.crossing();
        Crossing.Decision stands = decided.decision();
        return new JsonObject()
                .put("id", decided.id().toString())
                .put("at", decided.at().toString())
                .put("direction", spelled(crossing.direction()))
                .put("surname", crossing.person().surname())
                .put("givenNames", crossing.person().givenNames())
                .put("document", crossing.document().number())
                .put("outcome", spelled(stands.outcome()))
                .put("reason", stands.reason())
                .put("officer", stands.officer())
                .put("first", spelled(crossing.decision().outcome()))
                .put("corrected", decided.correction() != null)
                .put("hit", crossing.hit())
                .put("stayUntil", decided.stayUntil());
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
