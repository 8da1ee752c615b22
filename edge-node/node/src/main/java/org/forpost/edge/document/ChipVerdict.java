package org.forpost.edge.document;

/// What all steps together say of a chip. For the officer's eye; nothing is decided by it.
public enum ChipVerdict {
    /// Signed by a known authority, unchanged, and the chip is no copy.
    GENUINE,
    /// Signed by a known authority and unchanged; that the chip is a copy cannot be ruled out.
    DATA_GENUINE,
    /// Nothing speaks against it, but its signer is unknown here.
    UNVERIFIED,
    /// A step has failed.
    SUSPECT
}
