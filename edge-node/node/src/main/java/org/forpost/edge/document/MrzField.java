package org.forpost.edge.document;

/// The parts of a machine readable zone, as ICAO Doc 9303 part 3 section 4 names them.
public enum MrzField {
    DOCUMENT_CODE("document code"),
    ISSUING_STATE("issuing state"),
    NAME("name"),
    DOCUMENT_NUMBER("document number"),
    NATIONALITY("nationality"),
    BIRTH_DATE("date of birth"),
    SEX("sex"),
    EXPIRY_DATE("date of expiry"),
    PERSONAL_NUMBER("personal number"),
    OPTIONAL_DATA("optional data"),
    COMPOSITE("composite check digit");

    private final String words;

    MrzField(String words) {
        this.words = words;
    }

    /// In English, for a log; a page translates by the constant's name.
    public String words() {
        return words;
    }
}
