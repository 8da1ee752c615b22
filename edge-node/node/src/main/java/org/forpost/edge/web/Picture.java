package org.forpost.edge.web;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.ImageFormat;
import org.jnbis.api.Jnbis;

/// Shows a captured image to a browser: PNG, whatever the device sent.
final class Picture {
    /// A slap of four fingers at 1000 dpi has 9.6 million pixels; more is no finger and no face.
    private static final long MOST_PIXELS = 16_000_000;

    private Picture() {}

    /// @throws IOException when it cannot be decoded
    static byte[] png(EncodedImage image) throws IOException {
        if ((long) image.width() * image.height() > MOST_PIXELS) {
            throw new IOException("an image of " + image + " is too large to show");
        }
        if (image.format() == ImageFormat.PNG) {
            return image.bytes();
        }
        BufferedImage pixels =
                switch (image.format()) {
                    case RAW -> grey(image.width(), image.height(), image.bytes());
                    case WSQ -> wsq(image.bytes());
                    case JPEG, JPEG2000, PNG -> decoded(image.bytes());
                };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(pixels, "png", out)) {
            throw new IOException("an image of " + image + " cannot be shown");
        }
        return out.toByteArray();
    }

    private static BufferedImage grey(int width, int height, byte[] samples) throws IOException {
        if (samples.length != (long) width * height) {
            throw new IOException(samples.length + " samples for " + width + " × " + height);
        }
        BufferedImage pixels = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        pixels.getRaster().setDataElements(0, 0, width, height, samples);
        return pixels;
    }

    private static BufferedImage wsq(byte[] bytes) throws IOException {
        try {
            var bitmap = Jnbis.wsq().decode(bytes).asBitmap();
            return grey(bitmap.getWidth(), bitmap.getHeight(), bitmap.getPixels());
        } catch (RuntimeException e) {
            throw new IOException("a WSQ image is damaged", e);
        }
    }

    private static BufferedImage decoded(byte[] bytes) throws IOException {
        try (ImageInputStream in =
                ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("no decoder knows this image");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new IOException("the image is too large to show");
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException | StackOverflowError e) {
            // The JPEG 2000 decoder throws anything at a damaged stream.
            throw new IOException("an image is damaged", e);
        }
    }
}
