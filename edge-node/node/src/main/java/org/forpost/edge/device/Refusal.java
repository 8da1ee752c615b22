package org.forpost.edge.device;

/// Why a device's answer is not used.
public enum Refusal {
    /// The device itself reports that it could not capture (nobody put a finger down, busy,
    /// broken).
    DEVICE_ERROR,
    /// Not the protocol at all, or a part of the answer has the wrong shape.
    MALFORMED,
    /// Larger than any honest answer.
    TOO_LARGE,
    /// Not signed, or by an algorithm other than the one allowed.
    UNSIGNED,
    /// The signature does not fit what it signs.
    BAD_SIGNATURE,
    /// Signed, by somebody whom this post does not trust.
    UNTRUSTED,
    /// The certificate's time has run out or has not begun.
    CERTIFICATE_TIME,
    /// The device is not the one that stands in this lane.
    OTHER_DEVICE,
    /// A capture made for another transaction.
    OTHER_TRANSACTION,
    /// A capture made for another purpose.
    OTHER_PURPOSE,
    /// A capture made in another environment, say a developer's.
    OTHER_ENVIRONMENT,
    /// The chain of hashes has a missing, foreign or reordered link.
    BROKEN_CHAIN,
    /// Made before it was asked for, or in the future.
    WRONG_TIME,
    /// A finger or modality that nobody asked for.
    UNASKED,
    /// Fingers of the other hand than the one asked for.
    WRONG_HAND,
    /// The same finger twice.
    DUPLICATE,
    /// The ISO/IEC 19794 record is not sound.
    BAD_RECORD
}
