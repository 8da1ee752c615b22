package org.forpost.matching.face.onnx;

import org.forpost.matching.face.FacePicture;

/// A part of a picture in the size and colours that a model wants.
final class Crop {
    /// Samples a side of each new pixel, so that a large picture is not merely thinned out.
    private static final int SAMPLES = 3;

    private Crop() {}

    /// The region may reach beyond the picture; what is there is black.
    ///
    /// @return channel by channel, row by row
    static float[] of(
            FacePicture picture,
            double left,
            double top,
            double right,
            double bottom,
            Manifest.Input input) {
        int plane = input.width() * input.height();
        float[] planes = new float[3 * plane];
        double stepX = (right - left) / input.width();
        double stepY = (bottom - top) / input.height();
        for (int y = 0; y < input.height(); y++) {
            for (int x = 0; x < input.width(); x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int row = 0; row < SAMPLES; row++) {
                    for (int column = 0; column < SAMPLES; column++) {
                        int rgb =
                                pixel(
                                        picture,
                                        left + (x + (column + 0.5) / SAMPLES) * stepX,
                                        top + (y + (row + 0.5) / SAMPLES) * stepY);
                        red += rgb >>> 16 & 0xFF;
                        green += rgb >>> 8 & 0xFF;
                        blue += rgb & 0xFF;
                    }
                }
                int at = y * input.width() + x;
                int[] colours = {
                    input.blueFirst() ? blue : red, green, input.blueFirst() ? red : blue
                };
                for (int channel = 0; channel < 3; channel++) {
                    double colour = (double) colours[channel] / (SAMPLES * SAMPLES);
                    planes[channel * plane + at] =
                            (float) ((colour - input.mean().get(channel)) * input.scale());
                }
            }
        }
        return planes;
    }

    private static int pixel(FacePicture picture, double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        return column < 0 || row < 0 || column >= picture.width() || row >= picture.height()
                ? 0
                : picture.rgb()[row * picture.width() + column];
    }
}
