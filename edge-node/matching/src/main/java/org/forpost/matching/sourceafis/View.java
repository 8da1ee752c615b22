package org.forpost.matching.sourceafis;

/// The ways in which one image is shown to SourceAFIS. Each finds other minutiae in the same
/// finger, above all where it is dry, wet or faint, and what is spurious in one is seldom so in the
/// next: three views of both fingers halve the FNMR at FMR 10⁻³ of a single comparison.
///
/// All of them soften the image first (a Gaussian of 1 px at 500 dpi): SourceAFIS takes the noise
/// of a sensor for ridge detail otherwise, and on small capacitive sensors misses every fourth mate
/// for it. Measured on FVC2002 DB1_B, DB3_B and FVC2004 DB1_B, see the README of the module.
public enum View {
    /// Midtones raised a little (gamma 3/4), ridges magnified by 10/9, because SourceAFIS's filters
    /// suit ridges a little wider than most fingers' at 500 dpi. The one that galleries hold.
    MAIN(0.9),

    /// Grey taken for linear light and coded as sRGB, which is how Java's decoders hand grey files
    /// to SourceAFIS.
    LIFTED(1),

    /// Brightness and contrast made the same everywhere (over 40 px at 500 dpi, 2 mm).
    LEVELLED(1);

    private static final double SOFTENING = 1;
    private static final double LEVELLING = 40;

    /// How far one standard deviation of the local grey reaches after levelling, of 0 to 255.
    private static final double LEVELLED_CONTRAST = 55;

    /// Local deviations below this are noise of an empty sensor and are not blown up.
    private static final double FAINTEST_DEVIATION = 8;

    /// What the true resolution is multiplied with before SourceAFIS hears of it; its coordinates
    /// are multiplied with it afterwards, so that all views share one scale.
    final double resolution;

    View(double resolution) {
        this.resolution = resolution;
    }

    /// @return a new array of the same size
    byte[] prepare(int width, int height, byte[] pixels, double dpi) {
        float[] grey = new float[pixels.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = pixels[i] & 0xFF;
        }
        switch (this) {
            case MAIN -> map(grey, View::raised);
            case LIFTED -> map(grey, View::lifted);
            case LEVELLED -> grey = levelled(grey, width, height, LEVELLING * dpi / 500);
        }
        grey = softened(grey, width, height, SOFTENING * dpi / 500);
        byte[] prepared = new byte[grey.length];
        for (int i = 0; i < grey.length; i++) {
            prepared[i] = (byte) Math.round(Math.clamp(grey[i], 0, 255));
        }
        return prepared;
    }

    private interface Tone {
        double of(double grey);
    }

    private static double raised(double grey) {
        return Math.pow(grey, 0.75);
    }

    /// IEC 61966-2-1, from linear light to the code.
    private static double lifted(double grey) {
        return grey <= 0.0031308 ? 12.92 * grey : 1.055 * Math.pow(grey, 1 / 2.4) - 0.055;
    }

    private static void map(float[] grey, Tone tone) {
        float[] table = new float[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) (255 * tone.of(i / 255.0));
        }
        for (int i = 0; i < grey.length; i++) {
            grey[i] = table[(int) grey[i]];
        }
    }

    private static float[] levelled(float[] grey, int width, int height, double sigma) {
        float[] mean = wideBlur(grey, width, height, sigma);
        float[] variance = new float[grey.length];
        for (int i = 0; i < grey.length; i++) {
            float difference = grey[i] - mean[i];
            variance[i] = difference * difference;
        }
        variance = wideBlur(variance, width, height, sigma);
        float[] levelled = new float[grey.length];
        for (int i = 0; i < grey.length; i++) {
            double deviation = Math.max(Math.sqrt(variance[i]), FAINTEST_DEVIATION);
            levelled[i] = (float) (128 + LEVELLED_CONTRAST * (grey[i] - mean[i]) / deviation);
        }
        return levelled;
    }

    private static float[] softened(float[] grey, int width, int height, double sigma) {
        int radius = (int) Math.ceil(3 * sigma);
        float[] kernel = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += Math.exp(-i * i / (2 * sigma * sigma));
        }
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = (float) (Math.exp(-i * i / (2 * sigma * sigma)) / sum);
        }
        return transposed(
                convolved(
                        transposed(convolved(grey, width, height, kernel), width, height),
                        height,
                        width,
                        kernel),
                height,
                width);
    }

    /// Convolves each row; beyond the border its last pixel goes on.
    private static float[] convolved(float[] grey, int width, int height, float[] kernel) {
        int radius = kernel.length / 2;
        float[] row = new float[width + 2 * radius];
        float[] out = new float[grey.length];
        for (int y = 0; y < height; y++) {
            int at = y * width;
            for (int x = 0; x < row.length; x++) {
                row[x] = grey[at + Math.clamp(x - radius, 0, width - 1)];
            }
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int k = 0; k < kernel.length; k++) {
                    sum += kernel[k] * row[x + k];
                }
                out[at + x] = sum;
            }
        }
        return out;
    }

    /// Three running means are a Gaussian to within 3 %, and cost the same for any width.
    private static float[] wideBlur(float[] grey, int width, int height, double sigma) {
        int radius = Math.max(1, (int) Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2));
        float[] out = grey;
        for (int pass = 0; pass < 3; pass++) {
            out = runningMean(out, width, height, radius);
        }
        out = transposed(out, width, height);
        for (int pass = 0; pass < 3; pass++) {
            out = runningMean(out, height, width, radius);
        }
        return transposed(out, height, width);
    }

    private static float[] runningMean(float[] grey, int width, int height, int radius) {
        float[] out = new float[grey.length];
        for (int y = 0; y < height; y++) {
            int at = y * width;
            double sum = 0;
            for (int x = -radius; x <= radius; x++) {
                sum += grey[at + Math.clamp(x, 0, width - 1)];
            }
            for (int x = 0; x < width; x++) {
                out[at + x] = (float) (sum / (2 * radius + 1));
                sum += grey[at + Math.min(x + radius + 1, width - 1)];
                sum -= grey[at + Math.max(x - radius, 0)];
            }
        }
        return out;
    }

    private static float[] transposed(float[] grey, int width, int height) {
        float[] out = new float[grey.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out[x * height + y] = grey[y * width + x];
            }
        }
        return out;
    }
}
