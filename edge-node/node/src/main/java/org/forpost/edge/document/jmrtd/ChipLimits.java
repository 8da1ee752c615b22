package org.forpost.edge.document.jmrtd;

import java.time.Duration;

/// What one reading may cost.
///
/// @param exchanges most commands; a chip of 60 kB in portions of 223 bytes takes some 300, and one
///   that gives 64 bytes at a time 1,000
/// @param bytes most bytes of answers: three groups of the greatest size, and secure messaging
/// @param perAnswer how long one answer may take; slow chips think about PACE for over a second
/// @param whole how long all of it may take: the fifteen seconds of an officer's attention, and
///   five for chips of the first generation
public record ChipLimits(int exchanges, int bytes, Duration perAnswer, Duration whole) {
    /// What a lane allows.
    public static final ChipLimits LANE =
            new ChipLimits(1_500, 256 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(20));
}
