package org.forpost.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.sim.scenario.HubClient.Counted;
import org.junit.jupiter.api.Test;

/// Each way in which the two sides can differ is seen.
class VerdictTest {
    private static final Set<String> NODES = Set.of("tikhaya-1");
    private static final Map<String, Long> DRAINED = Map.of("lane-1", 0L);
    private static final Story TWO = new Story(2, Set.of("a", "b"), 1, Set.of(), Set.of());
    private static final Counted A = crossing(1, "a", 1, true, false, true);
    private static final Counted B = crossing(2, "b", 1, false, true, false);

    private static Counted crossing(
            long sequence, String id, long arrivals, boolean hit, boolean exempt, boolean bio) {
        return new Counted(
                sequence, id, "tikhaya-1", "crossing", arrivals, hit, exempt, bio, "mqtt");
    }

    @Test
    void allIsWellWhenBothSidesSayTheSame() {
        Counted image = new Counted(3, "i", "tikhaya-1", "image", 1, false, false, true, "mqtt");
        Counted elsewhere =
                new Counted(4, "z", "another-1", "crossing", 1, true, true, true, "mqtt");
        Verdict verdict = Verdict.of(TWO, List.of(A, B, image, elsewhere), NODES, DRAINED);
        assertEquals(new Verdict(2, 2, 2, 0, 0, 1, 0, 0, 0, List.of()), verdict);
    }

    @Test
    void aLostRecordIsLost() {
        Verdict verdict = Verdict.of(TWO, List.of(A), NODES, DRAINED);
        assertEquals(1, verdict.lost());
        assertEquals(1, verdict.received());
        assertWrong(verdict, "1 recorded crossings are not at the hub");
    }

    @Test
    void aRecordCountedTwiceIsSeenHoweverTheHubSaysIt() {
        Verdict bySum =
                Verdict.of(
                        TWO, List.of(A, B, crossing(3, "a", 1, true, false, true)), NODES, DRAINED);
        assertEquals(1, bySum.countedTwice());
        assertEquals(2, bySum.received());
        Verdict byNumber =
                Verdict.of(
                        TWO, List.of(A, crossing(2, "b", 2, false, true, false)), NODES, DRAINED);
        assertEquals(1, byNumber.countedTwice());
        assertWrong(byNumber, "counted more than once");
    }

    @Test
    void biometricsOfAnExemptPersonAreSeen() {
        Verdict verdict =
                Verdict.of(TWO, List.of(A, crossing(2, "b", 1, false, true, true)), NODES, DRAINED);
        assertEquals(1, verdict.exemptWithBiometrics());
        assertWrong(verdict, "exempt people have biometrics");
    }

    @Test
    void aTravellerWhoWasNotRecordedIsMissed() {
        Verdict verdict =
                Verdict.of(
                        new Story(3, Set.of("a", "b"), 1, Set.of(), Set.of()),
                        List.of(A, B),
                        NODES,
                        DRAINED);
        assertWrong(verdict, "3 travellers were seen and 2 recorded");
    }

    @Test
    void aRecordThatNobodySawIsAskedAbout() {
        Verdict verdict =
                Verdict.of(
                        TWO,
                        List.of(A, B, crossing(3, "c", 1, false, false, true)),
                        NODES,
                        DRAINED);
        assertWrong(verdict, "2 crossings were recorded and 3 received");
    }

    @Test
    void aHitThatDidNotArriveIsMissed() {
        Verdict verdict =
                Verdict.of(
                        TWO, List.of(crossing(1, "a", 1, false, false, true), B), NODES, DRAINED);
        assertWrong(verdict, "1 hits were confirmed at lanes and 0 are at the hub");
    }

    @Test
    void withoutReceiptsNothingIsProven() {
        assertWrong(
                Verdict.of(TWO, List.of(A, B), NODES, Map.of("lane-1", 3L)),
                "still keeps 3 records");
        assertWrong(
                Verdict.of(TWO, List.of(A, B), NODES, Map.of("lane-1", -1L)),
                "still keeps an unknown number");
    }

    @Test
    void oneIdForTwoCrossingsIsAMistakeOfTheLane() {
        Verdict verdict =
                Verdict.of(
                        new Story(2, Set.of("a"), 1, Set.of("a"), Set.of()),
                        List.of(A),
                        NODES,
                        DRAINED);
        assertWrong(verdict, "record ids to two crossings");
    }

    @Test
    void whatLayOnADestroyedDiskMustHaveComeByAPeer() {
        Story smashed = new Story(2, Set.of("a", "b"), 1, Set.of(), Set.of("b"));
        Counted byPeer =
                new Counted(2, "b", "tikhaya-1", "crossing", 1, false, true, false, "peer");
        Verdict rescued = Verdict.of(smashed, List.of(A, byPeer), NODES, DRAINED);
        assertEquals(new Verdict(2, 2, 2, 0, 0, 1, 0, 1, 1, List.of()), rescued);
        assertWrong(
                Verdict.of(smashed, List.of(A, B), NODES, DRAINED),
                "1 crossings lay on a disk that was destroyed and 0 of them came");
        assertEquals(1, Verdict.of(smashed, List.of(A), NODES, DRAINED).lost());
    }

    private static void assertWrong(Verdict verdict, String words) {
        assertTrue(
                verdict.wrong().stream().anyMatch(line -> line.contains(words)),
                verdict.wrong().toString());
    }
}
