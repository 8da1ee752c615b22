package org.forpost.edge.device;

import java.time.Instant;

/// The image of a face.
///
/// @param record an ISO/IEC 19794-5 face image record (FAC) with this one image in it
@SuppressWarnings("ArrayRecordComponent") // See EncodedImage.
public record CapturedFace(int quality, byte[] record, EncodedImage image, Instant takenAt)
        implements CapturedImage {

    /// No biometric bytes in any log.
    @Override
    public String toString() {
        return "face, quality " + quality + ", " + image;
    }
}
