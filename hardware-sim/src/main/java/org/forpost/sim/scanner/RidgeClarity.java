package org.forpost.sim.scanner;

import org.forpost.sim.finger.GreyImage;

/// A device's own measure of a finger image, 0 to 100: how much ridge area there is, and how
/// clearly its ridges run in one direction. It is no NFIQ 2 score; it only has to be low for what
/// is too dry, too wet, smudged or beside the glass.
///
/// The image is cut into square blocks. In each block with contrast, the coherence of the grey
/// gradients (the length of their averaged squared vectors, 0 for noise, 1 for parallel ridges)
/// says how clear the ridges are.
final class RidgeClarity {
    /// Nearly two ridges at 500 dpi: less shows no direction, more mixes several.
    private static final int BLOCK = 16;

    /// Grey levels; a block whose standard deviation is below is background.
    private static final double LEAST_CONTRAST = 10;

    /// Coherence that counts as nothing, and as all that one can wish for.
    private static final double NOISE = 0.30;

    private static final double CLEAR = 0.75;

    /// The ridge area of a well-placed finger, in square inches: about 10 mm by 14 mm.
    private static final double GOOD_AREA = 0.22;

    private RidgeClarity() {}

    static int of(GreyImage image) {
        double usable = 0;
        double clarity = 0;
        for (int top = 1; top + BLOCK < image.height(); top += BLOCK) {
            for (int left = 1; left + BLOCK < image.width(); left += BLOCK) {
                if (contrast(image, left, top) >= LEAST_CONTRAST) {
                    double clear = clamp((coherence(image, left, top) - NOISE) / (CLEAR - NOISE));
                    usable++;
                    clarity += clear;
                }
            }
        }
        if (usable == 0) {
            return 0;
        }
        double blockInches = (double) BLOCK / image.dpi();
        double area = usable * blockInches * blockInches;
        return (int) Math.round(100 * clarity / usable * clamp(area / GOOD_AREA));
    }

    private static double contrast(GreyImage image, int left, int top) {
        double sum = 0;
        double squares = 0;
        for (int y = top; y < top + BLOCK; y++) {
            for (int x = left; x < left + BLOCK; x++) {
                double grey = grey(image, x, y);
                sum += grey;
                squares += grey * grey;
            }
        }
        double n = BLOCK * BLOCK;
        return Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n)));
    }

    private static double coherence(GreyImage image, int left, int top) {
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int y = top; y < top + BLOCK; y++) {
            for (int x = left; x < left + BLOCK; x++) {
                double dx = grey(image, x + 1, y) - grey(image, x - 1, y);
                double dy = grey(image, x, y + 1) - grey(image, x, y - 1);
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }
        }
        double all = xx + yy;
        return all == 0 ? 0 : Math.hypot(xx - yy, 2 * xy) / all;
    }

    private static double grey(GreyImage image, int x, int y) {
        return image.pixels()[y * image.width() + x] & 0xff;
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
