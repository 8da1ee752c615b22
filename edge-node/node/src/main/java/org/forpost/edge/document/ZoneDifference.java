package org.forpost.edge.document;

import java.util.ArrayList;
import java.util.List;

/// A field of the zone in the chip that is not as the page of the document has it.
///
/// @param page as it stands on the page
/// @param chip as DG1 has it
public record ZoneDifference(MrzField field, String page, String chip) {

    /// Field by field, in the order of Doc 9303 part 3.
    ///
    /// @return empty where the two zones are the same to the last filler
    public static List<ZoneDifference> between(MrzReading.Zone page, MrzReading.Zone chip) {
        List<ZoneDifference> all = new ArrayList<>();
        differs(all, MrzField.DOCUMENT_CODE, page.documentCode(), chip.documentCode());
        differs(all, MrzField.ISSUING_STATE, page.issuer(), chip.issuer());
        differs(all, MrzField.NAME, name(page), name(chip));
        differs(all, MrzField.DOCUMENT_NUMBER, page.number(), chip.number());
        differs(all, MrzField.NATIONALITY, page.nationality(), chip.nationality());
        differs(all, MrzField.BIRTH_DATE, page.birth().text(), chip.birth().text());
        differs(all, MrzField.SEX, String.valueOf(page.sex()), String.valueOf(chip.sex()));
        differs(all, MrzField.EXPIRY_DATE, page.expiry().text(), chip.expiry().text());
        differs(all, MrzField.OPTIONAL_DATA, page.optional(), chip.optional());
        if (all.isEmpty()) {
            // Fillers or check digits: nothing a person reads, and yet not what was printed.
            differs(
                    all,
                    MrzField.COMPOSITE,
                    String.join(" ", page.lines()),
                    String.join(" ", chip.lines()));
        }
        return all;
    }

    private static String name(MrzReading.Zone zone) {
        return zone.givenNames().isEmpty()
                ? zone.surname()
                : zone.surname() + ", " + zone.givenNames();
    }

    private static void differs(
            List<ZoneDifference> all, MrzField field, String page, String chip) {
        if (!page.equals(chip)) {
            all.add(new ZoneDifference(field, page, chip));
        }
    }
}
