package org.forpost.edge.device;

import java.time.Instant;

/// How a device was when it was last looked at.
///
/// @param name what this lane calls it, e.g. "scanner"
/// @param serial the serial number that it is expected to have, or has; "" while neither is known
/// @param make the maker's name as the device signed it, "" until it has
/// @param model the model as the device signed it, "" until it has
/// @param message for the officer: what is wrong and what to do, or that all is well
/// @param since when this state began
public record DeviceStatus(
        String name,
        Kind kind,
        State state,
        String serial,
        String make,
        String model,
        String message,
        Instant since) {

    public enum Kind {
        FINGER_SCANNER,
        FACE_CAMERA,
        DOCUMENT_READER
    }

    public enum State {
        /// There, trusted, and waiting.
        READY,
        /// There and trusted, occupied or warming up.
        BUSY,
        /// Nobody answers, or nobody with this serial number.
        ABSENT,
        /// Somebody answers who must not be used.
        FAULT
    }
}
