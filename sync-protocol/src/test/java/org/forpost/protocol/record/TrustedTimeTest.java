package org.forpost.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A list that has expired stays expired, and a clock that lies ends nothing by itself.
class TrustedTimeTest {
    private static final long SIGNED = 1_795_000_000_000L;
    private static final long DAY = TimeUnit.DAYS.toMillis(1);
    private static final long TEN_YEARS = 3_652 * DAY;

    private long wall = SIGNED;
    private long monotonic = 5_000;

    private TrustedTime started(TrustedTime.Kept kept) {
        return new TrustedTime(() -> wall, () -> monotonic, kept);
    }

    private void pass(long millis) {
        wall += millis;
        monotonic += millis;
    }

    @Test
    void aClockThatIsSetBackRevivesNothing() {
        TrustedTime time = started(TrustedTime.Kept.NOTHING);
        time.heard(SIGNED);
        long expires = SIGNED + DAY;
        assertEquals(Validity.HOLDS, time.until(expires));
        pass(DAY + 60_000);
        wall -= TEN_YEARS;
        assertEquals(Validity.EXPIRED, time.until(expires));
        assertFalse(time.doubt().orElseThrow().ahead());

        TrustedTime restarted = started(time.toKeep());
        assertEquals(Validity.EXPIRED, restarted.until(expires));
        assertTrue(restarted.doubt().isPresent());
    }

    @Test
    void aClockThatIsSetForwardIsToldAndEndsNothing() {
        TrustedTime time = started(TrustedTime.Kept.NOTHING);
        time.heard(SIGNED);
        pass(60_000);
        assertTrue(time.doubt().isEmpty());
        wall += TEN_YEARS;
        assertEquals(Validity.DOUBTFUL, time.until(SIGNED + DAY));
        assertTrue(time.doubt().orElseThrow().ahead());
        wall -= TEN_YEARS;
        assertEquals(Validity.HOLDS, time.until(SIGNED + DAY));
    }

    @Test
    void aMachineThatWasOffIsNotCalledWrongBeforeItHearsTheHub() {
        TrustedTime before = started(TrustedTime.Kept.NOTHING);
        before.heard(SIGNED);
        TrustedTime.Kept kept = before.toKeep();
        wall += 30 * DAY;
        TrustedTime time = started(kept);
        assertTrue(time.doubt().isEmpty());
        assertEquals(Validity.DOUBTFUL, time.until(SIGNED + DAY));
        time.heard(SIGNED + 30 * DAY);
        assertEquals(Validity.EXPIRED, time.until(SIGNED + DAY));
        assertTrue(time.doubt().isEmpty());
    }

    @Test
    void theFloorNeverGoesBack() {
        TrustedTime time = started(TrustedTime.Kept.NOTHING);
        time.heard(SIGNED);
        pass(DAY);
        time.heard(SIGNED - DAY);
        time.known(SIGNED + 1);
        assertTrue(time.earliestMillis() > SIGNED + DAY - 60_000);
        assertTrue(time.earliestMillis() <= SIGNED + DAY);
        time.known(SIGNED + 2 * DAY);
        assertEquals(SIGNED + 2 * DAY, time.earliestMillis());
    }

    @Test
    void uptimeIsCountedThroughRestartsAndNotThroughTheTimeBetween() {
        TrustedTime time = started(TrustedTime.Kept.NOTHING);
        pass(100_000);
        TrustedTime.Kept kept = time.toKeep();
        pass(50_000); // and the power goes before this is kept
        wall += TEN_YEARS;
        monotonic = 0;
        TrustedTime next = started(kept);
        pass(100_000);
        assertTrue(next.uptimeMillis() <= 200_000, next.uptimeMillis() + "");
        assertTrue(next.uptimeMillis() >= 199_900, next.uptimeMillis() + "");
    }

    @Test
    void whereNothingWasEverSignedTheWallClockOnlyDoubts() {
        TrustedTime time = started(TrustedTime.Kept.NOTHING);
        assertEquals(Validity.DOUBTFUL, time.until(SIGNED - 1));
        assertEquals(Validity.HOLDS, time.until(SIGNED + 1));
        assertTrue(time.doubt().isEmpty());
    }

    @Test
    void whatWasKeptIsBounded() {
        assertThrows(IllegalArgumentException.class, () -> new TrustedTime.Kept(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new TrustedTime.Kept(Long.MAX_VALUE, 0));
        TrustedTime time = started(TrustedTime.Kept.NOTHING);
        time.heard(Long.MAX_VALUE);
        assertFalse(time.earliestMillis() > 7_258_118_400_000L);
        assertEquals(Validity.HOLDS, time.until(Long.MAX_VALUE));
    }
}
