package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.forpost.edge.lane.Arrival;
import org.forpost.edge.lane.CrossingView;
import org.forpost.edge.lane.Notice;
import org.forpost.edge.lane.SameFinger;
import org.forpost.edge.lane.Shot;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.watchlist.PotentialMatch;
import org.forpost.edge.watchlist.Screening;
import org.forpost.matching.Calibration;
import org.jspecify.annotations.Nullable;

/// The open crossing as the page reads it.
final class CrossingJson {
    private CrossingJson() {}

    static JsonObject of(CrossingView view) {
        Arrival arrival = view.arrival();
        JsonObject json =
                new JsonObject()
                        .put("id", view.id().toString())
                        .put("direction", spelled(arrival.direction()))
                        .put(
                                "document",
                                new JsonObject()
                                        .put("type", arrival.document().type())
                                        .put("issuer", arrival.document().issuer())
                                        .put("number", arrival.document().number()))
                        .put(
                                "person",
                                new JsonObject()
                                        .put("surname", arrival.person().surname())
                                        .put("givenNames", arrival.person().givenNames())
                                        .put("birthDate", arrival.birthDate().toString())
                                        .put("nationality", arrival.person().nationality())
                                        .put("sex", arrival.person().sex()))
                        .put("category", spelled(arrival.category()))
                        .put("exceptions", exceptions(arrival))
                        .put("exemption", exemption(view.ruling()))
                        .put("step", spelled(view.step()))
                        .put("needs", needs(view))
                        .put("captures", captures(view.shots()))
                        .put("doubts", doubts(view.doubts()))
                        .put("settled", new JsonArray(view.settled()))
                        .put("compared", view.screening() instanceof Screening.Compared)
                        .put("candidates", candidates(view.screening()));
        Notice notice = view.notice();
        if (notice != null) {
            json.put("notice", notice(notice));
        }
        return json;
    }

    static JsonArray needs(CrossingView view) {
        return StateJson.spelledAll(view.needs().stream().sorted().toList());
    }

    static @Nullable JsonObject exemption(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Due() -> null;
            case Ruling.Exempt exempt ->
                    new JsonObject().put("code", exempt.code()).put("reason", exempt.reason());
        };
    }

    private static JsonArray exceptions(Arrival arrival) {
        JsonArray all = new JsonArray();
        arrival.exceptions()
                .forEach(exception ->
                        all.add(
                                new JsonObject()
                                        .put("position", exception.position())
                                        .put("reason", spelled(exception.reason()))
                                        .put("permanent", exception.permanent())));
        return all;
    }

    private static JsonArray doubts(List<SameFinger> doubts) {
        JsonArray all = new JsonArray();
        doubts.forEach(pair ->
                all.add(new JsonArray().add(pair.first().code()).add(pair.second().code())));
        return all;
    }

    static JsonArray captures(List<Shot> shots) {
        JsonArray all = new JsonArray();
        for (Shot shot : shots) {
            all.add(
                    new JsonObject()
                            .put("modality", spelled(shot.modality()))
                            .put("position", shot.position())
                            .put("quality", shot.quality())
                            .put("measured", orNull(shot.measured()))
                            .put("nfiq2", orNull(shot.nfiq2()))
                            .put("accepted", shot.accepted())
                            .put("attempt", shot.attempt()));
        }
        return all;
    }

    private static @Nullable Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    static JsonArray candidates(Screening screening) {
        JsonArray all = new JsonArray();
        for (PotentialMatch match : screening.potentialMatches()) {
            all.add(
                    new JsonObject()
                            .put("nominal", match.nominal())
                            .put("position", match.position())
                            .put("score", Math.round(match.score() * 100) / 100.0)
                            .put("fmr", threeDigits(match.falseMatchRate()))
                            .put("meaning", meaning(match.falseMatchRate()))
                            .put("action", match.action()));
        }
        return all;
    }

    private static double threeDigits(double rate) {
        return new BigDecimal(rate).round(new MathContext(3)).doubleValue();
    }

    private static String meaning(double rate) {
        if (rate < Calibration.SMALLEST_SHOWN) {
            return String.format(
                    Locale.ROOT,
                    "Fingers of two different people reach this score in fewer than 1 of %,d"
                            + " comparisons: it is rarer than could be measured.",
                    Math.round(1 / Calibration.SMALLEST_SHOWN));
        }
        return String.format(
                Locale.ROOT,
                "Fingers of two different people reach this score in 1 of %,d comparisons.",
                Math.round(1 / rate));
    }

    private static JsonObject notice(Notice notice) {
        return new JsonObject()
                .put("code", spelled(notice.kind()))
                .put("message", notice.text())
                .put("attempt", notice.attempt())
                .put("positions", new JsonArray(notice.positions()));
    }
}
