package org.forpost.sim.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.machinezoo.sourceafis.FingerprintImage;
import com.machinezoo.sourceafis.FingerprintImageOptions;
import com.machinezoo.sourceafis.FingerprintTemplate;
import java.io.IOException;
import org.forpost.sim.finger.GreyImage;

/// One image as SourceAFIS sees it.
///
/// @param finger whose it is, unique within its set
/// @param template of SourceAFIS
/// @param minutiae how many it found
record Specimen(String finger, FingerprintTemplate template, int minutiae) {
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    static Specimen extract(String finger, GreyImage image) throws IOException {
        var options = new FingerprintImageOptions().dpi(image.dpi());
        var template =
                new FingerprintTemplate(
                        new FingerprintImage(
                                image.width(), image.height(), image.pixels(), options));
        // SourceAFIS has no accessor for it; the native template (CBOR) holds one x for each
        // minutia.
        int minutiae = CBOR.readTree(template.toByteArray()).path("positionsX").size();
        return new Specimen(finger, template, minutiae);
    }
}
