package org.forpost.edge.device.sbi;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.forpost.edge.device.FingerPosition;

/// The text's `bioSubType` for each finger, and the `deviceSubId` for each placement.
final class FingerNames {
    private static final Map<FingerPosition, String> NAMES =
            new EnumMap<>(
                    Map.ofEntries(
                            Map.entry(FingerPosition.UNKNOWN, "UNKNOWN"),
                            Map.entry(FingerPosition.RIGHT_THUMB, "Right Thumb"),
                            Map.entry(FingerPosition.RIGHT_INDEX, "Right IndexFinger"),
                            Map.entry(FingerPosition.RIGHT_MIDDLE, "Right MiddleFinger"),
                            Map.entry(FingerPosition.RIGHT_RING, "Right RingFinger"),
                            Map.entry(FingerPosition.RIGHT_LITTLE, "Right LittleFinger"),
                            Map.entry(FingerPosition.LEFT_THUMB, "Left Thumb"),
                            Map.entry(FingerPosition.LEFT_INDEX, "Left IndexFinger"),
                            Map.entry(FingerPosition.LEFT_MIDDLE, "Left MiddleFinger"),
                            Map.entry(FingerPosition.LEFT_RING, "Left RingFinger"),
                            Map.entry(FingerPosition.LEFT_LITTLE, "Left LittleFinger")));

    private FingerNames() {}

    static String name(FingerPosition position) {
        return String.valueOf(NAMES.get(position));
    }

    static Optional<FingerPosition> position(String name) {
        return Arrays.stream(FingerPosition.values())
                .filter(each -> name(each).equals(name))
                .findFirst();
    }

    /// 1 the left hand's four fingers, 2 the right hand's, 3 the thumbs, 0 anything else.
    static int subId(Collection<FingerPosition> placement) {
        if (placement.isEmpty() || placement.contains(FingerPosition.UNKNOWN)) {
            return 0;
        }
        if (placement.stream().allMatch(FingerNames::thumb)) {
            return 3;
        }
        if (placement.stream().anyMatch(FingerNames::thumb)) {
            return 0;
        }
        boolean left = placement.stream().allMatch(each -> each.code() > 6);
        boolean right = placement.stream().allMatch(each -> each.code() < 6);
        return left ? 1 : right ? 2 : 0;
    }

    private static boolean thumb(FingerPosition position) {
        return position == FingerPosition.RIGHT_THUMB || position == FingerPosition.LEFT_THUMB;
    }
}
