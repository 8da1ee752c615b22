package org.forpost.edge.web;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.MrzReader;
import org.forpost.edge.document.MrzReading;
import org.forpost.edge.lane.ChipAttempt;
import org.forpost.edge.lane.ChipDesk;
import org.forpost.protocol.record.RecordId;

/// Reading the chip of the document on this lane's reader. Blocks; called on virtual threads.
final class ChipApi {
    private static final String ZONE_EXPECTED =
            "the two or three lines of a machine readable zone in which every check digit fits";

    private final Supplier<ChipDesk> desk;
    private final InCrossing inCrossing;
    private final Supplier<LocalDate> today;

    /// Reads the chip of an open crossing's document.
    @FunctionalInterface
    interface InCrossing {
        ChipAttempt read(RecordId id, Optional<ChipAccess> access);
    }

    /// @param today at the post, for the centuries of dates
    ChipApi(Supplier<ChipDesk> desk, InCrossing inCrossing, Supplier<LocalDate> today) {
        this.desk = desk;
        this.inCrossing = inCrossing;
        this.today = today;
    }

    /// For a document of which no crossing is open yet.
    CrossingApi.Answer read(byte[] body) throws Problem {
        return answer(desk.get().read(access(body).orElseThrow(ChipApi::noAccess)));
    }

    /// For the document of an open crossing, by what opened it before unless the body says more.
    CrossingApi.Answer read(String id, byte[] body) throws Problem {
        return answer(inCrossing.read(CrossingApi.id(id), access(body)));
    }

    private CrossingApi.Answer answer(ChipAttempt attempt) throws Problem {
        return switch (attempt) {
            case ChipAttempt.Done(var seen) ->
                    new CrossingApi.Answer(200, ChipJson.of(seen, today.get()));
            case ChipAttempt.NoReader() ->
                    throw Problem.of(
                            409,
                            "no-reader",
                            "This lane has no document reader.",
                            "Go on by the page of the document; a reader is set up under"
                                    + " [devices.reader] of the configuration.");
            case ChipAttempt.Running() ->
                    throw Problem.of(
                            409,
                            "reading",
                            "A document is being read already.",
                            "Wait for its end, or DELETE /api/chip.");
            case ChipAttempt.Abandoned() ->
                    throw Problem.of(
                            409, "reading-abandoned", "The reading was abandoned.", "Read again.");
            case ChipAttempt.NoAccess() -> throw noAccess();
            case ChipAttempt.NoSuchCrossing() -> throw CrossingApi.noCrossing();
        };
    }

    private static Problem noAccess() {
        return new Problem(
                422,
                "no-access",
                "mrz",
                "Nothing is known that opens this chip.",
                "Scan or type the machine readable zone, or the six digits on a card.");
    }

    /// How the reader stands, and how far a reading is.
    JsonObject progress() {
        return ChipJson.standing(desk.get());
    }

    /// Abandons a reading that runs.
    CrossingApi.Answer abandon() {
        desk.get().abandon();
        return new CrossingApi.Answer(204, new JsonObject());
    }

    /// `{"mrz": "…"}`, or `{"can": "123456"}` with or without the zone to compare with.
    private static Optional<ChipAccess> access(byte[] body) throws Problem {
        Fields fields = Fields.of(body);
        String mrz = fields.textOrNull("mrz", "(?s).{1,256}", 256, ZONE_EXPECTED);
        String can = fields.textOrNull("can", "[0-9]{6}", 6, "six digits");
        fields.end();
        Optional<MrzReading.Zone> zone = Optional.empty();
        if (mrz != null) {
            if (!(MrzReader.read(mrz) instanceof MrzReading.Zone read) || !read.sound()) {
                throw Problem.field("mrz", ZONE_EXPECTED);
            }
            zone = Optional.of(read);
        }
        return can == null
                ? zone.map(ChipAccess.ByZone::new)
                : Optional.of(new ChipAccess.ByNumber(can, zone));
    }
}
