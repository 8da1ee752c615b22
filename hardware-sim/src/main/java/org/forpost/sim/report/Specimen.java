package org.forpost.sim.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.machinezoo.sourceafis.FingerprintImage;
import com.machinezoo.sourceafis.FingerprintImageOptions;
import com.machinezoo.sourceafis.FingerprintTemplate;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.forpost.sim.finger.GreyImage;

/// One image as SourceAFIS sees it.
///
/// @param finger whose it is, unique within its set
/// @param template of SourceAFIS
/// @param minutiae how many it found
record Specimen(String finger, FingerprintTemplate template, int minutiae) {
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    /// What SourceAFIS makes of each grey value when it decodes a grey PNG file itself: it asks for
    /// sRGB colours, and Java takes grey images for linear ones, so that dark grey becomes lighter.
    /// SourceAFIS's published error rates were measured that way (on FVC2002 DB3_B the EER is a
    /// third lower with it), so pixels are given to it as it would have seen them.
    private static final byte[] AS_DECODED = asDecoded();

    private static byte[] asDecoded() {
        var ramp = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        var greys = new byte[256];
        for (int grey = 0; grey < 256; grey++) {
            ramp.getRaster().setSample(grey, 0, 0, grey);
            greys[grey] = (byte) ramp.getRGB(grey, 0);
        }
        return greys;
    }

    static Specimen extract(String finger, GreyImage image) throws IOException {
        byte[] seen = image.pixels().clone();
        for (int i = 0; i < seen.length; i++) {
            seen[i] = AS_DECODED[seen[i] & 255];
        }
        var options = new FingerprintImageOptions().dpi(image.dpi());
        var template =
                new FingerprintTemplate(
                        new FingerprintImage(image.width(), image.height(), seen, options));
        // SourceAFIS has no accessor for it; the native template (CBOR) holds one x for each
        // minutia.
        int minutiae = CBOR.readTree(template.toByteArray()).path("positionsX").size();
        return new Specimen(finger, template, minutiae);
    }
}
