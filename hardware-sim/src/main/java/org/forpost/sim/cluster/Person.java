package org.forpost.sim.cluster;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.forpost.sim.camera.Face;
import org.forpost.sim.finger.Finger;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.Body;
import org.forpost.sim.traveller.RealFinger;
import org.forpost.sim.traveller.trick.Trick;

/// Who comes to a lane, as the control interface says it.
///
/// @param seed of the whole body
/// @param missing fingers that the person does not have
/// @param badPresses how many presses go wrong before the first good one
/// @param trick what the person does that was not asked for
/// @param tricks how often, before doing as told
/// @param real a finger of real images, if the person has one
public record Person(
        long seed,
        Set<Position> missing,
        int badPresses,
        Optional<Real> real,
        Optional<Trick> trick,
        int tricks) {

    /// Somebody who does as told.
    public Person(long seed, Set<Position> missing, int badPresses, Optional<Real> real) {
        this(seed, missing, badPresses, real, Optional.empty(), 0);
    }

    /// A finger from a folder of images named `FINGER_IMPRESSION`.
    public record Real(Path folder, String finger, Position position) {}

    /// Copies the set.
    public Person {
        missing = Set.copyOf(missing);
    }

    /// What lies on the glass.
    Hands hands(Body body) {
        return trick.map(each -> each.with((Hands) body, tricks)).orElse(body);
    }

    /// What the camera sees.
    Face face(Body body) {
        return trick.map(each -> each.with((Face) body, tricks)).orElse(body);
    }

    Body body() {
        Map<Position, Finger> given = new EnumMap<>(Position.class);
        real.ifPresent(r -> given.put(r.position(), RealFinger.presented(r.folder(), r.finger())));
        return new Body(seed, missing, badPresses, given);
    }
}
