package org.forpost.edge.lane;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.forpost.edge.device.Preview;
import org.forpost.matching.face.FaceModel;
import org.forpost.matching.face.FacePicture;
import org.forpost.matching.face.Framing;
import org.forpost.matching.face.Light;
import org.forpost.matching.face.UnreadablePictureException;
import org.jspecify.annotations.Nullable;

/// The one live picture that a lane shows at a time, to one viewer. A frame is handed out and
/// forgotten. The device is let go when the capture or the crossing ends, or when the viewer has
/// not asked for a while.
final class LiveView {
    /// A page asks several times a second; a closed one never again.
    private static final Duration FORGOTTEN = Duration.ofSeconds(3);

    private final FaceModel faces;
    private final LongSupplier nanos;
    private @Nullable Session open;

    /// @param nanos a clock that only runs forward
    LiveView(FaceModel faces, LongSupplier nanos) {
        this.faces = faces;
        this.nanos = nanos;
    }

    private static final class Session {
        final String viewer;
        final String what;
        final Preview preview;
        volatile long asked;

        Session(String viewer, String what, Preview preview, long asked) {
            this.viewer = viewer;
            this.what = what;
            this.preview = preview;
            this.asked = asked;
        }
    }

    @FunctionalInterface
    interface Opening {
        Preview open() throws InterruptedException;
    }

    /// Waits for the next frame.
    ///
    /// @param what of which device and placement; another one closes the one before
    /// @param allowed asked after every wait, because a crossing may end meanwhile
    LiveLook look(
            String viewer, String what, boolean face, Opening opening, BooleanSupplier allowed)
            throws InterruptedException {
        Session session = session(viewer, what, opening);
        if (session == null) {
            return new LiveLook.OtherViewer();
        }
        if (!allowed.getAsBoolean()) {
            stop();
            return new LiveLook.NothingToSee();
        }
        Preview.Shown shown = session.preview.next();
        session.asked = nanos.getAsLong();
        if (!allowed.getAsBoolean()) {
            stop();
            return new LiveLook.NothingToSee();
        }
        return switch (shown) {
            case Preview.Shown.Frame(byte[] jpeg) -> face ? assessed(jpeg) : bare(jpeg);
            case Preview.Shown.Ended(String message) -> {
                stop(session);
                yield new LiveLook.Over(message);
            }
        };
    }

    /// @return null while another viewer looks
    private synchronized @Nullable Session session(String viewer, String what, Opening opening)
            throws InterruptedException {
        Session now = open;
        if (now != null && !now.viewer.equals(viewer) && !forgotten(now)) {
            return null;
        }
        if (now != null && now.viewer.equals(viewer) && now.what.equals(what)) {
            now.asked = nanos.getAsLong();
            return now;
        }
        stop();
        Session next = new Session(viewer, what, opening.open(), nanos.getAsLong());
        open = next;
        return next;
    }

    private static LiveLook bare(byte[] jpeg) {
        return new LiveLook.Frame(jpeg, null, null);
    }

    private LiveLook assessed(byte[] jpeg) {
        try {
            FacePicture picture = FacePicture.decode(jpeg);
            Framing framing = faces.framing(picture);
            return new LiveLook.Frame(jpeg, Light.of(picture), framing);
        } catch (UnreadablePictureException e) {
            return bare(jpeg);
        }
    }

    private boolean forgotten(Session session) {
        return nanos.getAsLong() - session.asked > FORGOTTEN.toNanos();
    }

    /// Lets go of a device whose viewer has gone.
    synchronized void sweep() {
        if (open != null && forgotten(open)) {
            stop();
        }
    }

    private synchronized void stop(Session session) {
        if (open == session) {
            stop();
        }
    }

    /// Lets go of the device.
    synchronized void stop() {
        if (open != null) {
            open.preview.close();
            open = null;
        }
    }
}
