package org.forpost.sim.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.forpost.sim.finger.GreyImage;
import org.forpost.sim.finger.Press;
import org.forpost.sim.finger.SyntheticFinger;
import org.junit.jupiter.api.Test;

class RidgeClarityTest {
    @Test
    void aBadPressIsFarBelowAnOrdinaryOne() {
        for (long finger = 1; finger <= 10; finger++) {
            SyntheticFinger grown = SyntheticFinger.of(finger);
            int good = RidgeClarity.of(grown.impression(Press.normal(finger)));
            int bad = RidgeClarity.of(grown.impression(Press.bad(finger)));
            assertTrue(good >= 45, "finger " + finger + " pressed well: " + good);
            assertTrue(bad < 40, "finger " + finger + " pressed badly: " + bad);
        }
    }

    @Test
    void aCleanGlassHasNoQuality() {
        byte[] white = new byte[300 * 400];
        Arrays.fill(white, (byte) 0xff);
        assertEquals(0, RidgeClarity.of(new GreyImage(300, 400, 500, white)));
    }
}
