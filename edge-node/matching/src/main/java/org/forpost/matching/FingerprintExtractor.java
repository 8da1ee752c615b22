package org.forpost.matching;

import java.util.ArrayList;
import java.util.List;
import org.forpost.matching.UnusableImageException.Reason;
import org.forpost.matching.sourceafis.Extractor;
import org.forpost.matching.sourceafis.Minutiae;
import org.forpost.matching.sourceafis.View;

/// Makes a [Template] from the image of one finger. Stateless, safe for several threads; takes 16
/// to 32 ms of one core for an image of usual size.
public final class FingerprintExtractor {

    /// The largest area an image may cover, in pixels at 500 dpi: 100 mm × 100 mm, more than a slap
    /// of four fingers. SourceAFIS needs some 40 bytes and 0.2 µs for each.
    static final double LARGEST_AREA = 2000.0 * 2000.0;

    /// Before scaling: the same area at 2,000 dpi.
    static final long MOST_PIXELS = 64_000_000L;

    /// Below 3 mm no scanner sees enough minutiae to tell people apart.
    static final double SHORTEST_SIDE = 60;

    /// Half of the least that FBI and ISO profiles know, and beyond the finest research scanner.
    static final double LOWEST_DPI = 100;

    static final double HIGHEST_DPI = 5000;

    /// Makes the template for a gallery and for searching one.
    ///
    /// @throws UnusableImageException if the image is too large, too small, blank, no fingerprint
    ///   or without resolution; the reason is in it
    public Template extract(GreyImage image) throws UnusableImageException {
        check(image);
        return Template.of(main(image));
    }

    /// Makes a template that tells fingers apart better than [#extract] does, with the minutiae of
    /// three views of the image; takes three times as long. Either side of a verification gains by
    /// it, both together most.
    ///
    /// @throws UnusableImageException as [#extract] does
    public Template extractForVerification(GreyImage image) throws UnusableImageException {
        check(image);
        List<Minutiae> views = new ArrayList<>();
        views.add(main(image));
        for (View view : View.values()) {
            if (view != View.MAIN) {
                views.add(extract(view, image));
            }
        }
        return Template.of(views);
    }

    private static void check(GreyImage image) throws UnusableImageException {
        checkBounds(image.width(), image.height(), image.dpi());
        if (Ridges.blank(image)) {
            throw new UnusableImageException(
                    Reason.BLANK, "the image is blank: put the finger on the scanner again");
        }
    }

    private static Minutiae main(GreyImage image) throws UnusableImageException {
        Minutiae minutiae = extract(View.MAIN, image);
        if (minutiae.count() == 0 || !Ridges.present(image)) {
            throw new UnusableImageException(
                    Reason.NOT_A_FINGERPRINT,
                    "no ridges of a finger are in the image: check what lies on the scanner and"
                            + " its resolution of "
                            + Math.round(image.dpi())
                            + " dpi");
        }
        return minutiae;
    }

    private static Minutiae extract(View view, GreyImage image) {
        return Extractor.extract(view, image.width(), image.height(), image.pixels(), image.dpi());
    }

    /// Decodes an image and makes its template.
    ///
    /// @param encoded PNG, JPEG, BMP, TIFF, JPEG 2000 or WSQ
    /// @param dpi dots per inch; what the file itself says is not believed
    /// @throws UnusableImageException as above, or if the bytes cannot be decoded
    public Template extract(byte[] encoded, double dpi) throws UnusableImageException {
        return extract(decode(encoded, dpi));
    }

    /// Decodes an image, within the same bounds as [#extract].
    ///
    /// @throws UnusableImageException if the image is too large, too small or cannot be decoded
    public static GreyImage decode(byte[] encoded, double dpi) throws UnusableImageException {
        return EncodedImage.decode(encoded, dpi);
    }

    static void checkBounds(long width, long height, double dpi) throws UnusableImageException {
        String size = width + " × " + height + " pixels";
        if (!(dpi > 0)) {
            throw new UnusableImageException(
                    Reason.NO_RESOLUTION,
                    "the resolution of the image is not known: configure the scanner's dpi");
        }
        if (!(dpi >= LOWEST_DPI && dpi <= HIGHEST_DPI)) {
            throw new UnusableImageException(
                    Reason.NO_RESOLUTION,
                    "a resolution of "
                            + dpi
                            + " dpi cannot be: expected "
                            + Math.round(LOWEST_DPI)
                            + " to "
                            + Math.round(HIGHEST_DPI));
        }
        double scale = 500 / dpi;
        if (width * height > MOST_PIXELS || width * scale * height * scale > LARGEST_AREA) {
            throw new UnusableImageException(
                    Reason.TOO_LARGE,
                    size + " at " + Math.round(dpi) + " dpi are more than a hand covers");
        }
        if (width * scale < SHORTEST_SIDE || height * scale < SHORTEST_SIDE) {
            throw new UnusableImageException(
                    Reason.TOO_SMALL,
                    size + " at " + Math.round(dpi) + " dpi are too small a piece of a finger");
        }
    }
}
