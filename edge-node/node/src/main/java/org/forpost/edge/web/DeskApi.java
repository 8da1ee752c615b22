package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.forpost.edge.lane.CrossingView;
import org.forpost.edge.lane.Lane;
import org.forpost.edge.lane.Opening;
import org.forpost.edge.lane.ReferredCase;
import org.forpost.edge.lane.SecondLine;
import org.forpost.protocol.record.ChipFinding;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// The second-line desk, as the page asks for it.
final class DeskApi {
    private final Lane lane;

    DeskApi(Lane lane) {
        this.lane = lane;
    }

    /// @param referred id of the first line's crossing
    CrossingApi.Answer open(String referred) throws Problem {
        RecordId id = CrossingApi.id(referred);
        return switch (lane.openReferred(id)) {
            case Opening.Opened(CrossingView view) ->
                    new CrossingApi.Answer(201, new JsonObject().put("id", view.id().toString()));
            case Opening.Occupied(RecordId open) ->
                    throw Problem.of(
                            409,
                            "crossing-open",
                            "Another crossing is still open: " + open + ".",
                            "Decide it, or DELETE /api/crossings/" + open + ".");
            case Opening.NoSuchCase(String message) ->
                    throw Problem.of(
                            404,
                            "no-case",
                            message,
                            "Look at the list again; it may be decided or too old.");
        };
    }

    /// Null where the post has no desk.
    static @Nullable JsonObject standing(Lane lane) {
        SecondLine secondLine = lane.secondLine();
        SecondLine.Standing standing = secondLine.standing();
        if (standing.desk().isEmpty()) {
            return null;
        }
        JsonArray cases = new JsonArray();
        for (ReferredCase.Waiting one : secondLine.waiting()) {
            Crossing first = one.first();
            cases.add(
                    new JsonObject()
                            .put("id", one.crossing().toString())
                            .put("lane", one.lane())
                            .put("at", one.at().toString())
                            .put("surname", first.person().surname())
                            .put("givenNames", first.person().givenNames())
                            .put("birthDate", first.person().birthDate())
                            .put(
                                    "document",
                                    first.document().issuer() + " " + first.document().number())
                            .put("reason", first.decision().reason())
                            .put("officer", first.decision().officer()));
        }
        return new JsonObject()
                .put("desk", standing.desk())
                .put("here", standing.here())
                .put("reached", standing.reached())
                .put("waiting", standing.waiting())
                .put("answered", lane.answers())
                .put("cases", cases);
    }

    /// What the first line saw and said; null where nobody referred.
    static @Nullable JsonObject firstLine(@Nullable ReferredCase referred) {
        if (referred == null) {
            return null;
        }
        Crossing first = referred.first();
        JsonArray said = new JsonArray();
        Crossing.Comparison comparison = first.comparison();
        if (comparison != null) {
            for (Crossing.Candidate one : comparison.candidates()) {
                said.add(
                        new JsonObject()
                                .put("kind", "fingers")
                                .put("reference", one.nominal())
                                .put("measure", one.scoreHundredths() / 100.0)
                                .put(
                                        "word",
                                        one.nominal().equals(comparison.confirmed())
                                                ? "hit"
                                                : "not-the-same"));
            }
        }
        for (Crossing.Alert alert : first.alerts()) {
            said.add(
                    new JsonObject()
                            .put("kind", spelled(alert.kind()))
                            .put("reference", alert.reference())
                            .put("measure", alert.measure())
                            .put("word", spelled(alert.word())));
        }
        return new JsonObject()
                .put("id", referred.crossing().toString())
                .put("lane", referred.lane())
                .put("at", referred.at().toString())
                .put("officer", first.decision().officer())
                .put("reason", first.decision().reason())
                .put("fingers", referred.fingers().size())
                .put("face", referred.face() != null)
                .put("compared", comparison != null)
                .put("said", said)
                .put("chip", chip(first));
    }

    private static JsonArray chip(Crossing first) {
        JsonArray steps = new JsonArray();
        ChipFinding chip = first.chip();
        if (chip != null) {
            chip.steps()
                    .forEach(step ->
                            steps.add(
                                    new JsonObject()
                                            .put("step", step.check())
                                            .put("result", spelled(step.result()))));
        }
        return steps;
    }
}
