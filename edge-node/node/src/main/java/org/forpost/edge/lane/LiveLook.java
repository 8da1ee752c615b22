package org.forpost.edge.lane;

import org.forpost.matching.face.Framing;
import org.forpost.matching.face.Light;
import org.jspecify.annotations.Nullable;

/// One look at a device's live picture.
public sealed interface LiveLook {

    /// A frame, for the eye only; kept nowhere.
    ///
    /// @param jpeg a whole JPEG file
    /// @param light null for fingers, and for a frame that cannot be read
    /// @param framing null where `light` is
    @SuppressWarnings("ArrayRecordComponent") // Drawn once and dropped.
    record Frame(byte[] jpeg, @Nullable Light light, @Nullable Framing framing)
            implements LiveLook {}

    /// The picture has ended, or could not be had.
    ///
    /// @param message for the officer
    record Over(String message) implements LiveLook {}

    /// Of this person nothing is captured, and so nothing is shown.
    record Exempt(String reason) implements LiveLook {}

    /// Another page shows the picture.
    record OtherViewer() implements LiveLook {}

    /// There is no such open crossing, or it needs nothing of this kind any more.
    record NothingToSee() implements LiveLook {}
}
