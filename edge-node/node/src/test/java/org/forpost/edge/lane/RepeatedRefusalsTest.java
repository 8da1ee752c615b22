package org.forpost.edge.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatedRefusalsTest {
    private final RepeatedRefusals refusals = new RepeatedRefusals();

    @Test
    void aKeyThatIsPressedAThousandTimesIsToldFourTimes() {
        var told =
                IntStream.range(0, 1_000)
                        .mapToObj(_ -> refusals.again("UNSIGNED at data"))
                        .flatMap(Optional::stream)
                        .toList();
        assertEquals(4, told.size());
        assertEquals("UNSIGNED at data", told.getFirst());
        assertEquals("UNSIGNED at data (1000 times by now)", told.getLast());
    }

    @Test
    void aDeviceThatMakesUpNewLiesIsToldOfLessAndLess() {
        long told =
                IntStream.range(0, 10_000)
                        .mapToObj(lie -> refusals.again("MALFORMED at field " + lie))
                        .filter(Optional::isPresent)
                        .count();
        assertTrue(told <= RepeatedRefusals.MOST_KINDS + 5, told + " audit records");
    }
}
