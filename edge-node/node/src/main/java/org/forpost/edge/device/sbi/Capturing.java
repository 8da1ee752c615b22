package org.forpost.edge.device.sbi;

import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedImage;
import org.forpost.edge.device.Refusal;

/// Every way in which a capture can fail, as the outcome that the lane sees: the same for fingers
/// and faces.
final class Capturing {
    private Capturing() {}

    /// A capture up to its judgement.
    interface Attempt<T extends CapturedImage> {
        CaptureOutcome<T> run()
                throws DeviceLink.NotThere, DeviceLink.Occupied, Unacceptable, InterruptedException;
    }

    static <T extends CapturedImage> CaptureOutcome<T> outcome(DeviceLink link, Attempt<T> attempt)
            throws InterruptedException {
        try {
            return attempt.run();
        } catch (DeviceLink.NotThere e) {
            return new CaptureOutcome.DeviceGone<>(String.valueOf(e.getMessage()));
        } catch (DeviceLink.Occupied e) {
            return new CaptureOutcome.Refused<>(
                    Refusal.DEVICE_ERROR,
                    "capture",
                    "one capture at a time",
                    OfficerWords.busy(link.name()));
        } catch (Unacceptable e) {
            return new CaptureOutcome.Refused<>(
                    e.reason(), e.field(), e.expected(), OfficerWords.refused(link.name(), e));
        }
    }

    /// The device itself says that it took nothing.
    static <T extends CapturedImage> CaptureOutcome<T> reported(
            DeviceLink link, CaptureAnswer.Failure failure) {
        return new CaptureOutcome.Refused<>(
                Refusal.DEVICE_ERROR,
                failure.path(),
                "0 (success)",
                OfficerWords.reported(link.name(), failure));
    }
}
