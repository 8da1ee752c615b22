package org.forpost.edge.lane;

import java.util.List;
import java.util.stream.Collectors;
import org.forpost.edge.device.FingerPosition;

/// What the officer is told after a capture.
final class Notices {
    private Notices() {}

    /// @param poor fingers that came and do not suffice
    /// @param said what the device's adapter had to say, or ""
    static Notice fingers(
            boolean good,
            boolean settled,
            int attempt,
            List<FingerPosition> missing,
            List<FingerPosition> poor,
            List<String> unusable,
            String said) {
        if (good) {
            return new Notice(Notice.Kind.ACCEPTED, "The fingers are good.", attempt, List.of());
        }
        if (settled) {
            return new Notice(
                    Notice.Kind.BEST_KEPT,
                    LanePolicy.TRIES + " tries were made; the best of each finger is kept.",
                    attempt,
                    codes(poor));
        }
        if (!missing.isEmpty()) {
            String names =
                    missing.stream().map(FingerPosition::spoken).collect(Collectors.joining(", "));
            return new Notice(
                    Notice.Kind.FINGERS_MISSING,
                    "Not seen: " + names + ". Lay all the fingers on the glass and try again.",
                    attempt,
                    codes(missing));
        }
        return new Notice(Notice.Kind.POOR_QUALITY, poor(unusable, said), attempt, codes(poor));
    }

    /// @param said what the device's adapter had to say, or ""
    static Notice face(boolean good, boolean settled, int attempt, String said) {
        if (good) {
            return new Notice(Notice.Kind.ACCEPTED, "The face is good.", attempt, List.of());
        }
        return settled
                ? new Notice(
                        Notice.Kind.BEST_KEPT,
                        LanePolicy.TRIES + " tries were made; the best is kept.",
                        attempt,
                        List.of())
                : new Notice(Notice.Kind.POOR_QUALITY, poor(List.of(), said), attempt, List.of());
    }

    private static List<Integer> codes(List<FingerPosition> positions) {
        return positions.stream().map(FingerPosition::code).toList();
    }

    private static String poor(List<String> unusable, String said) {
        if (!unusable.isEmpty()) {
            return String.join(". ", unusable) + ".";
        }
        return said.isEmpty() ? "The quality is too low. Try again." : said;
    }
}
