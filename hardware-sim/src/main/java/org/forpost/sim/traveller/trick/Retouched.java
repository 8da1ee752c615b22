package org.forpost.sim.traveller.trick;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.forpost.sim.camera.Face;

/// A face in other light or at another place in the picture.
record Retouched(Face face, UnaryOperator<BufferedImage> retouch, AtomicInteger shots)
        implements Face {
    @Override
    public byte[] shot(int width, int height) {
        byte[] jpeg = face.shot(width, height);
        if (shots.getAndDecrement() <= 0) {
            return jpeg;
        }
        try {
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(
                    retouch.apply(ImageIO.read(new ByteArrayInputStream(jpeg))), "jpeg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to take a picture", e);
        }
    }

    /// A lamp has gone out: a fifth of the light is left.
    static BufferedImage dark(BufferedImage picture) {
        return lit(picture, 0.2, 0);
    }

    /// The sun shines into the lens.
    static BufferedImage glare(BufferedImage picture) {
        return lit(picture, 1.2, 110);
    }

    private static BufferedImage lit(BufferedImage picture, double gain, int veil) {
        var lit =
                new BufferedImage(
                        picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y);
                int value = 0;
                for (int shift = 16; shift >= 0; shift -= 8) {
                    long grey = Math.round((rgb >>> shift & 0xFF) * gain + veil);
                    value |= Math.clamp(grey, 0, 255) << shift;
                }
                lit.setRGB(x, y, value);
            }
        }
        return lit;
    }

    /// Stands half outside of the picture, to the right.
    static BufferedImage offCentre(BufferedImage picture) {
        int shift = picture.getWidth() * 2 / 5;
        var moved =
                new BufferedImage(
                        picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                moved.setRGB(x, y, picture.getRGB(Math.max(x - shift, 0), y));
            }
        }
        return moved;
    }
}
