package org.forpost.matching;

/// Whether an image shows ridges at all. SourceAFIS finds minutiae in a photograph of a cat; this
/// does not.
final class Ridges {
    /// A block of 32 pixels at 500 dpi holds three to four ridges.
    private static final int BLOCK = 32;

    /// Ridges are 5 to 16 pixels apart at 500 dpi, children to large men.
    private static final int CLOSEST = 4;

    private static final int FARTHEST = 17;

    /// A grey range below this is dust and noise of the sensor.
    private static final int FAINTEST = 24;

    private Ridges() {}

    /// Whether even the darkest and brightest percent of the pixels hardly differ.
    static boolean blank(GreyImage image) {
        int[] histogram = new int[256];
        for (byte pixel : image.pixels()) {
            histogram[pixel & 0xFF]++;
        }
        int rest = image.pixels().length / 100;
        int dark = 0;
        for (int sum = histogram[0]; sum <= rest && dark < 255; sum += histogram[++dark]) {}
        int bright = 255;
        for (int sum = histogram[255]; sum <= rest && bright > 0; sum += histogram[--bright]) {}
        return bright - dark < FAINTEST;
    }

    /// Whether enough blocks look like parallel ridges: the grey values along the normal of the
    /// block's orientation repeat within the range of ridge periods.
    static boolean present(GreyImage image) {
        double scale = image.dpi() / 500;
        int block = (int) Math.round(BLOCK * scale);
        int ridged = 0;
        int seen = 0;
        for (int y = 0; y + block <= image.height(); y += block) {
            for (int x = 0; x + block <= image.width(); x += block) {
                int verdict = block(image, x, y, block, scale);
                seen += verdict >= 0 ? 1 : 0;
                ridged += verdict > 0 ? 1 : 0;
            }
        }
        return ridged >= LEAST_BLOCKS && ridged >= LEAST_SHARE * seen;
    }

    /// Three blocks are some 8 mm², below the smallest sensor in use.
    private static final int LEAST_BLOCKS = 3;

    /// Of 240 real images the worst, a dry finger on a small capacitive sensor, has 0.10, most have
    /// 0.5 or more; of 50 of noise none has any. Refusing a real finger is the worse mistake, and
    /// there are worse sensors than these: so a third of the worst.
    private static final double LEAST_SHARE = 0.03;

    /// How alike the profile must be to itself one ridge further on.
    private static final double LEAST_REPETITION = 0.25;

    /// How much of the variance must lie across the ridges: of pure noise 1/32 does.
    private static final double LEAST_COHERENCE = 0.2;

    /// @return -1 background, 0 something, 1 ridges
    private static int block(GreyImage image, int left, int top, int block, double scale) {
        byte[] pixels = image.pixels();
        int width = image.width();
        double xx = 0;
        double yy = 0;
        double xy = 0;
        int darkest = 255;
        int brightest = 0;
        for (int y = top + 1; y < top + block - 1; y++) {
            for (int x = left + 1; x < left + block - 1; x++) {
                int at = y * width + x;
                int dx = (pixels[at + 1] & 0xFF) - (pixels[at - 1] & 0xFF);
                int dy = (pixels[at + width] & 0xFF) - (pixels[at - width] & 0xFF);
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
                darkest = Math.min(darkest, pixels[at] & 0xFF);
                brightest = Math.max(brightest, pixels[at] & 0xFF);
            }
        }
        if (brightest - darkest < FAINTEST) {
            return -1;
        }
        double normal = 0.5 * Math.atan2(2 * xy, xx - yy);
        return repetition(pixels, width, left, top, block, scale, normal) >= LEAST_REPETITION
                ? 1
                : 0;
    }

    /// @return the strongest autocorrelation of the profile at a distance of one ridge, after a dip
    ///   below zero at half of it; -1 to 1
    private static double repetition(
            byte[] pixels, int width, int left, int top, int block, double scale, double normal) {
        double across = Math.cos(normal);
        double down = Math.sin(normal);
        double centre = (block - 1) / 2.0;
        int half = BLOCK / 2;
        double squares = 0;
        double total = 0;
        double[] sum = new double[BLOCK];
        int[] count = new int[BLOCK];
        for (int y = 0; y < block; y++) {
            for (int x = 0; x < block; x++) {
                int grey = pixels[(top + y) * width + left + x] & 0xFF;
                total += grey;
                squares += grey * grey;
                double along = ((x - centre) * across + (y - centre) * down) / scale;
                int bin = (int) Math.floor(along) + half;
                if (bin >= 0 && bin < BLOCK) {
                    sum[bin] += grey;
                    count[bin]++;
                }
            }
        }
        double mean = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum[i] = count[i] == 0 ? 0 : sum[i] / count[i];
            mean += sum[i] / BLOCK;
        }
        double power = 1e-9;
        for (int i = 0; i < BLOCK; i++) {
            sum[i] -= mean;
            power += sum[i] * sum[i] / BLOCK;
        }
        double pixelCount = (double) block * block;
        double variance = squares / pixelCount - (total / pixelCount) * (total / pixelCount);
        if (power < LEAST_COHERENCE * variance) {
            return -1;
        }
        double best = -1;
        double dip = 1;
        for (int lag = 2; lag <= FARTHEST; lag++) {
            double product = 0;
            for (int i = 0; i + lag < BLOCK; i++) {
                product += sum[i] * sum[i + lag];
            }
            double similarity = product / (BLOCK - lag) / power;
            dip = Math.min(dip, similarity);
            if (lag >= CLOSEST && dip < -0.1) {
                best = Math.max(best, similarity);
            }
        }
        return best;
    }
}
