package org.forpost.edge.device;

import java.time.Instant;

/// The image of one finger.
///
/// @param record an ISO/IEC 19794-4 finger image record (FIR) with this one image in it
@SuppressWarnings("ArrayRecordComponent") // See EncodedImage.
public record CapturedFinger(
        FingerPosition position, int quality, byte[] record, EncodedImage image, Instant takenAt)
        implements CapturedImage {

    /// No biometric bytes in any log.
    @Override
    public String toString() {
        return position.spoken() + ", quality " + quality + ", " + image;
    }
}
