package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.forpost.matching.Verifier.Verification;
import org.junit.jupiter.api.Test;

/// A finger at the lane is looked at in three ways, the one in the document has what it has.
final class ViewsTest {
    private final FingerprintExtractor extractor = new FingerprintExtractor();
    private final Verifier verifier = new Verifier(Calibrations.sourceAfis());

    @Test
    void theMainViewIsTheTemplateOfAGallery() throws UnusableImageException {
        GreyImage image = new DrawnFinger(1).impression(0);
        Template one = extractor.extract(image);
        Template three = extractor.extractForVerification(image);
        assertEquals(1, one.views().size());
        assertEquals(3, three.views().size());
        assertEquals(one, Template.of(three.minutiae()));
        assertNotEquals(three.views().get(0), three.views().get(1));
    }

    @Test
    void mateAndStrangerAreToldApartHoweverManyViewsEachSideHas() throws Exception {
        DrawnFinger finger = new DrawnFinger(5);
        Template live = extractor.extractForVerification(finger.impression(1));
        Template stored = extractor.extractForVerification(finger.impression(0));
        Template chip = Template.decode(stored.encode());
        Template stranger = extractor.extractForVerification(new DrawnFinger(6).impression(0));
        assertEquals(1, chip.views().size());
        for (Template mate : List.of(stored, chip)) {
            assertTrue(rate(live, mate) < 1e-4, mate::toString);
            assertTrue(rate(mate, live) < 1e-4, mate::toString);
        }
        assertTrue(rate(live, stranger) > 1e-3);
        assertTrue(rate(live, Template.decode(stranger.encode())) > 1e-3);
    }

    @Test
    void allViewsShareOneScale() throws UnusableImageException {
        GreyImage image = new DrawnFinger(3).impression(0);
        for (var view : extractor.extractForVerification(image).views()) {
            assertEquals(300, view.width());
            assertEquals(300, view.height());
        }
    }

    private double rate(Template probe, Template reference) {
        Verification verification =
                verifier.verify(
                        Probe.of(probe),
                        List.of(new Reference("somebody", FingerPosition.UNKNOWN, reference)),
                        Threshold.none());
        return assertInstanceOf(Verification.Compared.class, verification)
                .candidate()
                .falseMatchRate();
    }
}
