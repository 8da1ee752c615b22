package org.forpost.edge.device;

/// A picture as it stood in a biometric record, still coded.
///
/// @param format what `bytes` are, confirmed by their first bytes and not only by the record's word
/// @param bytes not copied; nobody changes them
/// @param width pixels, as the record states them
/// @param height pixels, as the record states them
/// @param dpi pixels per inch as the record states them, 0 where it does not
@SuppressWarnings(
        "ArrayRecordComponent") // Compared by nobody; a copy per hand would cost megabytes.
public record EncodedImage(ImageFormat format, byte[] bytes, int width, int height, int dpi) {

    @Override
    public String toString() {
        return format + " " + width + "x" + height + " " + dpi + " dpi, " + bytes.length + " bytes";
    }
}
