package org.forpost.matching.face;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.forpost.matching.pixels.ImageHeader;
import org.forpost.matching.pixels.ImageHeaderReader;
import org.jspecify.annotations.Nullable;

/// A decoded colour picture.
///
/// @param rgb `width * height` pixels, row by row, 0x00RRGGBB
@SuppressWarnings("ArrayRecordComponent")
public record FacePicture(int width, int height, int[] rgb) {
    /// A portrait has a few megapixels; 16 million decode to 64 MB, and a lane has 256 MB.
    private static final long MOST_PIXELS = 16_000_000;

    /// A camera's largest JPEG, and a document's DG2 is far smaller.
    private static final int MOST_BYTES = 8 << 20;

    /// Decodes a JPEG, JPEG 2000 or PNG whose size its header states within bounds.
    ///
    /// @throws UnreadablePictureException says what was expected
    public static FacePicture decode(byte[] encoded) throws UnreadablePictureException {
        if (encoded.length > MOST_BYTES) {
            throw new UnreadablePictureException(
                    "the picture has " + encoded.length + " bytes, expected at most " + MOST_BYTES,
                    null);
        }
        try {
            @Nullable ImageHeader header = ImageHeaderReader.read(encoded);
            String plugin =
                    header == null
                            ? ""
                            : switch (header.format()) {
                                case JPEG -> "jpeg";
                                case JPEG2000 -> "jpeg2000";
                                case PNG -> "png";
                                default -> "";
                            };
            if (header == null || plugin.isEmpty()) {
                throw new UnreadablePictureException("expected JPEG, JPEG 2000 or PNG", null);
            }
            if (header.width() < 1
                    || header.height() < 1
                    || header.width() * header.height() > MOST_PIXELS) {
                throw new UnreadablePictureException(
                        header.width()
                                + " × "
                                + header.height()
                                + " pixels, expected at most "
                                + MOST_PIXELS,
                        null);
            }
            return decode(encoded, header, plugin);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // Decoders answer a damaged stream with whatever breaks first.
            throw new UnreadablePictureException("the picture is damaged: " + e, e);
        }
    }

    private static FacePicture decode(byte[] encoded, ImageHeader header, String plugin)
            throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(plugin);
        if (!readers.hasNext()) {
            throw new IOException("this Java runtime has no reader for " + plugin);
        }
        ImageReader reader = readers.next();
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            reader.setInput(input, true, true);
            if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
                throw new IOException("the decoder reads another size than the header states");
            }
            BufferedImage image = reader.read(0);
            int width = image.getWidth();
            int height = image.getHeight();
            return new FacePicture(
                    width, height, image.getRGB(0, 0, width, height, null, 0, width));
        } finally {
            reader.dispose();
        }
    }

    /// Luminance (ITU-R BT.601) of a pixel, 0 to 255.
    int grey(int x, int y) {
        int pixel = rgb[y * width + x];
        return (299 * (pixel >>> 16 & 0xFF) + 587 * (pixel >>> 8 & 0xFF) + 114 * (pixel & 0xFF))
                / 1000;
    }
}
