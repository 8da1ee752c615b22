package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// One press of one finger, drawn.
///
/// Each pixel of the glass is traced back to a point of the skin: shift, rotation, smooth plastic
/// distortion. The height of the skin there, with moisture and grain, decides how much of it
/// touches.
final class Impression {
    static final int WIDTH = 400;
    static final int HEIGHT = 440;
    static final int DPI = 500;

    private final RidgePattern ridges;
    private final Press press;
    private final SmoothNoise pullX;
    private final SmoothNoise pullY;
    private final SmoothNoise moisture;
    private final SmoothNoise outline;
    private final SplittableRandom random;
    private final double halfWidth;
    private final double halfHeight;

    Impression(long fingerSeed, RidgePattern ridges, Press press) {
        this.ridges = ridges;
        this.press = press;
        long seed = press.seed();
        pullX = new SmoothNoise(Seeds.mix(seed, Seeds.DISTORTION), WIDTH, HEIGHT, 110);
        pullY = new SmoothNoise(Seeds.mix(~seed, Seeds.DISTORTION), WIDTH, HEIGHT, 110);
        moisture = new SmoothNoise(Seeds.mix(seed, Seeds.MOISTURE), WIDTH, HEIGHT, 45);
        outline = new SmoothNoise(Seeds.mix(seed, Seeds.CONTACT), WIDTH, HEIGHT, 18);
        random = new SplittableRandom(Seeds.mix(seed, Seeds.SENSOR));
        var shape = new SplittableRandom(Seeds.mix(fingerSeed, Seeds.CONTACT));
        double size = 0.85 + 0.3 * press.pressure();
        halfWidth = (128 + 14 * shape.nextGaussian()) * size;
        halfHeight = (178 + 16 * shape.nextGaussian()) * size;
    }

    GreyImage render() {
        var pixels = new byte[WIDTH * HEIGHT];
        double angle = Math.toRadians(press.rotationDegrees());
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double px = x - WIDTH / 2.0 - press.shiftX();
                double py = y - HEIGHT / 2.0 - press.shiftY();
                double fx = cos * px + sin * py;
                double fy = -sin * px + cos * py;
                double ex = fx / halfWidth;
                double ey = fy / halfHeight;
                double edge = 1 - Math.sqrt(ex * ex + ey * ey) + 0.03 * outline.at(x, y);
                double ink = 0;
                if (edge > -0.02) {
                    double touch = Math.clamp(edge / 0.08, 0, 1) - 1;
                    float skin =
                            ridges.at(
                                    (float)
                                            (fx
                                                    + SyntheticFinger.SKIN_WIDTH / 2.0
                                                    + 2.5 * pullX.at(x, y)),
                                    (float)
                                            (fy
                                                    + SyntheticFinger.SKIN_HEIGHT / 2.0
                                                    + 2.5 * pullY.at(x, y)));
                    double wet =
                            (press.pressure() - 0.5) * 1.6
                                    + 0.25 * (1 + press.dirt()) * moisture.at(x, y)
                                    + 1.2 * touch;
                    double grain = (0.25 + 0.5 * press.dirt()) * (random.nextDouble() * 2 - 1);
                    double v = 3.2 * (skin + wet + grain);
                    ink = 0.5 + 0.5 * v / Math.sqrt(1 + v * v);
                }
                double grey = 248 - 205 * ink + 10 * (random.nextDouble() - 0.5);
                pixels[y * WIDTH + x] = (byte) (int) Math.clamp(grey, 0, 255);
            }
        }
        return new GreyImage(WIDTH, HEIGHT, DPI, pixels);
    }
}
