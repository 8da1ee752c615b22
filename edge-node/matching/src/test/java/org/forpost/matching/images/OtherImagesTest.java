package org.forpost.matching.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.forpost.matching.Calibrations;
import org.forpost.matching.DrawnFinger;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.Threshold;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other scanners than those that the preparation was tuned on: the finger is the same one.
final class OtherImagesTest {
    private static final Threshold THRESHOLD = new Threshold.Fmr(1e-3);

    @TempDir private Path folder = Path.of("");
    private final FingerprintExtractor extractor = new FingerprintExtractor();
    private final BufferedImage finger = grey(new DrawnFinger(1).impression(2));

    @Test
    void aFingerIsItselfAtEveryResolution() throws Exception {
        for (double dpi : new double[] {300, 508, 569, 1000}) {
            int side = (int) Math.round(finger.getWidth() * dpi / 500);
            assertVerified("png", scaled(finger, side), dpi);
        }
    }

    @Test
    void aFingerIsItselfInEveryFormat() throws Exception {
        for (String format : new String[] {"png", "tiff", "bmp", "jpeg", "jpeg 2000"}) {
            assertVerified(format, finger, 500);
        }
    }

    @Test
    void coloursAndSixteenBitsAreTheSameFinger() throws Exception {
        BufferedImage colour = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
        BufferedImage indexed = new BufferedImage(300, 300, BufferedImage.TYPE_BYTE_INDEXED);
        BufferedImage deep = new BufferedImage(300, 300, BufferedImage.TYPE_USHORT_GRAY);
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 300; x++) {
                int value = finger.getRaster().getSample(x, y, 0);
                colour.setRGB(x, y, value << 16 | value << 8 | value);
                indexed.setRGB(x, y, value << 16 | value << 8 | value);
                deep.getRaster().setSample(x, y, 0, value << 8 | value);
            }
        }
        assertVerified("png", colour, 500);
        assertVerified("png", indexed, 500);
        assertVerified("png", deep, 500);
        assertEquals(
                Arrays.hashCode(read("png", finger, 500).pixels()),
                Arrays.hashCode(read("png", deep, 500).pixels()));
    }

    @Test
    void marginsAndPolarityDoNotHideAFinger() throws Exception {
        BufferedImage wide = new BufferedImage(900, 800, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage tight = grey(new DrawnFinger(1).impression(2)).getSubimage(50, 40, 200, 220);
        BufferedImage inverted = new BufferedImage(300, 300, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 800; y++) {
            for (int x = 0; x < 900; x++) {
                boolean inside = x >= 500 && x < 800 && y >= 400 && y < 700;
                wide.getRaster()
                        .setSample(
                                x,
                                y,
                                0,
                                inside ? finger.getRaster().getSample(x - 500, y - 400, 0) : 240);
            }
        }
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 300; x++) {
                inverted.getRaster()
                        .setSample(x, y, 0, 255 - finger.getRaster().getSample(x, y, 0));
            }
        }
        assertVerified("png", wide, 500);
        assertVerified("png", tight, 500);
        assertVerified("png", inverted, 500);
    }

    private void assertVerified(String format, BufferedImage image, double dpi)
            throws IOException, UnusableImageException {
        GreyImage read = read(format, image, dpi);
        Template gallery = extractor.extractForVerification(new DrawnFinger(1).impression(0));
        var outcome =
                new Verifier(Calibrations.sourceAfis())
                        .verify(
                                Probe.of(extractor.extractForVerification(read)),
                                List.of(new Reference("she", FingerPosition.UNKNOWN, gallery)),
                                THRESHOLD);
        assertTrue(
                outcome instanceof Verifier.Verification.Compared compared && compared.match(),
                format + " " + image + " at " + dpi + " dpi: " + outcome);
        assertTrue(extractor.extract(read).minutiaeCount() > 10);
    }

    private GreyImage read(String format, BufferedImage image, double dpi) throws IOException {
        Path file = folder.resolve("1_1.image");
        Files.deleteIfExists(file);
        assertTrue(ImageIO.write(image, format, file.toFile()), format);
        return ImageFile.read(file, OptionalDouble.of(dpi));
    }

    private static BufferedImage grey(GreyImage drawn) {
        BufferedImage image =
                new BufferedImage(drawn.width(), drawn.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, drawn.width(), drawn.height(), drawn.pixels());
        return image;
    }

    private static BufferedImage scaled(BufferedImage image, int side) {
        BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image, 0, 0, side, side, null);
        graphics.dispose();
        return scaled;
    }
}
