package org.forpost.edge.lane;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.forpost.edge.device.FingerPosition;

/// What the officer is told after a capture.
final class Notices {
    private Notices() {}

    /// @param doubts fingers that seem to be the same
    /// @param poor fingers that came and do not suffice
    /// @param said what the device's adapter had to say, or ""
    static Notice fingers(
            boolean good,
            boolean settled,
            int attempt,
            List<SameFinger> doubts,
            List<FingerPosition> missing,
            List<FingerPosition> poor,
            List<String> unusable,
            String said) {
        if (good) {
            return new Notice(Notice.Kind.ACCEPTED, "The fingers are good.", attempt, List.of());
        }
        List<SameFinger> elsewhere = doubts.stream().filter(SameFinger::known).toList();
        if (!elsewhere.isEmpty()) {
            return elsewhere(elsewhere, attempt);
        }
        if (!doubts.isEmpty()) {
            return same(doubts, attempt);
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

    private static Notice elsewhere(List<SameFinger> doubts, int attempt) {
        boolean hand = doubts.stream().filter(SameFinger::acrossHands).count() >= 2;
        String pairs =
                doubts.stream()
                        .map(pair -> pair.first().spoken() + " is " + pair.second().spoken())
                        .collect(Collectors.joining("; "));
        return new Notice(
                hand ? Notice.Kind.HANDS_SWAPPED : Notice.Kind.OTHER_FINGER,
                "By the last crossing with this document, "
                        + (hand ? "this is the other hand: " : "this is another finger: ")
                        + pairs
                        + ". Take the hand that was asked for, or say that they differ.",
                attempt,
                codes(doubts.stream().map(SameFinger::first).toList()));
    }

    /// One pair across the hands may be a finger that strayed; two are a hand.
    private static Notice same(List<SameFinger> doubts, int attempt) {
        boolean hand = doubts.stream().filter(SameFinger::acrossHands).count() >= 2;
        String pairs =
                doubts.stream()
                        .map(pair -> pair.first().spoken() + " and " + pair.second().spoken())
                        .collect(Collectors.joining("; "));
        List<Integer> positions =
                doubts.stream()
                        .flatMap(pair -> Stream.of(pair.first().code(), pair.second().code()))
                        .distinct()
                        .sorted()
                        .toList();
        return hand
                ? new Notice(
                        Notice.Kind.SAME_HAND,
                        "The same hand was laid down as the right and as the left: "
                                + pairs
                                + ". Take the wrong one again, or say that they differ.",
                        attempt,
                        positions)
                : new Notice(
                        Notice.Kind.SAME_FINGER,
                        "The same finger was presented twice: "
                                + pairs
                                + ". Take the wrong one again, or say that they differ.",
                        attempt,
                        positions);
    }

    /// @param asked the fingers of the hand that was asked for
    static Notice wrongHand(List<FingerPosition> asked, String said, int attempt) {
        return new Notice(Notice.Kind.WRONG_HAND, said, attempt, codes(asked));
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
