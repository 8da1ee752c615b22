package org.forpost.edge.device;

/// How the picture inside a biometric record is coded (ISO/IEC 19794-4:2011 table 5, 19794-5:2011
/// table 12).
public enum ImageFormat {
    /// Eight-bit grey samples, row by row from the top left, no header.
    RAW,
    WSQ,
    JPEG,
    JPEG2000,
    PNG
}
