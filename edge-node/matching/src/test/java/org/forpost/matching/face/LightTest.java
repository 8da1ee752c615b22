package org.forpost.matching.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// One picture in several lights.
final class LightTest {
    @Test
    void aPictureInGoodLightIsGood() throws Exception {
        Light light = Light.of(decoded(picture()));
        assertEquals(Light.Verdict.GOOD, light.verdict(), light.toString());
    }

    @Test
    void aTenthOfTheLightIsTooDark() throws Exception {
        BufferedImage dark = changed(picture(), grey -> grey / 10);
        assertEquals(Light.Verdict.TOO_DARK, Light.of(decoded(dark)).verdict());
    }

    @Test
    void theSunInTheLensIsTooBright() throws Exception {
        BufferedImage bright = changed(picture(), grey -> Math.min(255, grey + 200));
        assertEquals(Light.Verdict.TOO_BRIGHT, Light.of(decoded(bright)).verdict());
    }

    @Test
    void fogIsFlat() throws Exception {
        BufferedImage fog = changed(picture(), grey -> 140 + grey / 20);
        assertEquals(Light.Verdict.FLAT, Light.of(decoded(fog)).verdict());
    }

    @Test
    void outOfFocusIsBlurred() throws Exception {
        BufferedImage soft = picture();
        for (int i = 0; i < 6; i++) {
            soft = blurred(soft);
        }
        Light light = Light.of(decoded(soft));
        assertEquals(Light.Verdict.BLURRED, light.verdict(), light.toString());
        assertTrue(light.sharpness() < Light.of(decoded(picture())).sharpness());
    }

    @Test
    void bytesThatAreNoPictureAreRefused() throws IOException {
        assertThrows(UnreadablePictureException.class, () -> FacePicture.decode(new byte[3]));
        byte[] jpeg = jpeg(picture());
        assertThrows(
                UnreadablePictureException.class,
                () -> FacePicture.decode(Arrays.copyOf(jpeg, 300)));
        assertThrows(UnreadablePictureException.class, () -> FacePicture.decode(new byte[9 << 20]));
        // 65,500 pixels each way, in the header (SOF0) alone.
        byte[] huge = jpeg.clone();
        for (int i = 0; i + 8 < huge.length; i++) {
            if ((huge[i] & 0xFF) == 0xFF && (huge[i + 1] & 0xFF) == 0xC0) {
                huge[i + 5] = (byte) 0xFF;
                huge[i + 6] = (byte) 0xDC;
                huge[i + 7] = (byte) 0xFF;
                huge[i + 8] = (byte) 0xDC;
                break;
            }
        }
        String said =
                String.valueOf(
                        assertThrows(
                                        UnreadablePictureException.class,
                                        () -> FacePicture.decode(huge))
                                .getMessage());
        assertTrue(said.contains("65500"), said);
    }

    private interface Tone {
        int of(int grey);
    }

    /// Skin before a light wall, with eyes, a mouth and a dark coat.
    private static BufferedImage picture() {
        BufferedImage image = new BufferedImage(480, 640, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(200, 205, 210));
        pen.fillRect(0, 0, 480, 640);
        pen.setColor(new Color(190, 140, 110));
        pen.fillOval(140, 150, 200, 280);
        pen.setColor(new Color(40, 30, 30));
        pen.fillOval(190, 250, 30, 15);
        pen.fillOval(260, 250, 30, 15);
        pen.fillRect(200, 350, 80, 10);
        pen.fillRect(60, 460, 360, 180);
        pen.dispose();
        return image;
    }

    private static BufferedImage changed(BufferedImage image, Tone tone) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color colour = new Color(image.getRGB(x, y));
                image.setRGB(
                        x,
                        y,
                        new Color(
                                        tone.of(colour.getRed()),
                                        tone.of(colour.getGreen()),
                                        tone.of(colour.getBlue()))
                                .getRGB());
            }
        }
        return image;
    }

    private static BufferedImage blurred(BufferedImage image) {
        float[] kernel = new float[81];
        Arrays.fill(kernel, 1 / 81f);
        return new java.awt.image.ConvolveOp(
                        new java.awt.image.Kernel(9, 9, kernel),
                        java.awt.image.ConvolveOp.EDGE_NO_OP,
                        null)
                .filter(image, null);
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, "jpeg", bytes));
        return bytes.toByteArray();
    }

    private static FacePicture decoded(BufferedImage image) throws Exception {
        return FacePicture.decode(jpeg(image));
    }
}
