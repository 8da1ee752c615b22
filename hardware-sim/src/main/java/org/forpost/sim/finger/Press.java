package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// How a finger was put on the glass.
///
/// @param shiftX pixels to the right of the middle of the glass
/// @param shiftY pixels below the middle of the glass
/// @param rotationDegrees clockwise, 0 when the finger points up
/// @param pressure 0 to 1: low makes dry, thin, broken ridges, 0.5 is ordinary, high makes wet,
///   thick, joined ones
/// @param dirt 0 to 1: how much of the ridge pattern smudges, scratches and residue take away
/// @param seed of everything else in this one press: skin distortion, outline of the contact, noise
public record Press(
        double shiftX,
        double shiftY,
        double rotationDegrees,
        double pressure,
        double dirt,
        long seed) {

    /// Farther than any glass is wide: such a finger is not on it at all.
    private static final double MAX_SHIFT = 4_000;

    public Press {
        require(Math.abs(shiftX) <= MAX_SHIFT, "shiftX", shiftX, "-4000 to 4000 pixels");
        require(Math.abs(shiftY) <= MAX_SHIFT, "shiftY", shiftY, "-4000 to 4000 pixels");
        require(
                Math.abs(rotationDegrees) <= 180,
                "rotationDegrees",
                rotationDegrees,
                "-180 to 180");
        require(pressure >= 0 && pressure <= 1, "pressure", pressure, "0 to 1");
        require(dirt >= 0 && dirt <= 1, "dirt", dirt, "0 to 1");
    }

    /// A press as most are: near the middle, nearly upright, neither dry nor wet.
    public static Press normal(long seed) {
        var random = new SplittableRandom(Seeds.mix(seed, Seeds.NORMAL_PRESS));
        return new Press(
                clamp(random.nextGaussian() * 14, 40),
                clamp(random.nextGaussian() * 14, 40),
                clamp(random.nextGaussian() * 7, 20),
                0.5 + clamp(random.nextGaussian() * 0.10, 0.25),
                Math.min(0.5, Math.abs(random.nextGaussian()) * 0.12),
                seed);
    }

    /// A press that a lane should ask to repeat: too dry, half beside the glass, smudged.
    public static Press bad(long seed) {
        var random = new SplittableRandom(Seeds.mix(seed, Seeds.BAD_PRESS));
        double side = random.nextBoolean() ? 1 : -1;
        return new Press(
                side * (130 + random.nextDouble() * 40),
                105 + random.nextDouble() * 60,
                clamp(random.nextGaussian() * 15, 35),
                0.02 + random.nextDouble() * 0.06,
                0.85 + random.nextDouble() * 0.15,
                seed);
    }

    private static double clamp(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }

    private static void require(boolean holds, String field, double value, String expected) {
        // NaN fails every comparison, so it ends here too.
        if (!holds) {
            throw new IllegalArgumentException(field + " is " + value + ", expected " + expected);
        }
    }
}
