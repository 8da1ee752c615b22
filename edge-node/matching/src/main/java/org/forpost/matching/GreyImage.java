package org.forpost.matching;

/// A decoded grey image of one finger.
///
/// @param width pixels
/// @param height pixels
/// @param pixels `width * height` bytes, row by row from the top; 0 is black (a ridge), 255 white
/// @param dpi dots per inch; 0 where nobody knows it, which no extractor accepts
@SuppressWarnings("ArrayRecordComponent")
public record GreyImage(int width, int height, byte[] pixels, double dpi) {
    public GreyImage {
        if (width < 1 || height < 1 || pixels.length != (long) width * height) {
            throw new IllegalArgumentException(
                    width + " × " + height + " pixels do not fit " + pixels.length + " bytes");
        }
    }
}
