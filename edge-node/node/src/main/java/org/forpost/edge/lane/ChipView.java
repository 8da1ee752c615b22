package org.forpost.edge.lane;

import java.util.List;
import java.util.Set;
import org.forpost.edge.document.ZoneDifference;

/// The chip of the open crossing's document, as the page shows it. Holds no image.
///
/// @param seen how it was read
/// @param differences between what the officer entered and what the chip says, field by field
/// @param checks what was captured, compared with what the chip holds
/// @param pictures finger positions of which the chip gave a picture; 0 for the face
public record ChipView(
        ChipSeen seen,
        List<ZoneDifference> differences,
        List<HolderCheck> checks,
        Set<Integer> pictures) {
    public ChipView {
        differences = List.copyOf(differences);
        checks = List.copyOf(checks);
        pictures = Set.copyOf(pictures);
    }
}
