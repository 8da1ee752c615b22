package org.forpost.edge.device.sbi;

import java.time.Duration;

/// How long a lane waits for a device, and how much of a live picture it takes.
///
/// @param info for discovery and information: devices answer from memory
/// @param grace beyond a capture's own timeout, for the device to sign and send
/// @param preview from opening a live picture to its end: nobody is guided for longer, and a
///   forgotten preview must not hold a device
/// @param previewIdle between two pieces of it: the text asks for three frames a second
/// @param previewBytes in all: two minutes at 30 frames of 100 KB are 360 MB
/// @param frameBytes for one frame: a full-screen JPEG has a few hundred KB
record SbiLimits(
        Duration info,
        Duration grace,
        Duration preview,
        Duration previewIdle,
        long previewBytes,
        int frameBytes) {
    static final SbiLimits USUAL =
            new SbiLimits(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(5),
                    400L << 20,
                    1 << 20);
}
