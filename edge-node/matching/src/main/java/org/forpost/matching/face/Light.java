package org.forpost.matching.face;

/// How a picture is lit and focused, measured where a face should be: in the middle two thirds of
/// the picture each way. These are what ISO/IEC 29794-5 calls capture-related measures; the figures
/// are ours.
///
/// @param brightness mean luminance, 0 to 1
/// @param contrast standard deviation of the luminance, 0 to 0.5
/// @param underexposed share of pixels without detail in the dark, 0 to 1
/// @param overexposed share of pixels without detail in the light, 0 to 1
/// @param sharpness steepness of the steepest hundredth of all edges, of the picture's own
///   contrast, 0 to 1
public record Light(
        double brightness,
        double contrast,
        double underexposed,
        double overexposed,
        double sharpness) {

    /// What is most wrong with it.
    public enum Verdict {
        GOOD,
        TOO_DARK,
        TOO_BRIGHT,
        FLAT,
        BLURRED
    }

    /// Of 255: a sensor's noise hides what is darker, and its well is full above.
    private static final int DARKEST = 20;

    private static final int BRIGHTEST = 250;

    /// No skin is so dark or light that a well-lit portrait's mean leaves this range, because hair,
    /// clothes and background count too.
    private static final double LEAST_BRIGHTNESS = 0.25;

    private static final double MOST_BRIGHTNESS = 0.90;

    /// Black hair or a dark coat fills a third; a white background fills more, so it is asked for
    /// along with the mean.
    private static final double MOST_UNDEREXPOSED = 0.5;

    private static final double MOST_OVEREXPOSED = 0.5;

    /// Fog, or a lens that somebody breathed on.
    private static final double LEAST_CONTRAST = 0.05;

    /// An edge that takes more than some six pixels at 500 pixels' width.
    private static final double LEAST_SHARPNESS = 0.12;

    /// Pixels across to which the picture is brought, so that sharpness means the same for all
    /// cameras.
    private static final int ACROSS = 320;

    public static Light of(FacePicture picture) {
        int step = Math.max(1, picture.width() / ACROSS);
        int columns = picture.width() / step * 2 / 3;
        int rows = picture.height() / step * 2 / 3;
        int left = (picture.width() - columns * step) / 2;
        int top = (picture.height() - rows * step) / 2;
        int[] histogram = new int[256];
        int[] grey = new int[columns * rows];
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int value = picture.grey(left + column * step, top + row * step);
                grey[row * columns + column] = value;
                histogram[value]++;
                sum += value;
                squares += (double) value * value;
            }
        }
        int count = Math.max(1, columns * rows);
        double mean = sum / count;
        int dark = 0;
        for (int value = 0; value < DARKEST; value++) {
            dark += histogram[value];
        }
        int bright = 0;
        for (int value = BRIGHTEST; value < 256; value++) {
            bright += histogram[value];
        }
        return new Light(
                mean / 255,
                Math.sqrt(Math.max(0, squares / count - mean * mean)) / 255,
                (double) dark / count,
                (double) bright / count,
                sharpness(grey, columns, rows, histogram, count));
    }

    private static double sharpness(int[] grey, int columns, int rows, int[] histogram, int count) {
        int range = percentile(histogram, count, 0.99) - percentile(histogram, count, 0.01);
        int[] steps = new int[256];
        int edges = 0;
        for (int row = 0; row + 1 < rows; row++) {
            for (int column = 0; column + 1 < columns; column++) {
                int at = row * columns + column;
                int across = Math.abs(grey[at + 1] - grey[at]);
                int down = Math.abs(grey[at + columns] - grey[at]);
                steps[Math.max(across, down)]++;
                edges++;
            }
        }
        return range == 0 || edges == 0
                ? 0
                : Math.min(1, (double) percentile(steps, edges, 0.99) / range);
    }

    private static int percentile(int[] histogram, int count, double share) {
        int sum = 0;
        for (int value = 0; value < histogram.length; value++) {
            sum += histogram[value];
            if (sum >= share * count) {
                return value;
            }
        }
        return histogram.length - 1;
    }

    public Verdict verdict() {
        if (brightness < LEAST_BRIGHTNESS || underexposed > MOST_UNDEREXPOSED) {
            return Verdict.TOO_DARK;
        }
        if (brightness > MOST_BRIGHTNESS || overexposed > MOST_OVEREXPOSED) {
            return Verdict.TOO_BRIGHT;
        }
        if (contrast < LEAST_CONTRAST) {
            return Verdict.FLAT;
        }
        return sharpness < LEAST_SHARPNESS ? Verdict.BLURRED : Verdict.GOOD;
    }
}
