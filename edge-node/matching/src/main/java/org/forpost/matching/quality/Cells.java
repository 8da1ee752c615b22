package org.forpost.matching.quality;

/// What each cell of an image shows. An image smaller than one window has none.
///
/// @param columns cells in a row
/// @param rows of cells
/// @param certainty one per cell, row by row, 0 to 1; negative for background
/// @param clarity one per cell, 0 to 1
@SuppressWarnings("ArrayRecordComponent")
record Cells(int columns, int rows, float[] certainty, float[] clarity) {
    /// Pixels at 500 dpi, 0.8 mm: one or two ridges.
    static final int SIDE = 16;

    /// Three to four ridges, without which neither orientation nor repetition shows.
    private static final int WINDOW = 32;

    private static final int MARGIN = (WINDOW - SIDE) / 2;

    /// A grey deviation below this is dust and noise of an empty sensor.
    private static final double FAINTEST = 8;

    /// @param image at 500 dpi
    static Cells of(Plane image) {
        int columns = Math.max(0, (image.width() - 2 * MARGIN) / SIDE);
        int rows = Math.max(0, (image.height() - 2 * MARGIN) / SIDE);
        float[] certainty = new float[columns * rows];
        float[] clarity = new float[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int cell = row * columns + column;
                window(image, column * SIDE, row * SIDE, cell, certainty, clarity);
            }
        }
        return new Cells(columns, rows, certainty, clarity);
    }

    int count() {
        return columns * rows;
    }

    boolean foreground(int cell) {
        return certainty[cell] >= 0;
    }

    /// How well minutiae can be seen in it, 0 to 1.
    double goodness(int cell) {
        return foreground(cell) ? certainty[cell] * clarity[cell] : 0;
    }

    /// @return the cell at a point, -1 where it lies in none
    int at(int x, int y) {
        int column = Math.floorDiv(x - MARGIN, SIDE);
        int row = Math.floorDiv(y - MARGIN, SIDE);
        return column >= 0 && row >= 0 && column < columns && row < rows
                ? row * columns + column
                : -1;
    }

    private static void window(
            Plane image, int left, int top, int cell, float[] certainty, float[] clarity) {
        double xx = 0;
        double yy = 0;
        double xy = 0;
        double sum = 0;
        double squares = 0;
        for (int y = top; y < top + WINDOW; y++) {
            for (int x = left; x < left + WINDOW; x++) {
                double grey = image.grey(x, y);
                sum += grey;
                squares += grey * grey;
                if (x > left && y > top && x < left + WINDOW - 1 && y < top + WINDOW - 1) {
                    double dx = image.grey(x + 1, y) - image.grey(x - 1, y);
                    double dy = image.grey(x, y + 1) - image.grey(x, y - 1);
                    xx += dx * dx;
                    yy += dy * dy;
                    xy += dx * dy;
                }
            }
        }
        double pixels = WINDOW * WINDOW;
        double variance = squares / pixels - (sum / pixels) * (sum / pixels);
        if (variance < FAINTEST * FAINTEST || xx + yy <= 0) {
            certainty[cell] = -1;
            return;
        }
        certainty[cell] = (float) (Math.hypot(xx - yy, 2 * xy) / (xx + yy));
        double normal = 0.5 * Math.atan2(2 * xy, xx - yy);
        clarity[cell] = (float) clarity(image, left, top, normal, sum / pixels);
    }

    /// The share of the variance that lies between the bins of the profile along the normal, of the
    /// pixels within the window's inscribed circle, so that every bin is a chord of ridge.
    private static double clarity(Plane image, int left, int top, double normal, double mean) {
        double across = Math.cos(normal);
        double down = Math.sin(normal);
        double centre = (WINDOW - 1) / 2.0;
        double[] sums = new double[WINDOW];
        int[] counts = new int[WINDOW];
        double all = 0;
        for (int y = 0; y < WINDOW; y++) {
            for (int x = 0; x < WINDOW; x++) {
                double dx = x - centre;
                double dy = y - centre;
                if (dx * dx + dy * dy <= centre * centre) {
                    double grey = image.grey(left + x, top + y) - mean;
                    int bin = (int) Math.floor(dx * across + dy * down + WINDOW / 2.0);
                    sums[bin] += grey;
                    counts[bin]++;
                    all += grey * grey;
                }
            }
        }
        double between = 0;
        for (int bin = 0; bin < WINDOW; bin++) {
            between += counts[bin] == 0 ? 0 : sums[bin] * sums[bin] / counts[bin];
        }
        return all <= 0 ? 0 : Math.clamp(between / all, 0, 1);
    }
}
