package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.forpost.edge.lane.Arrival;
import org.forpost.edge.lane.CrossingView;
import org.forpost.edge.lane.Drawn;
import org.forpost.edge.lane.Excepted;
import org.forpost.edge.lane.Notice;
import org.forpost.edge.lane.SameFinger;
import org.forpost.edge.lane.Shot;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.rules.Stay;
import org.forpost.edge.rules.Words;
import org.forpost.edge.watchlist.Candidate;
import org.forpost.edge.watchlist.Evidence;
import org.forpost.edge.watchlist.Screening;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.matching.Calibration;
import org.forpost.matching.MatchedMinutiae;
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
                        .put("ground", arrival.ground())
                        .put("rules", view.rules())
                        .put("exceptions", exceptions(view))
                        .put("stay", stay(view.stay()))
                        .put("exemption", exemption(view.ruling()))
                        .put("faceOnly", faceOnly(view.ruling()))
                        .put("step", spelled(view.step()))
                        .put("needs", needs(view))
                        .put("captures", captures(view.shots()))
                        .put("doubts", doubts(view.doubts()))
                        .put("settled", new JsonArray(view.settled()))
                        .put("compared", view.screening() instanceof Screening.Compared)
                        .put("candidates", candidates(view))
                        .put("chip", ChipJson.of(view.chip()))
                        .put("firstLine", DeskApi.firstLine(view.referred()));
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
            case Ruling.FaceOnly _ -> null;
            case Ruling.Exempt exempt ->
                    new JsonObject().put("code", exempt.code()).put("reason", exempt.reason());
        };
    }

    private static @Nullable JsonObject faceOnly(Ruling ruling) {
        return ruling instanceof Ruling.FaceOnly it
                ? new JsonObject().put("code", it.code()).put("reason", it.reason())
                : null;
    }

    private static JsonArray exceptions(CrossingView view) {
        JsonArray all = new JsonArray();
        for (Excepted excepted : view.excepted()) {
            all.add(
                    new JsonObject()
                            .put("position", excepted.exception().position())
                            .put("reason", spelled(excepted.exception().reason()))
                            .put("permanent", excepted.exception().permanent())
                            .put(
                                    "retakeDue",
                                    excepted.retakeDue().map(LocalDate::toString).orElse(null))
                            .put("supervisor", excepted.supervisor())
                            .put("words", words(excepted.words())));
        }
        return all;
    }

    private static JsonArray doubts(List<SameFinger> doubts) {
        JsonArray all = new JsonArray();
        doubts.forEach(pair ->
                all.add(
                        new JsonArray()
                                .add(pair.first().code())
                                .add(pair.second().code())
                                .add(pair.known())));
        return all;
    }

    static @Nullable JsonObject words(@Nullable Words words) {
        return words == null ? null : new JsonObject().put("en", words.en()).put("ru", words.ru());
    }

    private static @Nullable JsonObject stay(@Nullable Stay stay) {
        if (stay == null) {
            return null;
        }
        JsonArray spells = new JsonArray();
        for (Stay.Spell spell : stay.spells()) {
            spells.add(
                    new JsonObject()
                            .put("first", spell.first().toString())
                            .put("last", spell.last().toString())
                            .put("latest", spell.latest().toString())
                            .put("missing", spelled(spell.missing())));
        }
        return new JsonObject()
                .put("rule", stay.rule())
                .put("used", stay.used())
                .put("mostUsed", stay.mostUsed())
                .put("lastDay", stay.lastDay().map(LocalDate::toString).orElse(null))
                .put("uncertain", stay.uncertain())
                .put("spells", spells)
                .put("words", words(stay.explanation()));
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

    static JsonArray candidates(CrossingView view) {
        JsonArray all = new JsonArray();
        for (Candidate candidate : view.candidates()) {
            JsonObject json =
                    new JsonObject()
                            .put("nominal", candidate.reference())
                            .put("listed", listed(candidate.listed()))
                            .put("action", candidate.action())
                            .put("settled", candidate.settled())
                            .put("evidence", evidence(candidate.evidence()))
                            .put("drawings", drawings(view, candidate.reference()));
            candidate.evidence().stream()
                    .filter(Evidence.Fingers.class::isInstance)
                    .map(Evidence.Fingers.class::cast)
                    .findFirst()
                    .ifPresent(fingers -> fingers(json, fingers));
            all.add(json);
        }
        return all;
    }

    private static JsonObject fingers(JsonObject json, Evidence.Fingers fingers) {
        return json.put("position", fingers.position())
                .put("score", Math.round(fingers.score() * 100) / 100.0)
                .put("fmr", threeDigits(fingers.falseMatchRate()))
                .put("meaning", meaning(fingers.falseMatchRate()));
    }

    private static @Nullable JsonObject listed(@Nullable SoughtName name) {
        return name == null
                ? null
                : new JsonObject()
                        .put("surname", name.surname())
                        .put("givenNames", name.givenNames())
                        .put("birthDate", name.birthDate())
                        .put("nationality", name.nationality());
    }

    private static JsonArray evidence(List<Evidence> all) {
        JsonArray spelled = new JsonArray();
        for (Evidence one : all) {
            spelled.add(
                    switch (one) {
                        case Evidence.Fingers it ->
                                fingers(new JsonObject().put("kind", "fingers"), it);
                        case Evidence.Name it ->
                                new JsonObject()
                                        .put("kind", "name")
                                        .put("likeness", it.likeness())
                                        .put("reasons", StateJson.spelledAll(it.reasons()));
                        case Evidence.Document it ->
                                new JsonObject()
                                        .put("kind", "document")
                                        .put("status", spelled(it.status()));
                        case Evidence.SeenBefore it -> seen(it);
                    });
        }
        return spelled;
    }

    private static JsonObject seen(Evidence.SeenBefore it) {
        JsonObject json =
                new JsonObject()
                        .put("kind", "seen-before")
                        .put("lane", it.lane() == 0 ? null : it.lane())
                        .put("at", it.at().toString())
                        .put("outcome", spelled(it.kind()))
                        .put("reason", it.reason())
                        .put("by", spelled(it.by()));
        Evidence.Referral referral = it.referral();
        if (referral != null) {
            json.put(
                    "referred",
                    new JsonObject()
                            .put("lane", referral.lane() == 0 ? null : referral.lane())
                            .put("at", referral.at().toString()));
        }
        Evidence.Fingers fingers = it.fingers();
        return fingers == null ? json : fingers(json, fingers);
    }

    /// Pairs as eight numbers: x, y, direction, 1 for a bifurcation; of the probe and then of the
    /// reference; pixels at 500 dpi.
    private static JsonArray drawings(CrossingView view, String reference) {
        JsonArray all = new JsonArray();
        for (Drawn drawn : view.drawings()) {
            if (drawn.drawing().reference().equals(reference)) {
                JsonArray pairs = new JsonArray();
                for (MatchedMinutiae.Pair pair : drawn.drawing().minutiae().pairs()) {
                    JsonArray numbers = new JsonArray();
                    minutia(numbers, pair.probe());
                    minutia(numbers, pair.candidate());
                    pairs.add(numbers);
                }
                all.add(
                        new JsonObject()
                                .put("position", drawn.drawing().probe())
                                .put("reference", drawn.drawing().position())
                                .put("width", drawn.width())
                                .put("height", drawn.height())
                                .put("pairs", pairs));
            }
        }
        return all;
    }

    private static void minutia(JsonArray numbers, MatchedMinutiae.Minutia minutia) {
        numbers.add(minutia.x())
                .add(minutia.y())
                .add(Math.round(minutia.direction() * 100) / 100.0)
                .add(minutia.bifurcation() ? 1 : 0);
    }

    static double threeDigits(double rate) {
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
