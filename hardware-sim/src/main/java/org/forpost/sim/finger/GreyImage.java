package org.forpost.sim.finger;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// A grey picture with its resolution.
///
/// @param width pixels, 1 to 4,000
/// @param height pixels, 1 to 4,000
/// @param dpi pixels per inch, 50 to 5,000
/// @param pixels `width * height` bytes, row by row from the top, 0 black, 255 white
@SuppressWarnings(
        "ArrayRecordComponent") // the pixels are the image; equals and hashCode look into them
public record GreyImage(int width, int height, int dpi, byte[] pixels) {

    /// A ten-print card at 500 dpi is 4,000 pixels wide; one finger or a slap is far below.
    public static final int MAX_SIDE = 4_000;

    /// 4,000 x 4,000 pixels without any compression, and room for headers.
    static final int MAX_FILE_BYTES = 17_000_000;

    static final int DEFAULT_DPI = 500;

    private static final int MIN_DPI = 50;
    private static final int MAX_DPI = 5_000;

    public GreyImage {
        if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "image is "
                            + width
                            + " x "
                            + height
                            + " pixels, expected 1 to "
                            + MAX_SIDE
                            + " each way");
        }
        if (dpi < MIN_DPI || dpi > MAX_DPI) {
            throw new IllegalArgumentException(
                    "dpi is " + dpi + ", expected " + MIN_DPI + " to " + MAX_DPI);
        }
        if (pixels.length != width * height) {
            throw new IllegalArgumentException(
                    "pixels holds " + pixels.length + " bytes, expected " + width * height);
        }
    }

    /// The picture as a PNG file (ISO/IEC 15948) with its resolution in a `pHYs` chunk. The same
    /// picture gives the same bytes on one Java release.
    public byte[] toPng() {
        return PngWriter.write(this);
    }

    /// The picture as a binary PGM file (netpbm `P5`) with one comment line in its header.
    ///
    /// @param comment one line without its `#`
    public byte[] toPgm(String comment) {
        if (comment.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("comment has a line break, expected one line");
        }
        byte[] header =
                ("P5\n# " + comment + "\n" + width + " " + height + "\n255\n")
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(header, header.length + pixels.length);
        System.arraycopy(pixels, 0, file, header.length, pixels.length);
        return file;
    }

    /// Reads a PNG file; its resolution comes from its `pHYs` chunk, or is 500 dpi where it has
    /// none.
    ///
    /// @throws IOException if this is not such a file, or one larger than [#MAX_SIDE] either way
    public static GreyImage fromPng(byte[] file) throws IOException {
        return decode(file, "image", DEFAULT_DPI);
    }

    /// Reads any file that ImageIO of this Java reads: PNG, JPEG, BMP, TIFF, GIF. Colours become
    /// grey.
    ///
    /// @param dpiIfUnknown used where the file does not say
    /// @throws IOException if the file cannot be read, is not an image, or is larger than
    ///   [#MAX_SIDE] either way; the message names the file
    public static GreyImage read(Path file, int dpiIfUnknown) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        }
        return decode(bytes, file.toString(), dpiIfUnknown);
    }

    private static GreyImage decode(byte[] file, String name, int dpiIfUnknown) throws IOException {
        if (file.length > MAX_FILE_BYTES) {
            throw new IOException(name + ": the file is larger than " + MAX_FILE_BYTES + " bytes");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException(
                        name + ": not an image that Java reads (PNG, JPEG, BMP, TIFF, GIF)");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, false);
                return decode(reader, name, dpiIfUnknown);
            } finally {
                reader.dispose();
            }
        }
    }

    private static GreyImage decode(ImageReader reader, String name, int dpiIfUnknown)
            throws IOException {
        try {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
                throw new IOException(
                        name
                                + ": the image is "
                                + width
                                + " x "
                                + height
                                + " pixels, expected at most "
                                + MAX_SIDE
                                + " each way");
            }
            int dpi = Resolution.of(reader.getImageMetadata(0));
            if (dpi < MIN_DPI || dpi > MAX_DPI) {
                dpi = dpiIfUnknown;
            }
            return new GreyImage(width, height, dpi, grey(reader.read(0)));
        } catch (RuntimeException broken) {
            // ImageIO's readers answer some broken files with unchecked exceptions of many kinds.
            throw new IOException(name + ": the image is damaged (" + broken + ")", broken);
        } catch (IOException damaged) {
            if (String.valueOf(damaged.getMessage()).startsWith(name + ": ")) {
                throw damaged;
            }
            throw new IOException(
                    name + ": the image is damaged (" + damaged.getMessage() + ")", damaged);
        }
    }

    private static byte[] grey(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var grey = new byte[width * height];
        if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            // getRGB would apply the gamma of Java's linear grey space and change every value.
            Raster raster = image.getRaster();
            raster.getDataElements(0, 0, width, height, grey);
            return grey;
        }
        var line = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, line, 0, width);
            for (int x = 0; x < width; x++) {
                int rgb = line[x];
                int r = (rgb >> 16) & 255;
                int g = (rgb >> 8) & 255;
                int b = rgb & 255;
                // Luma of Rec. ITU-R BT.601.
                grey[y * width + x] = (byte) ((299 * r + 587 * g + 114 * b + 500) / 1000);
            }
        }
        return grey;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof GreyImage that
                && width == that.width
                && height == that.height
                && dpi == that.dpi
                && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * width + height) + dpi) + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "GreyImage[" + width + " x " + height + ", " + dpi + " dpi]";
    }
}
