package org.forpost.sim.camera;

import java.awt.image.BufferedImage;

/// A camera's own measure of a picture, 0 to 100: enough light, not too much, and edges that are
/// edges. It knows nothing of faces.
final class Sharpness {
    /// Grey levels: a picture darker or brighter on average counts as nothing.
    private static final double DARKEST = 30;

    private static final double BRIGHTEST = 245;

    /// Grey levels of difference to the right neighbour that count as an edge.
    private static final int EDGE = 12;

    /// The share of such pixels in a sharp portrait before a plain wall.
    private static final double SHARP = 0.02;

    private Sharpness() {}

    static int of(BufferedImage image) {
        double sum = 0;
        double edges = 0;
        int width = image.getWidth();
        int height = image.getHeight();
        for (int y = 0; y < height; y++) {
            int before = luma(image.getRGB(0, y));
            for (int x = 1; x < width; x++) {
                int now = luma(image.getRGB(x, y));
                sum += now;
                if (Math.abs(now - before) >= EDGE) {
                    edges++;
                }
                before = now;
            }
        }
        double pixels = Math.max(1, (double) (width - 1) * height);
        double mean = sum / pixels;
        if (mean < DARKEST || mean > BRIGHTEST) {
            return 0;
        }
        return (int) Math.round(100 * Math.min(1, edges / pixels / SHARP));
    }

    /// Rec. ITU-R BT.601.
    private static int luma(int rgb) {
        return (299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff)) / 1000;
    }
}
