package org.forpost.edge.lane;

import java.util.List;
import java.util.Set;
import org.forpost.edge.device.FingerPosition;

/// Which fingers lie on a slap scanner together: four of a hand, or the two thumbs.
final class Placement {
    private static final List<List<Integer>> TOGETHER =
            List.of(List.of(2, 3, 4, 5), List.of(7, 8, 9, 10), List.of(1, 6));

    private Placement() {}

    /// @return the excepted fingers that would lie beside those asked for, so that the scanner does
    ///   not wait for them
    static List<FingerPosition> exceptionsBeside(
            List<FingerPosition> asked, Set<FingerPosition> excepted) {
        return TOGETHER.stream()
                .filter(hand -> asked.stream().anyMatch(finger -> hand.contains(finger.code())))
                .flatMap(List::stream)
                .map(FingerPosition::of)
                .filter(excepted::contains)
                .toList();
    }
}
