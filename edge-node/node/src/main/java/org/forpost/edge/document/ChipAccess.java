package org.forpost.edge.document;

import java.util.Optional;

/// What is known from the page of a document, and opens its chip.
public sealed interface ChipAccess {

    /// What is compared with DG1.
    Optional<MrzReading.Zone> printed();

    /// The zone as it was read or typed: document number, date of birth, date of expiry.
    record ByZone(MrzReading.Zone zone) implements ChipAccess {
        @Override
        public Optional<MrzReading.Zone> printed() {
            return Optional.of(zone);
        }
    }

    /// The six digits printed on cards (CAN; ICAO Doc 9303 part 11 section 4.4.1), for PACE only.
    record ByNumber(String can, Optional<MrzReading.Zone> printed) implements ChipAccess {
        public ByNumber {
            if (!can.matches("[0-9]{6}")) {
                throw new IllegalArgumentException("a card access number has six digits");
            }
        }
    }
}
