package org.forpost.matching;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.forpost.matching.UnusableImageException.Reason;
import org.jnbis.api.Jnbis;
import org.jnbis.api.model.Bitmap;

/// Grey pixels from an encoded image. The size is read from the header and checked before anything
/// is decoded.
final class EncodedImage {
    private EncodedImage() {}

    static GreyImage decode(byte[] encoded, double dpi) throws UnusableImageException {
        if (encoded.length > 4 && (encoded[0] & 0xFF) == 0xFF && (encoded[1] & 0xFF) == 0xA0) {
            return wsq(encoded, dpi);
        }
        try (ImageInputStream in =
                ImageIO.createImageInputStream(new ByteArrayInputStream(encoded))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new UnusableImageException(
                        Reason.UNDECODABLE,
                        "the bytes are no PNG, JPEG, BMP, TIFF, JPEG 2000 or WSQ image");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                FingerprintExtractor.checkBounds(reader.getWidth(0), reader.getHeight(0), dpi);
                return grey(reader.read(0), dpi);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Decoders of damaged images throw anything, jai-imageio-jpeg2000 above all.
            throw undecodable(e);
        }
    }

    private static GreyImage wsq(byte[] encoded, double dpi) throws UnusableImageException {
        int[] size = wsqSize(encoded);
        FingerprintExtractor.checkBounds(size[0], size[1], dpi);
        try {
            Bitmap bitmap = Jnbis.wsq().decode(encoded).asBitmap();
            return new GreyImage(bitmap.getWidth(), bitmap.getHeight(), bitmap.getPixels(), dpi);
        } catch (RuntimeException e) {
            throw undecodable(e);
        }
    }

    /// Walks over the segments of a WSQ file (FBI IAFIS-IC-0110 v3, "frame header" 0xFFA2).
    private static int[] wsqSize(byte[] bytes) throws UnusableImageException {
        int at = 2;
        while (at + 13 < bytes.length) {
            int marker = u16(bytes, at);
            if (marker == 0xFFA2) {
                return new int[] {u16(bytes, at + 8), u16(bytes, at + 6)};
            }
            at += 2 + Math.max(2, u16(bytes, at + 2));
        }
        throw new UnusableImageException(
                Reason.UNDECODABLE, "the WSQ image breaks off before its frame header");
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    private static GreyImage grey(BufferedImage image, double dpi) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] pixels = new byte[width * height];
        int[] row = new int[width];
        boolean grey = image.getRaster().getNumBands() == 1 && !indexed(image);
        int depth = grey ? image.getSampleModel().getSampleSize(0) : 8;
        for (int y = 0; y < height; y++) {
            if (grey) {
                // Not through getRGB, which bends grey values as if they were linear light.
                image.getRaster().getSamples(0, y, width, 1, 0, row);
                for (int x = 0; x < width; x++) {
                    pixels[y * width + x] = (byte) (row[x] * 255L / ((1L << depth) - 1));
                }
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
                for (int x = 0; x < width; x++) {
                    int rgb = row[x];
                    pixels[y * width + x] =
                            (byte) (((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3);
                }
            }
        }
        return new GreyImage(width, height, pixels, dpi);
    }

    private static boolean indexed(BufferedImage image) {
        return image.getColorModel() instanceof java.awt.image.IndexColorModel;
    }

    private static UnusableImageException undecodable(Throwable cause) {
        UnusableImageException e =
                new UnusableImageException(
                        Reason.UNDECODABLE, "the image is damaged: " + cause.getMessage());
        e.initCause(cause);
        return e;
    }
}
