package org.forpost.matching.pixels;

/// What the first bytes of an image file say, read without a decoder.
///
/// @param dpi pixels of an inch as the file states it, or 0 where it does not
public record ImageHeader(Format format, long width, long height, double dpi) {
    /// The formats that scanners and research sets use; [#plugin] is the name under which ImageIO
    /// knows the reader, empty for what ImageIO does not read.
    public enum Format {
        PNG("png"),
        TIFF("tiff"),
        JPEG("jpeg"),
        BMP("bmp"),
        JPEG2000("jpeg2000"),
        WSQ("");

        final String plugin;

        Format(String plugin) {
            this.plugin = plugin;
        }
    }
}
