package org.forpost.sim.traveller.trick;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.sim.finger.GreyImage;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.Position;

/// Keeps one finger in the air: three are seen where four were asked for.
record LiftedFinger(Hands hands, Position finger, AtomicInteger presses) implements Hands {
    @Override
    public Map<Position, GreyImage> press(Collection<Position> fingers) {
        Map<Position, GreyImage> seen = new EnumMap<>(Position.class);
        seen.putAll(hands.press(fingers));
        if (presses.getAndDecrement() > 0) {
            seen.remove(finger);
        }
        return seen;
    }
}
