package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.lane.Lane;
import org.forpost.edge.lane.LiveLook;
import org.forpost.edge.lane.Modality;
import org.forpost.matching.face.Framing;
import org.forpost.matching.face.Light;
import org.jspecify.annotations.Nullable;

/// The live picture as a page asks for it, one frame at a time: `GET
/// /api/crossings/ID/live/face?viewer=NAME`, or `/live/2-3-4-5` for the fingers of a placement. The
/// page sets the pace, so that a slow one never makes frames pile up.
final class LivePage {
    private static final String PLACEMENT = "(?:[1-9]|10)(?:-(?:[1-9]|10)){0,9}";

    private final Lane lane;

    LivePage(Lane lane) {
        this.lane = lane;
    }

    /// What a page gets: a frame, or why there is none. Neither is an error, for a page asks on
    /// until it has heard of the capture's end.
    sealed interface Answer {}

    /// @param measures of a face, for the header `X-Forpost-Live`; null for fingers
    @SuppressWarnings("ArrayRecordComponent") // Sent and dropped.
    record Frame(byte[] jpeg, @Nullable JsonObject measures) implements Answer {}

    /// @param code over, elsewhere or nothing
    record Ended(String code, String message) implements Answer {}

    /// Blocks until the next frame.
    Answer frame(String id, String what, @Nullable String viewer)
            throws Problem, InterruptedException {
        if (viewer == null || !viewer.matches("[A-Za-z0-9-]{1,40}")) {
            throw Problem.field("viewer", "a name of up to 40 letters, digits and hyphens");
        }
        boolean face = what.equals("face");
        if (!face && !what.matches(PLACEMENT)) {
            throw Problem.of(404, "no-picture", "There is no such picture.", "Ask for the face.");
        }
        List<FingerPosition> fingers =
                face
                        ? List.of()
                        : Arrays.stream(what.split("-"))
                                .map(code -> FingerPosition.of(Integer.parseInt(code)))
                                .distinct()
                                .toList();
        LiveLook look =
                lane.look(
                        CrossingApi.id(id),
                        face ? Modality.FACE : Modality.FINGER,
                        fingers,
                        viewer);
        return switch (look) {
            case LiveLook.Frame it -> new Frame(it.jpeg(), measures(it.light(), it.framing()));
            case LiveLook.Over(String message) -> new Ended("over", message);
            case LiveLook.Exempt(String reason) ->
                    throw Problem.of(
                            422, "exempt", reason, "Decide by the document; nothing is captured.");
            case LiveLook.OtherViewer() ->
                    new Ended("elsewhere", "Another page shows the live picture: close it.");
            case LiveLook.NothingToSee() ->
                    new Ended("nothing", "Nothing of this kind is to be captured now.");
        };
    }

    private static @Nullable JsonObject measures(@Nullable Light light, @Nullable Framing framing) {
        if (light == null || framing == null) {
            return null;
        }
        return new JsonObject()
                .put("light", spelled(light.verdict()))
                .put("brightness", percent(light.brightness()))
                .put("contrast", percent(light.contrast()))
                .put("underexposed", percent(light.underexposed()))
                .put("overexposed", percent(light.overexposed()))
                .put("sharpness", percent(light.sharpness()))
                .put(
                        "framing",
                        switch (framing) {
                            case Framing.NotAssessed _ -> "not-assessed";
                            case Framing.NoFace() -> "no-face";
                            case Framing.Several _ -> "several";
                            case Framing.One one -> spelled(one.verdict());
                        });
    }

    private static long percent(double share) {
        return Math.round(100 * share);
    }
}
