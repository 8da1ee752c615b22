package org.forpost.sim.traveller.trick;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.sim.finger.GreyImage;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.Position;

/// Gives one finger where another is asked for, as with an injured one that nobody mentioned.
///
/// @param given the finger that lies on the glass
/// @param instead of this one
record FingerAgain(Hands hands, Position given, Position instead, AtomicInteger presses)
        implements Hands {
    @Override
    public Map<Position, GreyImage> press(Collection<Position> fingers) {
        if (!fingers.contains(instead) || presses.getAndDecrement() <= 0) {
            return hands.press(fingers);
        }
        List<Position> others = new ArrayList<>(fingers);
        others.remove(instead);
        Map<Position, GreyImage> seen = new EnumMap<>(Position.class);
        seen.putAll(hands.press(others));
        GreyImage image = hands.press(List.of(given)).get(given);
        if (image != null) {
            seen.put(instead, image);
        }
        return seen;
    }
}
