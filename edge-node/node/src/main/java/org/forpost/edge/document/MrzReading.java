package org.forpost.edge.document;

import java.util.List;

/// What came out of reading a text as a machine readable zone.
public sealed interface MrzReading {

    /// No zone at all.
    ///
    /// @param why what was expected, in English: lines, widths or characters
    record NotAZone(String why) implements MrzReading {}

    /// A zone, with whatever is wrong with it.
    ///
    /// @param lines as they were read, upper case, without spaces
    /// @param documentCode one or two letters, `P`, `ID`, `V`, fillers gone
    /// @param issuer three letters of ISO 3166-1 or Doc 9303 part 3 section 5; `D` for Germany
    /// @param surname primary identifier, words apart by a space
    /// @param givenNames secondary identifier, maybe empty
    /// @param namesCut whether the name fills its field to the end, so that some may be missing
    /// @param number of the document, fillers gone, its continuation in the optional data included
    /// @param sex `F`, `M` or `<` for unspecified
    /// @param optional what remains of the optional data, of both lines for TD1
    /// @param faults empty if all check digits fit and every field is possible
    record Zone(
            MrzFormat format,
            List<String> lines,
            String documentCode,
            String issuer,
            String surname,
            String givenNames,
            boolean namesCut,
            String number,
            String nationality,
            MrzDate birth,
            char sex,
            MrzDate expiry,
            String optional,
            List<MrzFault> faults)
            implements MrzReading {

        /// Whether nothing is wrong with it.
        public boolean sound() {
            return faults.isEmpty();
        }
    }
}
