package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipReason;
import org.forpost.edge.document.ChipStep;
import org.forpost.edge.document.MrzReading;
import org.forpost.edge.document.ZoneDifference;
import org.forpost.edge.lane.ChipDesk;
import org.forpost.edge.lane.ChipSeen;
import org.forpost.edge.lane.ChipView;
import org.forpost.edge.lane.HolderCheck;
import org.jspecify.annotations.Nullable;

/// How reading a chip ended, as the page reads it. Words for checks and reasons are the page's
/// (`chip.check.…`, `chip.reason.…`, `holder.…`); details are the technician's.
final class ChipJson {
    private ChipJson() {}

    /// @param today at the post, for the centuries of dates
    static JsonObject of(ChipSeen seen, LocalDate today) {
        JsonObject json = reading(seen);
        MrzReading.Zone zone =
                seen.reading() instanceof ChipReading.Read read ? read.zone().orElse(null) : null;
        return json.put("zone", zone == null ? null : MrzJson.of(lines(zone), today))
                .put("differences", zone == null ? new JsonArray() : printed(seen, zone));
    }

    /// Of the open crossing.
    static @Nullable JsonObject of(@Nullable ChipView view) {
        if (view == null) {
            return null;
        }
        return reading(view.seen())
                .put("differences", differences(view.differences()))
                .put("checks", checks(view.checks()))
                .put("pictures", new JsonArray(view.pictures().stream().sorted().toList()))
                .put("due", due(view.seen().reading()));
    }

    private static JsonObject reading(ChipSeen seen) {
        JsonObject json =
                switch (seen.reading()) {
                    case ChipReading.Read read ->
                            new JsonObject()
                                    .put("outcome", "read")
                                    .put("verdict", spelled(read.verdict()))
                                    .put("steps", steps(read.steps()))
                                    .put("signer", read.signer())
                                    .put("cost", cost(read.cost()));
                    case ChipReading.Broken broken ->
                            new JsonObject()
                                    .put("outcome", "broken")
                                    .put("reason", spelled(broken.reason()))
                                    .put("message", broken.message())
                                    .put("steps", steps(broken.steps()))
                                    .put("cost", cost(broken.cost()));
                    case ChipReading.NoDocument(String message) ->
                            new JsonObject().put("outcome", "no-document").put("message", message);
                    case ChipReading.NoReader(String message) ->
                            new JsonObject().put("outcome", "no-reader").put("message", message);
                };
        return json.put("trust", seen.trust()).put("at", seen.at().toString());
    }

    /// Whether face and fingers are to be read now that the crossing is open.
    private static boolean due(ChipReading reading) {
        return reading instanceof ChipReading.Read read
                && read.step(ChipCheck.DG2).outcome() instanceof ChipStep.NotPossible not
                && not.reason() == ChipReason.NOT_YET;
    }

    private static String lines(MrzReading.Zone zone) {
        return String.join("\n", zone.lines());
    }

    private static JsonArray printed(ChipSeen seen, MrzReading.Zone chip) {
        return seen.access()
                .printed()
                .map(page -> differences(ZoneDifference.between(page, chip)))
                .orElseGet(JsonArray::new);
    }

    private static JsonArray differences(List<ZoneDifference> differences) {
        JsonArray all = new JsonArray();
        for (ZoneDifference it : differences) {
            all.add(
                    new JsonObject()
                            .put("field", spelled(it.field()))
                            .put("page", it.page())
                            .put("chip", it.chip()));
        }
        return all;
    }

    private static JsonArray steps(List<ChipStep> steps) {
        JsonArray all = new JsonArray();
        for (ChipStep step : steps) {
            JsonObject json = new JsonObject().put("check", spelled(step.check()));
            switch (step.outcome()) {
                case ChipStep.Passed _ -> json.put("result", "passed");
                case ChipStep.Failed failed ->
                        json.put("result", "failed").put("reason", spelled(failed.reason()));
                case ChipStep.NotPossible not ->
                        json.put("result", "not-possible").put("reason", spelled(not.reason()));
            }
            all.add(
                    json.put("detail", step.outcome().detail())
                            .put("millis", step.took().toMillis()));
        }
        return all;
    }

    private static JsonArray checks(List<HolderCheck> checks) {
        JsonArray all = new JsonArray();
        for (HolderCheck check : checks) {
            JsonObject json =
                    new JsonObject()
                            .put("source", spelled(check.source()))
                            .put("position", check.position());
            all.add(
                    switch (check) {
                        case HolderCheck.Finger it ->
                                json.put("result", it.agrees() ? "agrees" : "does-not-agree")
                                        .put("score", Math.round(it.score()))
                                        .put("fmr", CrossingJson.threeDigits(it.falseMatchRate()))
                                        .put("threshold", it.threshold());
                        case HolderCheck.Face it ->
                                json.put("result", it.agrees() ? "agrees" : "does-not-agree")
                                        .put("score", hundredths(it.score()))
                                        .put("threshold", hundredths(it.threshold()))
                                        .put("meaning", it.meaning());
                        case HolderCheck.NotPossible it ->
                                json.put("result", "not-possible")
                                        .put("why", spelled(it.why()))
                                        .put("detail", it.detail());
                    });
        }
        return all;
    }

    private static double hundredths(double cosine) {
        return Math.round(cosine * 100) / 100.0;
    }

    /// How the reader stands, and how far a reading is.
    static JsonObject standing(ChipDesk desk) {
        JsonObject json =
                new JsonObject()
                        .put("reader", desk.status().map(it -> spelled(it.state())).orElse("none"))
                        .put("message", desk.status().map(it -> it.message()).orElse(""))
                        .put("reading", desk.progress().isPresent());
        desk.progress()
                .ifPresent(now ->
                        json.put("check", spelled(now.check()))
                                .put("bytes", now.bytes())
                                .put("of", now.of()));
        return json;
    }

    private static JsonObject cost(ChipReading.Cost cost) {
        return new JsonObject()
                .put("bytes", cost.bytes())
                .put("exchanges", cost.exchanges())
                .put("millis", cost.took().toMillis());
    }
}
