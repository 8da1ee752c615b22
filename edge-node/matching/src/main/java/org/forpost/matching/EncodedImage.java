package org.forpost.matching;

import java.io.IOException;
import org.forpost.matching.UnusableImageException.Reason;
import org.forpost.matching.pixels.GreyPixels;
import org.forpost.matching.pixels.ImageHeader;
import org.forpost.matching.pixels.ImageHeaderReader;
import org.jspecify.annotations.Nullable;

/// Grey pixels from an encoded image. The size is read from the header and checked before anything
/// is decoded.
final class EncodedImage {
    private EncodedImage() {}

    static GreyImage decode(byte[] encoded, double dpi) throws UnusableImageException {
        ImageHeader header = header(encoded);
        FingerprintExtractor.checkBounds(header.width(), header.height(), dpi);
        try {
            GreyPixels pixels = GreyPixels.decode(encoded, header);
            return new GreyImage(pixels.width(), pixels.height(), pixels.values(), dpi);
        } catch (IOException e) {
            throw undecodable("the " + header.format() + " image is damaged", e);
        }
    }

    private static ImageHeader header(byte[] encoded) throws UnusableImageException {
        try {
            @Nullable ImageHeader header = ImageHeaderReader.read(encoded);
            if (header != null) {
                return header;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw undecodable("the image is damaged", e);
        }
        throw new UnusableImageException(
                Reason.UNDECODABLE,
                "the bytes are no PNG, JPEG, BMP, TIFF, JPEG 2000 or WSQ image");
    }

    private static UnusableImageException undecodable(String what, Throwable cause) {
        UnusableImageException e =
                new UnusableImageException(Reason.UNDECODABLE, what + ": " + cause.getMessage());
        e.initCause(cause);
        return e;
    }
}
