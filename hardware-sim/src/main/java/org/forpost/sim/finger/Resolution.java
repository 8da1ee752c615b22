package org.forpost.sim.finger;

import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// The resolution that an image file states, through ImageIO's plug-in neutral metadata.
final class Resolution {
    private static final double MILLIMETRES_PER_INCH = 25.4;

    private Resolution() {}

    /// Dots per inch, or 0 where the file does not say
    static int of(@Nullable IIOMetadata metadata) {
        if (metadata == null || !metadata.isStandardMetadataFormatSupported()) {
            return 0;
        }
        var root = (Element) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        NodeList sizes = root.getElementsByTagName("HorizontalPixelSize");
        if (sizes.getLength() == 0) {
            return 0;
        }
        double millimetres = Double.parseDouble(((Element) sizes.item(0)).getAttribute("value"));
        return millimetres > 0 ? (int) Math.round(MILLIMETRES_PER_INCH / millimetres) : 0;
    }
}
