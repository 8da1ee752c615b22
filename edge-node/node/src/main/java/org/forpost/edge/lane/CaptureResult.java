package org.forpost.edge.lane;

import java.util.List;

/// How a capture ended. Whatever it is, the crossing stays and the capture can be asked for again.
public sealed interface CaptureResult {

    /// Something was captured, good or not.
    ///
    /// @param accepted whether nothing of what was asked for needs another try
    /// @param shots of this capture
    record Taken(boolean accepted, List<Shot> shots, Notice notice, CrossingView crossing)
            implements CaptureResult {
        public Taken {
            shots = List.copyOf(shots);
        }
    }

    /// The device did not do it.
    ///
    /// @param message for the officer: what happened, what to do next
    record DeviceTrouble(Trouble trouble, String message) implements CaptureResult {}

    enum Trouble {
        /// Nobody answers.
        ABSENT,
        /// The device itself says that it could not.
        FAULT,
        /// The device's answer must not be believed.
        UNTRUSTED
    }

    /// Of this person nothing may be captured.
    record Exempt(String reason) implements CaptureResult {}

    /// Of this person no finger is taken, a face is.
    record FaceOnly(String reason) implements CaptureResult {}

    /// A finger was asked for that the traveller cannot give.
    record Excepted(int position) implements CaptureResult {}

    /// Another capture of this crossing is still running.
    record Running() implements CaptureResult {}

    /// Abandoned meanwhile, decided, or never opened.
    record NoSuchCrossing() implements CaptureResult {}
}
