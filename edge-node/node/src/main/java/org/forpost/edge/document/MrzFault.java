package org.forpost.edge.document;

/// Something in a zone that is not as Doc 9303 has it: a slip of a finger, a bad scan or a forgery.
/// Which of these it is the officer judges.
///
/// @param field where
/// @param kind what
/// @param expected what would have been right, as it would stand in the zone or in words
/// @param read what stands there
public record MrzFault(MrzField field, Kind kind, String expected, String read) {
    /// Kinds of fault.
    public enum Kind {
        /// The check digit does not fit what it covers.
        CHECK_DIGIT,
        /// A character that may not stand in this field.
        CHARACTER,
        /// Not a day of the calendar.
        DATE,
        /// Nothing stands there.
        MISSING
    }

    @Override
    public String toString() {
        return field.words() + ": expected " + expected + ", read " + read;
    }
}
