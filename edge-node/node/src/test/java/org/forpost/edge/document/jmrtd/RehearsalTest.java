package org.forpost.edge.document.jmrtd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.stream.Collectors;
import org.forpost.edge.document.ChipReading;
import org.forpost.sim.document.Personality;
import org.junit.jupiter.api.Test;

/// A rehearsal goes through what a reading goes through.
class RehearsalTest {
    private final Desk desk = new Desk();

    @Test
    void everyStepIsTriedUpToTheProofThatTheChipInMemoryCannotGive() throws Exception {
        ChipReader reader =
                (ChipReader)
                        desk.reader(
                                new InMemoryReader(desk.card(Personality.HONEST)), ChipLimits.LANE);
        ChipReading.Read read = assertInstanceOf(ChipReading.Read.class, reader.rehearse());
        assertEquals(
                List.of(
                        "passport application: passed",
                        "PACE: failed, REFUSED_BY_CHIP",
                        "basic access control: passed",
                        "signature of the document's data: passed",
                        "signer's certificate: passed",
                        "revocation of the signer: passed",
                        "data group 1, the zone: passed",
                        "data group 2, the face: passed",
                        "data group 3, the fingers: not possible, NOT_IN_DOCUMENT",
                        "hashes of the data groups: passed",
                        "active authentication: failed, NOT_GENUINE",
                        "chip authentication: failed, NOT_GENUINE",
                        "announced protocols: passed",
                        "printed zone: passed"),
                read.steps().stream()
                        .map(step -> step.toString().replaceAll(" \\(.*", ""))
                        .collect(Collectors.toList()));
        // And a document is read afterwards as ever.
        assertEquals(
                org.forpost.edge.document.ChipVerdict.GENUINE,
                desk.whole(desk.card(Personality.HONEST)).verdict());
    }
}
