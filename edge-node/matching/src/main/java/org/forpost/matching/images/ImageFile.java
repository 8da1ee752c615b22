package org.forpost.matching.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.forpost.matching.GreyImage;
import org.forpost.matching.pixels.GreyPixels;
import org.forpost.matching.pixels.ImageHeader;
import org.forpost.matching.pixels.ImageHeaderReader;

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
            GreyPixels pixels = GreyPixels.decode(bytes, header);
            return new GreyImage(pixels.width(), pixels.height(), pixels.values(), dpi);
        } catch (IOException e) {
            throw new UnreadableImageException(
                    path,
                    "pixels",
                    "expected a whole " + header.format() + " image, " + e.getMessage(),
                    e);
        }
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
