package org.forpost.matching.sourceafis;

import com.machinezoo.sourceafis.FingerprintImage;
import com.machinezoo.sourceafis.FingerprintImageOptions;
import com.machinezoo.sourceafis.FingerprintTemplate;

/// SourceAFIS's extraction of minutiae: 16 to 32 ms of one core for an image of usual size.
public final class Extractor {
    private Extractor() {}

    /// @param pixels `width * height` grey values, 0 black; the caller has bounded them
    /// @param dpi dots per inch, 20 to 20,000
    public static Minutiae extract(int width, int height, byte[] pixels, double dpi) {
        FingerprintImageOptions options = new FingerprintImageOptions().dpi(dpi);
        FingerprintImage image = new FingerprintImage(width, height, pixels, options);
        byte[] bytes = new FingerprintTemplate(image).toByteArray();
        try {
            return Minutiae.decode(bytes);
        } catch (MalformedTemplateException e) {
            throw new IllegalStateException("SourceAFIS wrote a template that is none", e);
        }
    }
}
