package org.forpost.edge.document;

/// Why a step has failed or could not be done. A page translates by the constant's name
/// (`chip.reason.HASH_MISMATCH`).
public enum ChipReason {
    // Why a step was not possible: says nothing against the document.
    /// The document does not have it.
    NOT_IN_DOCUMENT(false),
    /// Something else has done its work.
    NOT_NEEDED(false),
    /// A step before it ended the reading or took away what it needs.
    NOT_REACHED(false),
    /// The chip asks for a protocol or an algorithm that this lane does not speak.
    UNSUPPORTED(false),
    /// Only a terminal with a certificate of the issuing state may read it, and this one has none.
    NEEDS_TERMINAL_AUTHENTICATION(false),
    /// No authority of the issuer is among the trust anchors.
    NO_AUTHORITY(false),
    /// No list of the signer's authority is there.
    NO_REVOCATION_LIST(false),
    /// The list of the signer's authority should have been followed by a newer one.
    STALE_REVOCATION_LIST(false),
    /// Face and fingers are read when the crossing is open and the rules ask for them.
    NOT_YET(false),
    /// The rules take no biometrics of this traveller, from the chip neither.
    EXEMPT(false),
    /// There is no printed zone to compare with.
    NO_PRINTED_ZONE(false),

    // Why a step has failed: the officer must know.
    /// The chip does not accept what was read from the page.
    WRONG_KEY(true),
    /// The chip answered with an error where none is due.
    REFUSED_BY_CHIP(true),
    /// An answer that is not of the shape that Doc 9303 gives.
    MALFORMED(true),
    /// A group larger than a chip may have.
    TOO_LARGE(true),
    /// A group differs from the one that was signed.
    HASH_MISMATCH(true),
    /// A group that was read, or listed, has no signed hash.
    NOT_SIGNED(true),
    BAD_SIGNATURE(true),
    EXPIRED(true),
    NOT_YET_VALID(true),
    REVOKED(true),
    /// The chip does not hold the key that its own data name: a copy.
    NOT_GENUINE(true),
    /// Two statements differ that must be the same.
    DIFFERS(true),

    // Why there is no reading to the end.
    /// Taken off the reader, or out of its field.
    CHIP_LOST(true),
    /// More answers or bytes than any document needs.
    ENDLESS(true),
    /// Slower than the lane may wait.
    TOO_SLOW(true),
    READER_LOST(true);

    private final boolean failure;

    ChipReason(boolean failure) {
        this.failure = failure;
    }

    /// Whether it speaks against the document or the reading; otherwise a step was not possible.
    public boolean failure() {
        return failure;
    }
}
