package org.forpost.edge.watchlist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.forpost.edge.watchlist.Evidence.SeenBefore;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.matching.Calibrations;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A case that one lane referred and the desk decided, as a third lane knows it: one case, and the
/// desk's word on it.
class SeenAtPostTest {
    private static final Crossing.Document PASSPORT = new Crossing.Document("P", "UTO", "S1234567");
    private static final SoughtName HOLDER =
            new SoughtName("KARIMOVA", "DILNOZA", 1990_04_17, "UZB");

    private final Random random = new Random(3);
    private final RecordId referred = id();
    private final RecordId decided = id();
    private Instant now = Instant.parse("2026-11-28T10:00:00Z");
    private final SeenAtPost seen =
            new SeenAtPost(
                    Calibrations.sourceAfis(), 1e-5, 5, () -> now, () -> Duration.ofHours(24));

    private RecordId id() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return RecordId.of(bytes);
    }

    private Sighting at(
            int lane, RecordId id, Sighting.Kind kind, String reason, @Nullable RecordId answers) {
        return new Sighting(id, lane, now, kind, reason, PASSPORT, HOLDER, List.of(), answers);
    }

    private Sighting referral() {
        return at(1, referred, Sighting.Kind.REFERRED, "other: unsure", null);
    }

    private Sighting answer(Sighting.Kind kind, String reason) {
        return at(4, decided, kind, reason, referred);
    }

    private List<Candidate> found() {
        return seen.lookUp(Set.of(), PASSPORT, HOLDER);
    }

    private Candidate one() {
        assertEquals(1, found().size(), "candidates");
        return found().getFirst();
    }

    private SeenBefore word() {
        return (SeenBefore) one().evidence().getFirst();
    }

    @Test
    void whoWasReferredAndAdmittedAtTheDeskIsOneCaseWithNothingToAnswer() {
        seen.take(referral());
        assertFalse(one().settled());
        assertEquals(Optional.empty(), seen.answer(referred));
        now = now.plusSeconds(240);
        seen.take(answer(Sighting.Kind.ADMITTED, ""));
        assertTrue(one().settled());
        assertEquals(Sighting.Kind.ADMITTED, word().kind());
        assertEquals(4, word().lane());
        assertEquals(now, word().at());
        assertEquals(new Evidence.Referral(1, now.minusSeconds(240)), word().referral());
        assertEquals(2, one().evidence().size(), "by document and by name, each once");
        assertEquals(1, seen.answers());
        assertEquals(4, seen.answer(referred).orElseThrow().lane());
    }

    @Test
    void whoeverHasTheFingersOfACaseAndAnotherNameIsAskedAbout() {
        Evidence fingers =
                new SeenBefore(
                        4,
                        now,
                        Sighting.Kind.ADMITTED,
                        "",
                        Evidence.By.FINGERS,
                        new Evidence.Fingers(2, 60, 1e-6),
                        new Evidence.Referral(1, now));
        Candidate another = new Candidate(referred.toString(), HOLDER, "", List.of(fingers));
        assertFalse(another.settled());
        seen.take(referral());
        seen.take(answer(Sighting.Kind.ADMITTED, ""));
        assertTrue(Candidate.together(List.of(another, one())).getFirst().settled());
    }

    @Test
    void theAnswerMayBeHeardBeforeTheReferral() {
        seen.take(answer(Sighting.Kind.ADMITTED, ""));
        assertTrue(one().settled());
        assertNull(word().referral());
        seen.take(referral());
        assertTrue(one().settled());
        assertEquals(new Evidence.Referral(1, now), word().referral());
    }

    @Test
    void whoWasRefusedOrRecognisedAtTheDeskStandsSoWithTheDesksReason() {
        seen.take(referral());
        for (Sighting.Kind kind : List.of(Sighting.Kind.REFUSED, Sighting.Kind.HIT)) {
            seen.take(answer(kind, "other: not the holder"));
            assertFalse(one().settled());
            assertEquals(kind, word().kind());
            assertEquals("other: not the holder", word().reason());
        }
        // Corrected at the desk: the later word is the case's.
        seen.take(answer(Sighting.Kind.ADMITTED, ""));
        assertTrue(one().settled());
    }

    @Test
    void whatTheDeskHasOnlyOpenedIsNotDecided() {
        seen.take(referral());
        seen.take(answer(Sighting.Kind.FOUND, "N-1"));
        assertEquals(2, found().size());
        assertTrue(found().stream().noneMatch(Candidate::settled));
        seen.take(answer(Sighting.Kind.CLEARED, ""));
        assertEquals(Sighting.Kind.REFERRED, word().kind());
    }

    @Test
    void aRefusalIsNotForTheDeskToTakeBack() {
        seen.take(referral());
        seen.take(answer(Sighting.Kind.ADMITTED, ""));
        // The first lane corrects its referral to a refusal, after the desk.
        seen.take(at(1, referred, Sighting.Kind.REFUSED, "document: torn", null));
        assertTrue(
                found().stream()
                        .anyMatch(it ->
                                !it.settled()
                                        && it.reference().equals(referred.toString())
                                        && it.evidence().getFirst() instanceof SeenBefore before
                                        && before.kind() == Sighting.Kind.REFUSED));
    }

    @Test
    void theTravellersOwnCaseIsShownToNobodyWhoHasItBeforeHim() {
        seen.take(referral());
        seen.take(answer(Sighting.Kind.REFUSED, "other: x"));
        assertEquals(List.of(), seen.lookUp(Set.of(decided, referred), PASSPORT, HOLDER));
        assertEquals(List.of(), seen.lookUp(Set.of(referred), PASSPORT, HOLDER));
    }

    @Test
    void bothAreForgottenWhenTheirTimeHasPassed() {
        seen.take(referral());
        now = now.plus(Duration.ofHours(20));
        seen.take(answer(Sighting.Kind.ADMITTED, ""));
        now = now.plus(Duration.ofHours(5));
        assertTrue(one().settled());
        assertNull(word().referral());
        now = now.plus(Duration.ofHours(20));
        assertEquals(List.of(), found());
        assertEquals(Optional.empty(), seen.answer(referred));
    }
}
