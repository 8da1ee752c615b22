package org.forpost.edge.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.ImageFormat;
import org.forpost.matching.face.FaceComparison;
import org.forpost.matching.face.FaceModel;
import org.forpost.matching.face.FacePicture;
import org.forpost.matching.face.Framing;
import org.forpost.protocol.record.Verification;
import org.forpost.sim.face.SyntheticFace;
import org.junit.jupiter.api.Test;

/// A captured face beside the one in the chip, and what becomes of it in the record.
class HolderChecksTest {
    private static final int WIDTH = 90;
    private static final int HEIGHT = 120;

    /// The cosine of two pictures' pixels, each less its mean: no biometrics, but it knows the same
    /// drawing.
    private static final FaceModel PIXELS =
            new FaceModel() {
                @Override
                public Framing framing(FacePicture picture) {
                    return new Framing.NotAssessed("not asked");
                }

                @Override
                public FaceComparison compare(FacePicture live, FacePicture reference) {
                    return new FaceComparison.Compared(
                            cosine(live.rgb(), reference.rgb()), 0.9, "FMR unknown");
                }
            };

    private static double cosine(int[] a, int[] b) {
        double[] one = centred(a);
        double[] other = centred(b);
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            left += one[i] * one[i];
            right += other[i] * other[i];
        }
        return product / Math.sqrt(left * right);
    }

    private static double[] centred(int[] rgb) {
        double[] green = new double[rgb.length];
        double mean = 0;
        for (int i = 0; i < rgb.length; i++) {
            green[i] = rgb[i] >> 8 & 0xFF;
            mean += green[i] / rgb.length;
        }
        for (int i = 0; i < green.length; i++) {
            green[i] -= mean;
        }
        return green;
    }

    private static EncodedImage face(long person, long shot) {
        byte[] jpeg = SyntheticFace.of(person).jpeg(WIDTH, HEIGHT, shot);
        return new EncodedImage(ImageFormat.JPEG, jpeg, WIDTH, HEIGHT, 0);
    }

    private static Holder holder(Optional<EncodedImage> face) {
        return new Holder(Verification.Source.CHIP, face, List.of());
    }

    private static Verification written(HolderCheck check) {
        return ChipWords.verifications(List.of(check)).getFirst();
    }

    @Test
    void theSameDrawingAgreesAndTheScoreGoesIntoTheRecord() {
        HolderChecks checks = new HolderChecks(PIXELS);
        HolderCheck.Face same =
                assertInstanceOf(
                        HolderCheck.Face.class,
                        checks.face(holder(Optional.of(face(7, 1))), face(7, 1)));
        assertTrue(same.agrees());
        Verification verification = written(same);
        assertEquals(Verification.Result.AGREES, verification.result());
        assertEquals(Verification.FACE, verification.position());
        assertEquals(20_000, verification.score());
        assertEquals(19_000, verification.threshold());
    }

    @Test
    void anotherPictureDoesNotAgreeAndAScoreBelowZeroHasItsPlaceInTheRecord() {
        HolderCheck.Face other =
                new HolderCheck.Face(Verification.Source.CHIP, -0.25, 0.9, "FMR unknown");
        assertFalse(other.agrees());
        assertEquals(Verification.Result.DOES_NOT_AGREE, written(other).result());
        assertEquals(7_500, written(other).score());
    }

    @Test
    void whatCannotBeComparedSaysWhy() {
        byte[] noise = "no picture".getBytes(StandardCharsets.US_ASCII);
        EncodedImage unreadable = new EncodedImage(ImageFormat.JPEG, noise, 1, 1, 0);
        HolderChecks checks = new HolderChecks(PIXELS);
        Holder holder = holder(Optional.of(face(7, 1)));
        assertEquals(
                HolderCheck.Why.NO_REFERENCE, why(checks.face(holder(Optional.empty()), null)));
        assertEquals(HolderCheck.Why.NOT_CAPTURED, why(checks.face(holder, null)));
        assertEquals(HolderCheck.Why.NOT_ASSESSED, why(checks.face(holder, unreadable)));
        HolderCheck none = new HolderChecks(FaceModel.NONE).face(holder, face(7, 1));
        assertEquals(HolderCheck.Why.NO_MODEL, why(none));
        assertEquals("no-model", written(none).reason());
        assertEquals(Verification.Result.NOT_POSSIBLE, written(none).result());
    }

    @Test
    void aFingerOfUnknownPositionHasNoPlaceInTheRecord() {
        HolderCheck unknown =
                new HolderCheck.NotPossible(
                        Verification.Source.CHIP, 0, HolderCheck.Why.UNKNOWN_POSITION, "");
        assertEquals(List.of(), ChipWords.verifications(List.of(unknown)));
    }

    private static HolderCheck.Why why(HolderCheck check) {
        return assertInstanceOf(HolderCheck.NotPossible.class, check).why();
    }
}
