package org.forpost.matching.sourceafis;

import com.machinezoo.sourceafis.FingerprintImage;
import com.machinezoo.sourceafis.FingerprintImageOptions;
import com.machinezoo.sourceafis.FingerprintTemplate;

/// SourceAFIS's extraction of minutiae: 16 to 32 ms of one core for an image of usual size, and 2
/// to 10 for preparing it.
public final class Extractor {
    private Extractor() {}

    /// @param pixels `width * height` grey values, 0 black; the caller has bounded them
    /// @param dpi dots per inch, 25 to 20,000
    public static Minutiae extract(View view, int width, int height, byte[] pixels, double dpi) {
        FingerprintImageOptions options = new FingerprintImageOptions().dpi(dpi * view.resolution);
        byte[] prepared = view.prepare(width, height, pixels, dpi);
        FingerprintImage image = new FingerprintImage(width, height, prepared, options);
        byte[] bytes = new FingerprintTemplate(image).toByteArray();
        try {
            return scaled(Minutiae.decode(bytes), view.resolution);
        } catch (MalformedTemplateException e) {
            throw new IllegalStateException("SourceAFIS wrote a template that is none", e);
        }
    }

    private static Minutiae scaled(Minutiae minutiae, double scale) {
        return scale == 1
                ? minutiae
                : new Minutiae(
                        (int) Math.ceil(minutiae.width() * scale),
                        (int) Math.ceil(minutiae.height() * scale),
                        scaled(minutiae.x(), scale),
                        scaled(minutiae.y(), scale),
                        minutiae.direction(),
                        minutiae.bifurcation());
    }

    private static short[] scaled(short[] positions, double scale) {
        short[] out = new short[positions.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) ((positions[i] + 0.5) * scale);
        }
        return out;
    }
}
