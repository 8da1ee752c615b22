package org.forpost.edge.device;

import java.time.Instant;

/// One biometric sample that a trusted device signed.
public sealed interface CapturedImage permits CapturedFinger, CapturedFace {

    /// The quality that the device gives it, 0 to 100. The device's word, not a measurement of
    /// ours.
    int quality();

    /// The ISO/IEC 19794 record, byte for byte as the device signed it.
    byte[] record();

    EncodedImage image();

    /// When the device says that it was taken.
    Instant takenAt();
}
