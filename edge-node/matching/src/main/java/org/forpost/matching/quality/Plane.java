package org.forpost.matching.quality;

import org.forpost.matching.GreyImage;

/// Grey values at 500 dpi, softened a little (binomial 3 × 3), because the noise of single pixels
/// is nobody's ridge.
///
/// @param values `width * height`, 0 to 255
@SuppressWarnings("ArrayRecordComponent")
record Plane(int width, int height, float[] values) {
    private static final double DPI = 500;

    /// Nearer than this to 500 dpi, resampling would blur more than it sets right.
    private static final double NEAR = 0.05;

    static Plane of(GreyImage image) {
        double scale = DPI / image.dpi();
        boolean near = Math.abs(scale - 1) < NEAR;
        int width = near ? image.width() : Math.max(1, (int) Math.round(image.width() * scale));
        int height = near ? image.height() : Math.max(1, (int) Math.round(image.height() * scale));
        float[] values = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                values[y * width + x] =
                        near
                                ? image.pixels()[y * width + x] & 0xFF
                                : (float) area(image, x / scale, y / scale, 1 / scale);
            }
        }
        return new Plane(width, height, softened(values, width, height));
    }

    float grey(int x, int y) {
        return values[y * width + x];
    }

    /// The mean of the pixels under one new pixel; between two old ones where it is finer.
    private static double area(GreyImage image, double x, double y, double side) {
        int steps = Math.max(2, (int) Math.ceil(side));
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            for (int j = 0; j < steps; j++) {
                sum +=
                        between(
                                image,
                                x + (i + 0.5) * side / steps - 0.5,
                                y + (j + 0.5) * side / steps - 0.5);
            }
        }
        return sum / (steps * steps);
    }

    private static double between(GreyImage image, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double below = y - top;
        double upper = (1 - right) * pixel(image, left, top) + right * pixel(image, left + 1, top);
        double lower =
                (1 - right) * pixel(image, left, top + 1) + right * pixel(image, left + 1, top + 1);
        return (1 - below) * upper + below * lower;
    }

    private static int pixel(GreyImage image, int x, int y) {
        int column = Math.clamp(x, 0, image.width() - 1);
        int row = Math.clamp(y, 0, image.height() - 1);
        return image.pixels()[row * image.width() + column] & 0xFF;
    }

    private static float[] softened(float[] values, int width, int height) {
        float[] rows = new float[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width;
                rows[at + x] =
                        (values[at + Math.max(x - 1, 0)]
                                        + 2 * values[at + x]
                                        + values[at + Math.min(x + 1, width - 1)])
                                / 4;
            }
        }
        float[] out = new float[values.length];
        for (int y = 0; y < height; y++) {
            int above = Math.max(y - 1, 0) * width;
            int below = Math.min(y + 1, height - 1) * width;
            for (int x = 0; x < width; x++) {
                out[y * width + x] =
                        (rows[above + x] + 2 * rows[y * width + x] + rows[below + x]) / 4;
            }
        }
        return out;
    }
}
