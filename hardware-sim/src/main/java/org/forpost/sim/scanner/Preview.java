package org.forpost.sim.scanner;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.forpost.sim.finger.GreyImage;
import org.jspecify.annotations.Nullable;

/// The live picture of a slap scanner: the last press with a frame around each finger and a bar
/// that is as long as its quality, green where it reached the wanted one. No letters: a device does
/// not know the officer's language, and a server may have no fonts.
final class Preview {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 240;
    private static final int MARGIN = 10;
    private static final Color ENOUGH = new Color(0x2e, 0x7d, 0x32);
    private static final Color TOO_LOW = new Color(0xc6, 0x28, 0x28);

    private @Nullable BufferedImage last;

    synchronized void show(List<GreyImage> fingers, List<Integer> qualities, int wanted) {
        BufferedImage picture = blank();
        Graphics2D pen = picture.createGraphics();
        pen.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        int column = WIDTH / Math.max(1, fingers.size());
        for (int i = 0; i < fingers.size(); i++) {
            BufferedImage finger = picture(fingers.get(i));
            int room = HEIGHT - 4 * MARGIN;
            double scale =
                    Math.min(
                            (double) (column - 2 * MARGIN) / finger.getWidth(),
                            (double) room / finger.getHeight());
            int width = (int) (finger.getWidth() * scale);
            int height = (int) (finger.getHeight() * scale);
            int left = i * column + (column - width) / 2;
            pen.drawImage(finger, left, MARGIN, width, height, null);
            pen.setColor(qualities.get(i) >= wanted ? ENOUGH : TOO_LOW);
            pen.setStroke(new BasicStroke(2));
            pen.drawRect(left, MARGIN, width, height);
            pen.fillRect(left, HEIGHT - 2 * MARGIN, width * qualities.get(i) / 100, MARGIN);
        }
        pen.dispose();
        last = picture;
    }

    synchronized void clear() {
        last = null;
    }

    /// A JPEG; a small lamp that wanders with `number` shows that the picture is live.
    synchronized byte[] picture(int number) {
        BufferedImage frame = blank();
        Graphics2D pen = frame.createGraphics();
        if (last != null) {
            pen.drawImage(last, 0, 0, null);
        }
        pen.setColor(Color.GRAY);
        pen.fillRect(number * 8 % WIDTH, HEIGHT - 4, 8, 4);
        pen.dispose();
        try {
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(frame, "jpeg", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to take a picture", e);
        }
    }

    private static BufferedImage blank() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.dispose();
        return image;
    }

    private static BufferedImage picture(GreyImage grey) {
        BufferedImage image =
                new BufferedImage(grey.width(), grey.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, grey.width(), grey.height(), grey.pixels());
        return image;
    }
}
