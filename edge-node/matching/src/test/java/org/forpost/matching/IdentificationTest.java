package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.forpost.matching.Verifier.Verification;
import org.junit.jupiter.api.Test;

/// A person whose finger is in the gallery is found, a person whose finger is not is not.
final class IdentificationTest {
    private static final SearchLimits HITS = new SearchLimits(new Threshold.Fpir(0.01), 10);
    private final Calibration calibration = Calibrations.sourceAfis();

    @Test
    void somebodyOfTheGalleryIsFoundAndAStrangerIsNot() {
        try (Gallery gallery = Gallery.inMemory()) {
            List<Reference> people = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                people.add(new DrawnFinger(i).reference("person " + i));
            }
            gallery.add(people);
            Identifier identifier = new Identifier(gallery, calibration);

            CandidateList found = identifier.search(Probe.of(new DrawnFinger(7).template(1)), HITS);
            assertEquals("person 7", found.candidates().getFirst().subject());
            assertEquals(1, found.candidates().size());
            assertTrue(found.candidates().getFirst().falseMatchRate() < 1e-4);
            assertEquals(1, found.galleryVersion());

            CandidateList stranger =
                    identifier.search(Probe.of(new DrawnFinger(99).template(1)), HITS);
            assertEquals(List.of(), stranger.candidates());
        }
    }

    @Test
    void aPersonWhoIsRemovedIsNotFoundAnyMore() {
        try (Gallery gallery = Gallery.inMemory()) {
            gallery.add(
                    List.of(new DrawnFinger(1).reference("a"), new DrawnFinger(2).reference("b")));
            Identifier identifier = new Identifier(gallery, calibration);
            Probe probe = Probe.of(new DrawnFinger(1).template(1));
            assertEquals(1, identifier.search(probe, HITS).candidates().size());

            gallery.remove(Set.of("a", "nobody"));
            CandidateList after = identifier.search(probe, HITS);
            assertEquals(List.of(), after.candidates());
            assertEquals(1, after.galleryFingers());
            assertEquals(2, after.galleryVersion());
        }
    }

    @Test
    void aFingerIsComparedOnlyWithFingersThatItMayBe() {
        try (Gallery gallery = Gallery.inMemory()) {
            Template template = new DrawnFinger(1).template(0);
            gallery.add(List.of(new Reference("a", FingerPosition.LEFT_INDEX, template)));
            Identifier identifier = new Identifier(gallery, calibration);
            Template again = new DrawnFinger(1).template(1);
            Probe right = Probe.of(FingerPosition.RIGHT_INDEX, again);
            assertEquals(List.of(), identifier.search(right, HITS).candidates());
            Probe unknown = Probe.of(again);
            assertEquals(1, identifier.search(unknown, HITS).candidates().size());
        }
    }

    @Test
    void aCancelledSearchEnds() {
        try (Gallery gallery = Gallery.inMemory()) {
            gallery.add(List.of(new DrawnFinger(1).reference("a")));
            Identifier identifier = new Identifier(gallery, calibration);
            Cancellation cancellation = new Cancellation();
            cancellation.cancel();
            Probe probe = Probe.of(new DrawnFinger(1).template(1));
            assertThrows(
                    CancellationException.class,
                    () -> identifier.search(probe, HITS, cancellation));
        }
    }

    @Test
    void twoFingersOfAPersonSayMoreThanOne() {
        Verifier verifier = new Verifier(calibration);
        Template index = new DrawnFinger(3).template(1);
        Template middle = new DrawnFinger(4).template(1);
        List<Reference> file =
                List.of(
                        new Reference("a", FingerPosition.UNKNOWN, new DrawnFinger(3).template(0)),
                        new Reference("a", FingerPosition.UNKNOWN, new DrawnFinger(4).template(0)));
        Threshold threshold = new Threshold.Fmr(1e-4);
        Verification one = verifier.verify(Probe.of(index), file, threshold);
        Probe both =
                new Probe(
                        List.of(
                                new Probe.Finger(FingerPosition.UNKNOWN, index),
                                new Probe.Finger(FingerPosition.UNKNOWN, middle)));
        Verification two = verifier.verify(both, file, threshold);
        Verification.Compared first = assertInstanceOf(Verification.Compared.class, one);
        Verification.Compared second = assertInstanceOf(Verification.Compared.class, two);
        assertTrue(first.match());
        assertTrue(second.match());
        assertEquals(2, second.candidate().fingers().size());
        assertTrue(second.candidate().falseMatchRate() <= first.candidate().falseMatchRate());
    }

    @Test
    void nothingInCommonIsNoMismatch() {
        Verifier verifier = new Verifier(calibration);
        Template template = new DrawnFinger(3).template(0);
        Verification verification =
                verifier.verify(
                        Probe.of(FingerPosition.LEFT_INDEX, template),
                        List.of(new Reference("a", FingerPosition.RIGHT_INDEX, template)),
                        new Threshold.Fmr(1e-4));
        assertInstanceOf(Verification.NothingInCommon.class, verification);
    }

    @Test
    void aFingerCountsOnceHoweverManyItIsComparedWith() {
        Template finger = new DrawnFinger(3).template(0);
        List<Reference> twice =
                List.of(
                        new Reference("a", FingerPosition.UNKNOWN, finger),
                        new Reference("a", FingerPosition.UNKNOWN, finger));
        Verification verification =
                new Verifier(calibration)
                        .verify(
                                Probe.of(new DrawnFinger(3).template(1)),
                                twice,
                                new Threshold.Fmr(1e-4));
        Verification.Compared compared =
                assertInstanceOf(Verification.Compared.class, verification);
        assertEquals(1, compared.candidate().fingers().size());
        assertTrue(
                compared.candidate().falseMatchRate()
                        >= compared.candidate().fingers().getFirst().falseMatchRate());
    }

    @Test
    void thePersonWithTheBetterFingersIsFirstEvenBeyondTheSmallestRate() {
        Candidate.FingerMatch good =
                new Candidate.FingerMatch(
                        FingerPosition.UNKNOWN, FingerPosition.UNKNOWN, 200, 1e-12);
        Candidate.FingerMatch better =
                new Candidate.FingerMatch(
                        FingerPosition.UNKNOWN, FingerPosition.UNKNOWN, 400, 1e-12);
        Candidate a = new Candidate("a", 111, 1e-12, List.of(good, good));
        Candidate b = new Candidate("b", 111, 1e-12, List.of(better, better));
        assertTrue(Fusion.STRONGEST_FIRST.compare(b, a) < 0);
    }
}
