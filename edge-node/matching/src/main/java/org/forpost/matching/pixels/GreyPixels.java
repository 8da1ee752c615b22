package org.forpost.matching.pixels;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.forpost.matching.pixels.ImageHeader.Format;
import org.jnbis.api.Jnbis;
import org.jnbis.api.model.Bitmap;

/// The grey values that a file stores, 0 black: of 16 bits the upper 8, of colours the mean, of
/// grey with transparency the grey.
///
/// @param values `width * height`, row by row
@SuppressWarnings("ArrayRecordComponent")
public record GreyPixels(int width, int height, byte[] values) {

    /// Decodes a file whose header was read and found to be within the caller's bounds.
    ///
    /// @throws IOException where the pixels are damaged or of another size than the header states
    public static GreyPixels decode(byte[] bytes, ImageHeader header) throws IOException {
        try {
            GreyPixels pixels =
                    header.format() == Format.WSQ ? wsq(bytes) : withImageIo(bytes, header);
            if (pixels.width != header.width() || pixels.height != header.height()) {
                throw new IOException("the decoder found other dimensions than the header states");
            }
            return pixels;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The decoders of WSQ and JPEG 2000 answer a damaged stream with whatever breaks first.
            throw new IOException(e.toString(), e);
        }
    }

    private static GreyPixels wsq(byte[] bytes) {
        Bitmap bitmap = Jnbis.wsq().decode(bytes).asBitmap();
        return new GreyPixels(bitmap.getWidth(), bitmap.getHeight(), bitmap.getPixels());
    }

    private static GreyPixels withImageIo(byte[] bytes, ImageHeader header) throws IOException {
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

    private static GreyPixels grey(BufferedImage image) {
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
        return new GreyPixels(width, height, pixels);
    }

    private static int eightBits(int sample, int depth) {
        return depth == 8
                ? sample
                : depth > 8 ? (sample & 0xFFFF) >>> (depth - 8) : sample * 255 / ((1 << depth) - 1);
    }

    private static int mean(int argb) {
        return ((argb >>> 16 & 0xFF) + (argb >>> 8 & 0xFF) + (argb & 0xFF)) / 3;
    }
}
