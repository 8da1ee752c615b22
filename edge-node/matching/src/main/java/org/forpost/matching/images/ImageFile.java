package org.forpost.matching.images;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.forpost.matching.GreyImage;
import org.forpost.matching.images.ImageHeader.Format;
import org.jnbis.api.Jnbis;
import org.jnbis.api.model.Bitmap;

/// A fingerprint image file that passed the bounds: its bytes are read, its header is known, its
/// pixels are decoded on request.
///
/// Reads PNG, TIFF, JPEG, BMP, JPEG 2000 (file or bare codestream) and WSQ; what a file is, its
/// first bytes say and not its name.
public final class ImageFile {
    /// A ten-finger card scanned at 1,000 dpi compresses to less; one finger has no business with
    /// more.
    public static final int MAX_BYTES = 32 << 20;

    /// 4,000 px are 8 inches at 500 dpi, more than any finger; 16 million pixels decode to at most
    /// 128 MB.
    public static final int MAX_SIDE = 4_000;

    /// 32 px are 1.6 mm at 500 dpi: three ridges, too few for any minutia with a neighbourhood.
    public static final int MIN_SIDE = 32;

    /// Files below say 72 or 96 because a drawing program wrote them: a screen's figure, not a
    /// scanner's.
    private static final double MIN_BELIEVABLE_DPI = 150;

    private static final double MAX_DPI = 4_000;
    private static final double MIN_DPI = 50;
    private static final double COMMON_DPI = 500;

    /// The name of the file that gives the resolution of all images in its folder.
    public static final String DPI_FILE = "dpi.txt";

    private static final Set<String> EXTENSIONS =
            Set.of("png", "tif", "tiff", "jpg", "jpeg", "bmp", "wsq", "jp2", "j2k", "j2c", "jpc");

    private final Path path;
    private final byte[] bytes;
    private final ImageHeader header;
    private final double dpi;
    private final DpiSource dpiSource;

    private ImageFile(
            Path path, byte[] bytes, ImageHeader header, double dpi, DpiSource dpiSource) {
        this.path = path;
        this.bytes = bytes;
        this.header = header;
        this.dpi = dpi;
        this.dpiSource = dpiSource;
    }

    /// Whether a file's name ends like one of the formats that are read here.
    public static boolean isNamedLikeAnImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /// Reads the file's bytes and its header, and bounds both.
    ///
    /// @param dpi the resolution if the caller knows it; otherwise `dpi.txt` in the folder of the
    ///   file counts, then the header where it is believable, then 500
    /// @throws UnreadableImageException where the file is too large, of an unknown format, has a
    ///   broken header or states a size outside the bounds
    public static ImageFile open(Path file, OptionalDouble dpi) throws IOException {
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new UnreadableImageException(
                    file, "size", "expected at most " + MAX_BYTES + " bytes, got " + size);
        }
        byte[] bytes = Files.readAllBytes(file);
        ImageHeader header;
        try {
            header = ImageHeaderReader.read(bytes);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UnreadableImageException(file, "header", String.valueOf(e.getMessage()), e);
        }
        if (header == null) {
            throw new UnreadableImageException(
                    file, "format", "expected PNG, TIFF, JPEG, BMP, JPEG 2000 or WSQ");
        }
        checkSide(file, "width", header.width());
        checkSide(file, "height", header.height());
        double resolution;
        DpiSource source;
        OptionalDouble folder = dpi.isPresent() ? dpi : folderDpi(file);
        if (dpi.isPresent()) {
            resolution = dpi.getAsDouble();
            source = DpiSource.OPTION;
        } else if (folder.isPresent()) {
            resolution = folder.getAsDouble();
            source = DpiSource.FOLDER;
        } else if (header.dpi() >= MIN_BELIEVABLE_DPI && header.dpi() <= MAX_DPI) {
            resolution = header.dpi();
            source = DpiSource.FILE;
        } else {
            resolution = COMMON_DPI;
            source = DpiSource.ASSUMED;
        }
        if (!(resolution >= MIN_DPI && resolution <= MAX_DPI)) {
            throw new UnreadableImageException(
                    file, "dpi", "expected " + MIN_DPI + " to " + MAX_DPI + ", got " + resolution);
        }
        // Extraction resamples to 500 dpi: a low resolution makes a small file a large image.
        double longest = Math.max(header.width(), header.height()) * COMMON_DPI / resolution;
        if (longest > MAX_SIDE) {
            throw new UnreadableImageException(
                    file,
                    "dpi",
                    "expected at most "
                            + MAX_SIDE
                            + " px a side after resampling to 500 dpi, got "
                            + Math.round(longest));
        }
        return new ImageFile(file, bytes, header, resolution, source);
    }

    /// Reads and decodes in one go.
    ///
    /// @throws UnreadableImageException as [#open] and [#decode] do
    public static GreyImage read(Path file, OptionalDouble dpi) throws IOException {
        return open(file, dpi).decode();
    }

    /// The file as it is stored, for a decoder that wants to read it itself.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// Pixels of an inch.
    public double dpi() {
        return dpi;
    }

    /// Where [#dpi] was found.
    public DpiSource dpiSource() {
        return dpiSource;
    }

    /// Decodes the pixels.
    ///
    /// @throws UnreadableImageException where the pixels are damaged
    public GreyImage decode() throws UnreadableImageException {
        try {
            GreyImage image = header.format() == Format.WSQ ? decodeWsq() : decodeWithImageIo();
            if (image.width() != header.width() || image.height() != header.height()) {
                throw new IllegalArgumentException(
                        "the decoder found other dimensions than the header states");
            }
            return image;
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The decoders of WSQ and JPEG 2000 answer a damaged stream with whatever breaks first.
            throw new UnreadableImageException(
                    path, "pixels", "expected a whole " + header.format() + " image, " + e, e);
        }
    }

    private GreyImage decodeWsq() {
        Bitmap bitmap = Jnbis.wsq().decode(bytes).asBitmap();
        return new GreyImage(bitmap.getWidth(), bitmap.getHeight(), bitmap.getPixels(), dpi);
    }

    private GreyImage decodeWithImageIo() throws IOException {
        String plugin = header.format().plugin;
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(plugin);
        if (!readers.hasNext()) {
            throw new IOException("this Java runtime has no reader for " + plugin);
        }
        ImageReader reader = readers.next();
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(input, true, true);
            if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
                throw new IOException("the decoder reads another size than the header states");
            }
            return grey(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    private GreyImage grey(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        Raster raster = image.getRaster();
        byte[] pixels = new byte[width * height];
        boolean stored =
                raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        int[] row = new int[width];
        int depth = raster.getSampleModel().getSampleSize(0);
        for (int y = 0; y < height; y++) {
            if (stored) {
                // Not getRGB: Java takes grey files for linear light and brightens them on the way.
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = (byte) (stored ? eightBits(row[x], depth) : mean(row[x]));
            }
        }
        return new GreyImage(width, height, pixels, dpi);
    }

    private static int eightBits(int sample, int depth) {
        return depth == 8
                ? sample
                : depth > 8 ? (sample & 0xFFFF) >>> (depth - 8) : sample * 255 / ((1 << depth) - 1);
    }

    private static int mean(int argb) {
        return ((argb >>> 16 & 0xFF) + (argb >>> 8 & 0xFF) + (argb & 0xFF)) / 3;
    }

    private static void checkSide(Path file, String field, long side)
            throws UnreadableImageException {
        if (side < MIN_SIDE || side > MAX_SIDE) {
            throw new UnreadableImageException(
                    file, field, "expected " + MIN_SIDE + " to " + MAX_SIDE + " px, got " + side);
        }
    }

    private static OptionalDouble folderDpi(Path file) throws IOException {
        Path note = file.toAbsolutePath().resolveSibling(DPI_FILE);
        if (!Files.isRegularFile(note)) {
            return OptionalDouble.empty();
        }
        // One number; anything longer is another file that happens to have the name.
        if (Files.size(note) > 64) {
            throw new UnreadableImageException(note, "dpi", "expected one number");
        }
        String text = new String(Files.readAllBytes(note), StandardCharsets.ISO_8859_1).strip();
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new UnreadableImageException(note, "dpi", "expected one number", e);
        }
    }
}
