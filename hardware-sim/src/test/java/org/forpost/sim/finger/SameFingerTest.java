package org.forpost.sim.finger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SameFingerTest {

    @Test
    void sameSeedAndSamePressGiveTheSameBytes() {
        GreyImage once = SyntheticFinger.of(7).impression(Press.normal(3));
        GreyImage again = SyntheticFinger.of(7).impression(Press.normal(3));
        assertEquals(once, again);
    }
}
