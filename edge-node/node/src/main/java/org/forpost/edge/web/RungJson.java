package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.forpost.edge.rules.Rung;
import org.forpost.edge.rules.Words;
import org.forpost.edge.rung.Drill;
import org.forpost.edge.rung.Rungs;
import org.forpost.protocol.record.Crossing.Outcome;

/// On which rungs the lane stands, as the page reads it.
final class RungJson {
    private RungJson() {}

    static JsonObject of(Rungs.Now now) {
        JsonArray reached = new JsonArray();
        now.standing().rungs().forEach(rung -> reached.add(json(rung)));
        JsonArray known = new JsonArray();
        now.ladder()
                .rungs()
                .forEach(rung ->
                        known.add(
                                new JsonObject()
                                        .put("code", rung.code())
                                        .put("why", words(rung.why()))));
        return new JsonObject()
                .put("reached", reached)
                .put("known", known)
                .put("drill", now.drill().map(RungJson::json).orElse(null));
    }

    private static JsonObject json(Rung rung) {
        return new JsonObject()
                .put("code", rung.code())
                .put("level", rung.level())
                .put("why", words(rung.why()))
                .put("todo", words(rung.todo()))
                .put("asks", outcomes(rung.asks()))
                .put("forbids", outcomes(rung.forbidden()));
    }

    static JsonObject json(Drill drill) {
        return new JsonObject()
                .put("rung", drill.rung())
                .put("by", drill.by())
                .put("ends", drill.ends().toString());
    }

    private static JsonObject words(Words words) {
        return new JsonObject().put("en", words.en()).put("ru", words.ru());
    }

    private static JsonArray outcomes(Set<Outcome> outcomes) {
        List<Outcome> sorted = outcomes.stream().sorted().toList();
        JsonArray all = new JsonArray();
        sorted.forEach(outcome -> all.add(spelled(outcome)));
        return all;
    }
}
