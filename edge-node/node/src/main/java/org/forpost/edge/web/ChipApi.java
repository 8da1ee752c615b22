package org.forpost.edge.web;

import static org.forpost.edge.web.Requests.spelled;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.DocumentReader;
import org.forpost.edge.document.MrzReader;
import org.forpost.edge.document.MrzReading;
import org.jspecify.annotations.Nullable;

/// Reading the chip of the document on this lane's reader. Blocks; called on virtual threads.
///
/// One reading at a time. The face of the last one is kept for the page until it is told to forget
/// it, the next reading begins or ten minutes have passed.
final class ChipApi {
    /// To lay a document down; the reading itself has its own limit.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// No crossing takes longer; what is left lying is a face that nobody needs.
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final String ZONE_EXPECTED =
            "the two or three lines of a machine readable zone in which every check digit fits";

    private final @Nullable DocumentReader reader;
    private final InstantSource clock;

    /// Guarded by this.
    private @Nullable Thread reading;

    private Doing doing = new Doing(ChipCheck.APPLICATION, 0, 0);
    private @Nullable EncodedImage face;
    private Instant faceAt = Instant.EPOCH;

    private record Doing(ChipCheck check, int bytes, int of) {}

    /// @param reader null where the lane has none
    ChipApi(@Nullable DocumentReader reader, InstantSource clock) {
        this.reader = reader;
        this.clock = clock;
    }

    CrossingApi.Answer read(byte[] body) throws Problem {
        ChipAccess access = access(body);
        DocumentReader with = reader;
        if (with == null) {
            throw Problem.of(
                    409,
                    "no-reader",
                    "This lane has no document reader.",
                    "Go on by the page of the document; a reader is set up under"
                            + " [devices.reader] of the configuration.");
        }
        begin();
        try {
            ChipReading read = with.read(access, PATIENCE, this::note);
            if (read instanceof ChipReading.Read whole) {
                keep(whole.face());
            }
            return new CrossingApi.Answer(200, ChipJson.of(read));
        } catch (InterruptedException e) {
            throw Problem.of(409, "reading-abandoned", "The reading was abandoned.", "Read again.");
        } finally {
            end();
        }
    }

    private synchronized void begin() throws Problem {
        if (reading != null) {
            throw Problem.of(
                    409,
                    "reading",
                    "A document is being read already.",
                    "Wait for its end, or DELETE /api/chip.");
        }
        reading = Thread.currentThread();
        doing = new Doing(ChipCheck.APPLICATION, 0, 0);
        face = null;
    }

    private synchronized void end() {
        reading = null;
        // An abandoning that came too late must not reach whatever this thread does next.
        Thread.interrupted();
    }

    private synchronized void note(ChipCheck check, int bytes, int of) {
        doing = new Doing(check, bytes, of);
    }

    private synchronized void keep(Optional<EncodedImage> image) {
        face = image.orElse(null);
        faceAt = clock.instant();
    }

    /// How the reader stands, and how far a reading is.
    synchronized JsonObject progress() {
        DocumentReader with = reader;
        JsonObject json =
                new JsonObject()
                        .put("reader", with == null ? "none" : spelled(with.status().state()))
                        .put("message", with == null ? "" : with.status().message())
                        .put("reading", reading != null);
        if (reading != null) {
            json.put("check", spelled(doing.check()))
                    .put("bytes", doing.bytes())
                    .put("of", doing.of());
        }
        return json;
    }

    /// Abandons a reading that runs, and forgets the face of the last one.
    synchronized CrossingApi.Answer forget() {
        Thread running = reading;
        if (running != null) {
            running.interrupt();
        }
        face = null;
        return new CrossingApi.Answer(204, new JsonObject());
    }

    synchronized Optional<EncodedImage> face() {
        if (Duration.between(faceAt, clock.instant()).compareTo(KEPT) > 0) {
            face = null;
        }
        return Optional.ofNullable(face);
    }

    /// `{"mrz": "…"}`, or `{"can": "123456"}` with or without the zone to compare with.
    private static ChipAccess access(byte[] body) throws Problem {
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
        if (can != null) {
            return new ChipAccess.ByNumber(can, zone);
        }
        return new ChipAccess.ByZone(zone.orElseThrow(() -> Problem.field("mrz", ZONE_EXPECTED)));
    }
}
