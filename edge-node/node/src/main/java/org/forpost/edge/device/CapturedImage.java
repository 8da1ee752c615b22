package org.forpost.edge.device;

import java.time.Instant;

/// One biometric sample: signed by a trusted device, or taken by a scanner on this machine's own
/// bus (libfprint), which signs nothing.
public sealed interface CapturedImage permits CapturedFinger, CapturedFace {

    /// The quality that the device gives it, 0 to 100. The device's word, not a measurement of
    /// ours.
    int quality();

    /// The ISO/IEC 19794 record, byte for byte as the device signed it, or as its driver wrote it.
    byte[] record();

    EncodedImage image();

    /// When the device says that it was taken.
    Instant takenAt();
}
