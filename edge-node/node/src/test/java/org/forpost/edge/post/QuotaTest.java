package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// What one peer may cost.
class QuotaTest {
    private long now;
    private final Quota quota = new Quota(10, 1_000, 2, () -> now);

    @Test
    void aBurstIsDealtWithAtOnceAndAFloodWaits() {
        for (int i = 0; i < 20; i++) {
            assertEquals(0, quota.delay(10));
        }
        assertEquals(100, quota.delay(10), "ten a second");
        assertEquals(200, quota.delay(10));
        now += 10_000;
        assertEquals(0, quota.delay(10), "who is quiet may speak again");
    }

    @Test
    void bytesCountAsWell() {
        assertEquals(0, quota.delay(2_000));
        assertEquals(5_000, quota.delay(5_000));
    }
}
