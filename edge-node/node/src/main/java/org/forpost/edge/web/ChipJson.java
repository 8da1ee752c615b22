package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipStep;
import org.forpost.edge.document.MrzReading;

/// How reading a chip ended, as the page reads it. Words for checks and reasons are the page's
/// (`chip.check.…`, `chip.reason.…`); details are the technician's.
final class ChipJson {
    private ChipJson() {}

    static JsonObject of(ChipReading reading) {
        return switch (reading) {
            case ChipReading.Read read ->
                    new JsonObject()
                            .put("outcome", "read")
                            .put("verdict", spelled(read.verdict()))
                            .put("steps", steps(read.steps()))
                            .put("zone", read.zone().map(ChipJson::zone).orElse(null))
                            .put("face", read.face().isPresent() ? "/api/chip/face.png" : null)
                            .put("fingers", read.fingers().size())
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

    private static JsonObject zone(MrzReading.Zone zone) {
        return new JsonObject()
                .put("lines", new JsonArray(zone.lines()))
                .put("documentCode", zone.documentCode())
                .put("issuer", zone.issuer())
                .put("number", zone.number())
                .put("surname", zone.surname())
                .put("givenNames", zone.givenNames())
                .put("nationality", zone.nationality())
                .put("birth", zone.birth().text())
                .put("sex", String.valueOf(zone.sex()))
                .put("expiry", zone.expiry().text());
    }

    private static JsonObject cost(ChipReading.Cost cost) {
        return new JsonObject()
                .put("bytes", cost.bytes())
                .put("exchanges", cost.exchanges())
                .put("millis", cost.took().toMillis());
    }
}
