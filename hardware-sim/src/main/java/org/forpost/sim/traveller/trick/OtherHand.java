package org.forpost.sim.traveller.trick;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.sim.finger.GreyImage;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.Position;

/// Lays down the other hand than the one asked for.
///
/// @param told whether the scanner knows a left hand from a right one; otherwise it calls the
///   fingers as if they were the ones asked for, counted from the left of the glass
record OtherHand(Hands hands, boolean told, AtomicInteger presses) implements Hands {
    @Override
    public Map<Position, GreyImage> press(Collection<Position> fingers) {
        if (presses.getAndDecrement() <= 0) {
            return hands.press(fingers);
        }
        Map<Position, GreyImage> seen = new EnumMap<>(Position.class);
        Map<Position, GreyImage> laid =
                hands.press(fingers.stream().map(OtherHand::opposite).toList());
        laid.forEach((finger, image) -> seen.put(told ? finger : mirrored(finger), image));
        return seen;
    }

    private static Position opposite(Position finger) {
        return at(finger.code() > 5 ? finger.code() - 5 : finger.code() + 5);
    }

    /// From left to right a left hand is little, ring, middle, index and a right one the other way
    /// round; there is one thumb of each.
    private static Position mirrored(Position finger) {
        int code = finger.code();
        return switch (code) {
            case 1, 6 -> opposite(finger);
            default -> at(12 - code);
        };
    }

    private static Position at(int code) {
        return Position.ofCode(code).orElseThrow();
    }
}
