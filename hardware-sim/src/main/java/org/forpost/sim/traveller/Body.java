package org.forpost.sim.traveller;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.sim.camera.Face;
import org.forpost.sim.face.SyntheticFace;
import org.forpost.sim.finger.Finger;
import org.forpost.sim.finger.GreyImage;
import org.forpost.sim.finger.Press;
import org.forpost.sim.finger.SyntheticFinger;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.Position;

/// A person's hands and face, all of one seed. Fingers grow when they are first pressed. Safe for
/// threads.
public final class Body implements Hands, Face {
    /// Keeps a person's presses and shots apart from those of the reference images.
    private static final int FACE = 11;

    private final long seed;
    private final Set<Position> missing;
    private final int badPresses;
    private final Map<Position, Finger> fingers = new EnumMap<>(Position.class);
    private final AtomicInteger presses = new AtomicInteger();
    private final AtomicInteger shots = new AtomicInteger();

    /// @param missing fingers that the person does not have
    /// @param badPresses how many presses go wrong before the first good one
    /// @param given fingers that are not grown from the seed
    public Body(
            long seed,
            Set<Position> missing,
            int badPresses,
            Map<Position, ? extends Finger> given) {
        this.seed = seed;
        this.missing = Set.copyOf(missing);
        this.badPresses = badPresses;
        fingers.putAll(given);
    }

    @Override
    public Map<Position, GreyImage> press(Collection<Position> wanted) {
        int number = presses.incrementAndGet();
        Map<Position, GreyImage> images = new EnumMap<>(Position.class);
        for (Position position : wanted) {
            if (!missing.contains(position)) {
                long press = mix(seed, 100L * number + position.code());
                images.put(
                        position,
                        finger(position)
                                .impression(
                                        number <= badPresses
                                                ? Press.bad(press)
                                                : Press.normal(press)));
            }
        }
        return images;
    }

    /// An impression taken long ago, for a watchlist: of the same finger, of no press at a lane.
    public GreyImage reference(Position position) {
        return finger(position).impression(Press.normal(mix(seed, position.code())));
    }

    @Override
    public byte[] shot(int width, int height) {
        return SyntheticFace.of(mix(seed, FACE))
                .jpeg(width, height, mix(seed, 1_000L + shots.incrementAndGet()));
    }

    private Finger finger(Position position) {
        synchronized (fingers) {
            return fingers.computeIfAbsent(
                    position, each -> SyntheticFinger.of(mix(seed, 50L + each.code())));
        }
    }

    /// The finaliser of SplitMix64 over both numbers: neighbours become strangers.
    public static long mix(long seed, long purpose) {
        long z = seed * 0x9e3779b97f4a7c15L + (purpose + 1) * 0xd1342543de82ef95L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
