package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// The classes of Galton and Henry, with the share of fingers that have them: loops 65.5 %, whorls
/// 27.9 %, arches 6.6 % (Wilson, Candela, Watson, *Neural network fingerprint classification*,
/// 1993, over NIST's natural distribution). Double loops are counted there as whorls.
enum PatternClass {
    LEFT_LOOP(0.338),
    RIGHT_LOOP(0.317),
    WHORL(0.230),
    DOUBLE_LOOP(0.049),
    ARCH(0.037),
    TENTED_ARCH(0.029);

    private final double share;

    PatternClass(double share) {
        this.share = share;
    }

    static PatternClass draw(SplittableRandom random) {
        double left = random.nextDouble();
        for (PatternClass candidate : values()) {
            left -= candidate.share;
            if (left < 0) {
                return candidate;
            }
        }
        return LEFT_LOOP;
    }
}
