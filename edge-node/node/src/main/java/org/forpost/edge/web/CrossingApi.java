package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.lane.Arrival;
import org.forpost.edge.lane.CaptureResult;
import org.forpost.edge.lane.Correction;
import org.forpost.edge.lane.CrossingView;
import org.forpost.edge.lane.DecisionResult;
import org.forpost.edge.lane.Lane;
import org.forpost.edge.lane.Modality;
import org.forpost.edge.lane.Opening;
import org.forpost.edge.lane.Verdict;
import org.forpost.edge.slip.Slips;
import org.forpost.edge.store.Entry;
import org.forpost.edge.store.Written;
import org.forpost.protocol.record.Crossing.Approval;
import org.forpost.protocol.record.RecordId;

/// What can be asked of the lane, as JSON in and out. Blocks; called on virtual threads.
final class CrossingApi {
    /// What fits on the page under the form.
    private static final int MOST_DECIDED = 8;

    private final Lane lane;
    private final RungApi rungs;
    private final Slips slips;
    private final InstantSource clock;
    private final ZoneId zone;

    /// @param zone whose date a day of birth must not be after
    /// @param slips for travellers
    CrossingApi(Lane lane, RungApi rungs, Slips slips, InstantSource clock, ZoneId zone) {
        this.lane = lane;
        this.rungs = rungs;
        this.slips = slips;
        this.clock = clock;
        this.zone = zone;
    }

    /// @param body empty when there is nothing to say
    record Answer(int status, JsonObject body) {}

    Answer open(byte[] body) throws Problem {
        Arrival arrival = Requests.arrival(body, LocalDate.ofInstant(clock.instant(), zone));
        return switch (lane.open(arrival)) {
            case Opening.Occupied(RecordId open) ->
                    throw Problem.of(
                            409,
                            "crossing-open",
                            "Another crossing is still open: " + open + ".",
                            "Decide it, or DELETE /api/crossings/" + open + ".");
            case Opening.NoSuchCase(String message) ->
                    throw Problem.of(404, "no-case", message, "Look at the list of cases.");
            case Opening.Opened(CrossingView view) ->
                    new Answer(
                            201,
                            new JsonObject()
                                    .put("id", view.id().toString())
                                    .put("exemption", CrossingJson.exemption(view.ruling()))
                                    .put("candidates", CrossingJson.candidates(view))
                                    .put("chip", ChipJson.of(view.chip()))
                                    .put("step", spelled(view.step()))
                                    .put("needs", CrossingJson.needs(view)));
        };
    }

    Answer capture(String id, byte[] body) throws Problem {
        RecordId crossing = id(id);
        Requests.Wanted wanted = Requests.wanted(body);
        CaptureResult result =
                wanted.modality() == Modality.FACE
                        ? lane.captureFace(crossing)
                        : lane.captureFingers(
                                crossing,
                                wanted.positions().stream().map(FingerPosition::of).toList());
        return switch (result) {
            case CaptureResult.Taken taken -> new Answer(200, taken(taken));
            case CaptureResult.DeviceTrouble trouble -> throw trouble(trouble);
            case CaptureResult.Exempt(String reason) ->
                    throw Problem.of(
                            422, "exempt", reason, "Decide by the document; nothing is captured.");
            case CaptureResult.FaceOnly(String reason) ->
                    throw Problem.of(422, "face-only", reason, "Take the face and no finger.");
            case CaptureResult.Excepted(int position) ->
                    throw new Problem(
                            422,
                            "excepted",
                            "positions",
                            "The "
                                    + FingerPosition.of(position).spoken()
                                    + " is an exception of this traveller.",
                            "Leave it out.");
            case CaptureResult.Running() -> throw running();
            case CaptureResult.NoSuchCrossing() -> throw noCrossing();
        };
    }

    /// The officer says that the fingers in doubt are different ones.
    Answer fingersDiffer(String id) throws Problem {
        if (!lane.fingersDiffer(id(id))) {
            throw Problem.of(
                    409,
                    "no-doubt",
                    "No two fingers of this crossing are in doubt now.",
                    "Look at the page again.");
        }
        return new Answer(204, new JsonObject());
    }

    private static JsonObject taken(CaptureResult.Taken taken) {
        return new JsonObject()
                .put("accepted", taken.accepted())
                .put("attempt", taken.notice().attempt())
                .put("captures", CrossingJson.captures(taken.shots()))
                .put("message", taken.notice().text())
                .put("candidates", CrossingJson.candidates(taken.crossing()))
                .put("step", spelled(taken.crossing().step()))
                .put("needs", CrossingJson.needs(taken.crossing()));
    }

    private static Problem trouble(CaptureResult.DeviceTrouble it) {
        return switch (it.trouble()) {
            case ABSENT ->
                    Problem.of(
                            503,
                            "device-absent",
                            it.message(),
                            "Check cable and power, then try again.");
            case FAULT -> Problem.of(503, "device-fault", it.message(), "Try again.");
            case UNTRUSTED ->
                    Problem.of(
                            422,
                            "device-refused",
                            it.message(),
                            "Try again; if it repeats, call the technician.");
        };
    }

    /// @param officer login of whoever is at work
    /// @param token of the session, in which a supervisor may have given the word
    Answer decide(String id, String officer, String token, byte[] body) throws Problem {
        Verdict said = Requests.verdict(body, officer);
        Optional<CrossingView> open =
                lane.crossing().filter(view -> view.id().toString().equals(id));
        List<Approval> words = new ArrayList<>();
        rungs.allow(token, open, said.outcome()).ifPresent(words::add);
        rungs.word(token, Verdict.EXCEPTIONS).ifPresent(words::add);
        DecisionResult result = lane.decide(id(id), said.on(words));
        if (result instanceof DecisionResult.Recorded && open.isPresent()) {
            rungs.decided(token, id, said.outcome());
            rungs.use(token, Verdict.EXCEPTIONS, id);
        }
        return answer(result);
    }

    /// @param officer login of whoever is at work
    /// @param token of the session, in which a supervisor may have given the word
    Answer correct(String id, String officer, String token, byte[] body) throws Problem {
        List<Approval> words = rungs.word(token, Correction.ACTION).stream().toList();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        DecisionResult result =
                lane.correct(id(id), Requests.correction(body, officer, words, today));
        if (result instanceof DecisionResult.Recorded) {
            rungs.use(token, Correction.ACTION, id);
        }
        return answer(result);
    }

    /// The last ones, the newest first.
    Answer decided() {
        return new Answer(
                200,
                new JsonObject()
                        .put(
                                "crossings",
                                DecidedJson.of(lane.decided(MOST_DECIDED), lane::answer)));
    }

    Answer mrz(byte[] body) throws Problem {
        return new Answer(
                200, MrzJson.of(Requests.zone(body), LocalDate.ofInstant(clock.instant(), zone)));
    }

    Answer rules() {
        return new Answer(200, DecidedJson.rules(lane.rules()));
    }

    /// The slip for the traveller, as PDF.
    byte[] slip(String id) throws Problem {
        Written.Decided decided = lane.decided(id(id)).orElseThrow(CrossingApi::noCrossing);
        try {
            return slips.pdf(decided, lane.rules().rules());
        } catch (IOException e) {
            throw Problem.of(
                    500,
                    "no-slip",
                    "The slip could not be made: " + e.getMessage(),
                    "Write it by hand; give the technician the log.");
        }
    }

    private static Answer answer(DecisionResult result) throws Problem {
        return switch (result) {
            case DecisionResult.Recorded(Entry entry) ->
                    new Answer(
                            201,
                            new JsonObject()
                                    .put("recorded", true)
                                    .put("recordId", entry.id().toString())
                                    .put("number", entry.number())
                                    .put("priority", entry.priority().code()));
            case DecisionResult.Incomplete lack ->
                    throw new Problem(
                            lack.lack() == DecisionResult.Lack.SUPERVISOR ? 403 : 422,
                            spelled(lack.lack()) + "-needed",
                            lack.field(),
                            lack.message(),
                            lack.whatToDo());
            case DecisionResult.DecidedOtherwise(Entry entry) ->
                    throw Problem.of(
                            409,
                            "decided-otherwise",
                            "This crossing is recorded as number "
                                    + entry.number()
                                    + " with another outcome.",
                            "Correct it: POST /api/crossings/{id}/correction.");
            case DecisionResult.Running() -> throw running();
            case DecisionResult.NoSuchCrossing() -> throw noCrossing();
            case DecisionResult.NotRecorded it ->
                    throw Problem.of(507, "not-recorded", it.message(), it.whatToDo());
        };
    }

    Answer abandon(String id) throws Problem {
        if (!lane.abandon(id(id))) {
            throw noCrossing();
        }
        return new Answer(204, new JsonObject());
    }

    static RecordId id(String text) throws Problem {
        if (!text.matches("[0-9a-f]{32}")) {
            throw noCrossing();
        }
        return RecordId.of(HexFormat.of().parseHex(text));
    }

    private static Problem running() {
        return Problem.of(
                409, "capture-running", "A capture is still running.", "Wait until it has ended.");
    }

    static Problem noCrossing() {
        return Problem.of(
                404,
                "no-crossing",
                "There is no such open crossing.",
                "Look at /api/state; it may be decided or abandoned.");
    }
}
