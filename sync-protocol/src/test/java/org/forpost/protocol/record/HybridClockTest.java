package org.forpost.protocol.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Stamps ascend whatever the wall clock does, and say how far it can be believed.
class HybridClockTest {
    private static final long NOVEMBER = 1_795_000_000_000L;

    private long wall = NOVEMBER;
    private long monotonic = 5_000;
    private final HybridClock clock = new HybridClock(() -> wall, () -> monotonic);

    private static boolean ascends(Stamp one, Stamp next) {
        return next.wallMillis() > one.wallMillis()
                || (next.wallMillis() == one.wallMillis() && next.counter() > one.counter());
    }

    @Test
    void stampsAscendWhileTheClockJumps() {
        Random random = new Random(1);
        Stamp last = clock.next();
        for (int i = 0; i < 100_000; i++) {
            wall = Math.max(0, wall + random.nextLong(-2_000_000, 2_000_000));
            if (i % 1000 == 0) {
                clock.confirmedByHub(NOVEMBER + random.nextInt(1_000_000));
            }
            Stamp next = clock.next();
            assertTrue(ascends(last, next), last + " then " + next);
            last = next;
        }
    }

    @Test
    void moreStampsThanTheCounterHoldsStillAscend() {
        Stamp last = clock.next();
        for (int i = 0; i < 70_000; i++) {
            Stamp next = clock.next();
            assertTrue(ascends(last, next));
            last = next;
        }
        assertEquals(NOVEMBER + 1, last.wallMillis());
    }

    @Test
    void aRestartedNodeGoesOnAfterWhatItsJournalHolds() {
        Stamp held = new Stamp(NOVEMBER + 86_400_000, 3, ClockTrust.SET_BY_HUB, 0);
        clock.observe(held);
        assertTrue(ascends(held, clock.next()));
        clock.observe(new Stamp(NOVEMBER, 0, ClockTrust.SET_BY_HUB, 0));
        assertTrue(ascends(held, clock.next()));
    }

    @Test
    void aClockOfAnotherCenturyDoesNotStopAnything() {
        wall = -1;
        assertEquals(new Stamp(0, 1, ClockTrust.NEVER_SET, 0), clock.next());
    }

    @Test
    void trustIsWhatTheHubSaidAndHowLongAgo() {
        assertEquals(ClockTrust.NEVER_SET, clock.next().trust());
        clock.confirmedByHub(NOVEMBER + 1_000);
        monotonic += 118_000;
        Stamp stamp = clock.next();
        assertEquals(ClockTrust.SET_BY_HUB, stamp.trust());
        assertEquals(118, stamp.trustAgeSeconds());
        assertTrue(stamp.wallMillis() >= NOVEMBER + 1_000);
        clock.confirmedByHub(NOVEMBER + 3_600_000);
        assertEquals(ClockTrust.DRIFTING, clock.next().trust());
    }

    /// Ten years ahead, for a minute: whoever followed it could never come back.
    @Test
    void aJumpOfTenYearsDoesNotCarryTheStampsWithIt() {
        long tenYears = 315_569_520_000L;
        clock.confirmedByHub(NOVEMBER);
        wall += tenYears;
        monotonic += 60_000;
        Stamp stamp = clock.next();
        assertEquals(NOVEMBER + 60_000, stamp.wallMillis());
        assertEquals(ClockTrust.DRIFTING, stamp.trust());
        wall = NOVEMBER + 120_000;
        monotonic += 60_000;
        stamp = clock.next();
        assertEquals(NOVEMBER + 120_000, stamp.wallMillis());
        assertEquals(ClockTrust.SET_BY_HUB, stamp.trust());
        assertEquals(120, stamp.trustAgeSeconds());
    }

    @Test
    void aStartWithAClockTenYearsAheadGoesOnFromWhatIsKnown() {
        clock.notBefore(NOVEMBER - 3_600_000);
        clock.remembered(NOVEMBER - 7_200_000);
        wall = NOVEMBER + 315_569_520_000L;
        monotonic += 1_000;
        Stamp stamp = clock.next();
        assertEquals(NOVEMBER - 3_600_000 + 1_000, stamp.wallMillis());
        assertEquals(ClockTrust.DRIFTING, stamp.trust());
        // A month later is nothing unusual, and the hub confirmed the clock so long ago.
        wall = NOVEMBER + 2_592_000_000L;
        stamp = clock.next();
        assertEquals(ClockTrust.SET_BY_HUB, stamp.trust());
        assertEquals(wall, stamp.wallMillis());
        assertEquals(2_592_000 + 7_200, stamp.trustAgeSeconds());
    }

    @Test
    void anOldReceiptThatComesAgainTakesNothingBack() {
        clock.confirmedByHub(NOVEMBER);
        clock.confirmedByHub(NOVEMBER - 86_400_000);
        monotonic += 10_000;
        wall += 10_000;
        Stamp stamp = clock.next();
        assertEquals(ClockTrust.SET_BY_HUB, stamp.trust());
        assertEquals(10, stamp.trustAgeSeconds());
    }

    @Test
    void aClockThatNobodyEverSetIsNotBelievedBeyondItsCentury() {
        wall = 9_000_000_000_000_000L;
        assertEquals(0, clock.next().wallMillis());
        clock.confirmedByHub(NOVEMBER);
        assertEquals(NOVEMBER, clock.next().wallMillis());
    }
}
