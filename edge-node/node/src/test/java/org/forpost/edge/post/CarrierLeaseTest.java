package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.forpost.edge.post.CarrierLease.Wish;
import org.junit.jupiter.api.Test;

/// Lane 1 asks whether it may dial.
class CarrierLeaseTest {
    private final CarrierLease lease = new CarrierLease(1, true, 0);

    @Test
    void itDialsWithTheLeaseAndNotWhileAnotherHasIt() {
        assertFalse(lease.mayDial(0), "before anybody has said anything");
        assertEquals(Wish.TAKE, lease.wish(0, 1));
        lease.answered(0, 2);
        assertFalse(lease.mayDial(0));
        assertEquals("lane 2 carries", lease.why());
        lease.answered(2_000, 1);
        assertTrue(lease.mayDial(2_000));
        lease.answered(4_000, 2);
        assertFalse(lease.mayDial(4_000), "a cluster that heals has one holder again");
    }

    @Test
    void aClusterThatHangsKeepsNobodyFromTheHub() {
        lease.answered(0, 2);
        lease.unanswered();
        assertTrue(lease.mayDial(1));
        assertEquals(0, lease.holder());
        lease.answered(2, 2);
        assertFalse(lease.mayDial(2));
    }

    @Test
    void whoeverDoesNotReachTheHubLetsAnotherTry() {
        lease.answered(0, 1);
        lease.link(1_000, true);
        lease.link(50_000, false);
        assertEquals(Wish.TAKE, lease.wish(50_000 + CarrierLease.GIVE_UP_MILLIS - 1, 1));
        long gaveBack = 50_000 + CarrierLease.GIVE_UP_MILLIS;
        assertEquals(Wish.GIVE_BACK, lease.wish(gaveBack, 1));
        lease.answered(gaveBack, 0);
        assertFalse(lease.mayDial(gaveBack));
        lease.answered(gaveBack + 1_000, 2);
        assertEquals(Wish.LOOK, lease.wish(gaveBack + CarrierLease.REST_MILLIS - 1, 1), "it rests");
        assertEquals(Wish.TAKE, lease.wish(gaveBack + CarrierLease.REST_MILLIS, 1));
    }

    @Test
    void whatNobodyElseTakesIsTakenAgainSoon() {
        lease.answered(0, 1);
        assertEquals(Wish.GIVE_BACK, lease.wish(CarrierLease.GIVE_UP_MILLIS, 1));
        lease.answered(CarrierLease.GIVE_UP_MILLIS, 0);
        long free = CarrierLease.GIVE_UP_MILLIS + CarrierLease.FREE_MILLIS;
        lease.answered(free - 1, 0);
        assertEquals(Wish.LOOK, lease.wish(free - 1, 1));
        lease.answered(free, 0);
        assertEquals(Wish.TAKE, lease.wish(free, 1));
        lease.answered(free, 1);
        assertEquals(Wish.TAKE, lease.wish(free + 1, 1), "and has its time anew");
    }

    @Test
    void aLaneThatIsAloneNeverGivesUp() {
        lease.answered(0, 1);
        assertEquals(Wish.TAKE, lease.wish(1_000_000, 0));
        assertTrue(lease.mayDial(1_000_000));
    }

    @Test
    void aHolderThroughWhomNoWordComesIsNotWaitedForForEver() {
        lease.answered(0, 2);
        lease.word(100_000);
        lease.answered(CarrierLease.WORDLESS_MILLIS, 2);
        assertFalse(lease.mayDial(CarrierLease.WORDLESS_MILLIS), "the hub was heard of");
        long tooLong = 100_000 + CarrierLease.WORDLESS_MILLIS;
        lease.answered(tooLong, 2);
        assertTrue(lease.mayDial(tooLong));
        assertTrue(lease.mayDial(tooLong + CarrierLease.DISTRUST_MILLIS - 1));
        lease.word(tooLong + CarrierLease.DISTRUST_MILLIS - 1);
        lease.answered(tooLong + CarrierLease.DISTRUST_MILLIS, 2);
        assertFalse(lease.mayDial(tooLong + CarrierLease.DISTRUST_MILLIS), "it is tried again");
    }

    @Test
    void aLaneWithoutALineNeverTakesIt() {
        CarrierLease none = new CarrierLease(3, false, 0);
        assertEquals(Wish.LOOK, none.wish(0, 1));
        none.unanswered();
        assertFalse(none.mayDial(0));
        assertEquals("the configuration names no hub", none.why());
    }
}
