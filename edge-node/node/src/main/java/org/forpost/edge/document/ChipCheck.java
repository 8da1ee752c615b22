package org.forpost.edge.document;

/// The steps of reading a chip, in the order in which they are told. A page translates by the
/// constant's name (`chip.check.PACE`). Sections are of ICAO Doc 9303, 8th edition.
public enum ChipCheck {
    /// The chip answers and has the passport application (part 10 section 3.6).
    APPLICATION("passport application"),
    /// Password Authenticated Connection Establishment (part 11 section 4.4).
    PACE("PACE"),
    /// Basic Access Control (part 11 section 4.3); not needed where PACE has passed.
    BAC("basic access control"),
    /// EF.SOD is there, and its signature is by the signer named in it (part 11 section 5.1).
    SIGNED_DATA("signature of the document's data"),
    /// The signer's certificate is of a known authority, and of today (part 12).
    SIGNER("signer's certificate"),
    /// The signer's certificate is on no list of revoked ones (part 12).
    REVOCATION("revocation of the signer"),
    /// The zone as the chip has it.
    DG1("data group 1, the zone"),
    /// The holder's face.
    DG2("data group 2, the face"),
    /// The holder's fingers.
    DG3("data group 3, the fingers"),
    /// Each group that was read is the one that was signed (part 11 section 5.1).
    HASHES("hashes of the data groups"),
    /// Active authentication (part 11 section 6.1): the chip has a key that cannot be copied.
    ACTIVE_AUTHENTICATION("active authentication"),
    /// Chip authentication (part 11 section 6.2): the same, the newer way.
    CHIP_AUTHENTICATION("chip authentication"),
    /// What the chip says of the ways in is the same before and after (part 11 section 4.4.3.5.1:
    /// nobody has taken the stronger one away).
    ACCESS_INFORMATION("announced protocols"),
    /// The zone in the chip is the zone on the page.
    PRINTED_ZONE("printed zone");

    private final String words;

    ChipCheck(String words) {
        this.words = words;
    }

    /// In English, for a log; a page translates by the constant's name.
    public String words() {
        return words;
    }
}
