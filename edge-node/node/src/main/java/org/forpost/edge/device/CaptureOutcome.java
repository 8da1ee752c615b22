package org.forpost.edge.device;

import java.util.List;

/// How a capture ended. Nothing of a capture outlives it: after any of these the lane may ask again
/// (with a new transaction id) and succeed.
public sealed interface CaptureOutcome<T extends CapturedImage> {

    /// One sentence or two for the officer: what happened, and what to do next.
    String message();

    /// Everything that was asked for came, at the quality asked for or better.
    ///
    /// @param images in the order of the device's answer
    /// @param lastHash the end of the hash chain, to be the `previousHash` of the next capture
    record Captured<T extends CapturedImage>(List<T> images, String lastHash, String message)
            implements CaptureOutcome<T> {
        public Captured {
            images = List.copyOf(images);
        }
    }

    /// Genuine, but not what was asked for: an image below the quality asked for, or fingers that
    /// did not come, whatever the device itself calls it. What is here was verified like any other
    /// capture, and the rules of the post may let an officer take it after enough attempts.
    ///
    /// @param images what came, each with its quality, possibly none
    /// @param missing fingers asked for that did not come, always empty for a face
    /// @param askedQuality the least quality that was asked for
    record Poor<T extends CapturedImage>(
            List<T> images,
            List<FingerPosition> missing,
            int askedQuality,
            String lastHash,
            String message)
            implements CaptureOutcome<T> {
        public Poor {
            images = List.copyOf(images);
            missing = List.copyOf(missing);
        }
    }

    /// The device answered, and its answer is not to be used.
    ///
    /// @param field where in the answer, e.g. `biometrics[2].data.transactionId`; "error" when the
    ///   device reported the failure itself
    /// @param expected what should have stood there
    record Refused<T extends CapturedImage>(
            Refusal reason, String field, String expected, String message)
            implements CaptureOutcome<T> {}

    /// No whole answer came: not there, hung up, or silent beyond the time allowed.
    record DeviceGone<T extends CapturedImage>(String message) implements CaptureOutcome<T> {}
}
