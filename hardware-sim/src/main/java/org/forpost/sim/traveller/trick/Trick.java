package org.forpost.sim.traveller.trick;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.sim.camera.Face;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.Position;

/// The habits by name.
public enum Trick {
    /// The other hand, on a scanner that tells.
    OTHER_HAND,
    /// The other hand, on a scanner that cannot tell.
    OTHER_HAND_UNSEEN,
    /// The right index finger once more for the left index finger.
    FINGER_AGAIN,
    /// The right index finger for the right thumb.
    INDEX_FOR_THUMB,
    /// The right ring finger does not touch the glass.
    LIFTED_FINGER,
    /// Hardly any light.
    DARK,
    /// Far too much light.
    GLARE,
    /// Half outside of the picture.
    OFF_CENTRE;

    /// As the command line spells it.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(Trick::label).toList();
    }

    public static Optional<Trick> ofLabel(String label) {
        return Arrays.stream(values()).filter(trick -> trick.label().equals(label)).findFirst();
    }

    /// @param presses how often
    public Hands with(Hands hands, int presses) {
        AtomicInteger left = new AtomicInteger(presses);
        return switch (this) {
            case OTHER_HAND -> new OtherHand(hands, true, left);
            case OTHER_HAND_UNSEEN -> new OtherHand(hands, false, left);
            case FINGER_AGAIN ->
                    new FingerAgain(hands, Position.RIGHT_INDEX, Position.LEFT_INDEX, left);
            case INDEX_FOR_THUMB ->
                    new FingerAgain(hands, Position.RIGHT_INDEX, Position.RIGHT_THUMB, left);
            case LIFTED_FINGER -> new LiftedFinger(hands, Position.RIGHT_RING, left);
            case DARK, GLARE, OFF_CENTRE -> hands;
        };
    }

    /// @param shots how often, live pictures included
    public Face with(Face face, int shots) {
        AtomicInteger left = new AtomicInteger(shots);
        return switch (this) {
            case DARK -> new Retouched(face, Retouched::dark, left);
            case GLARE -> new Retouched(face, Retouched::glare, left);
            case OFF_CENTRE -> new Retouched(face, Retouched::offCentre, left);
            default -> face;
        };
    }
}
