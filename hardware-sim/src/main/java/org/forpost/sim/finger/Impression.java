package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// One press of one finger, drawn.
///
/// Each pixel of the glass is traced back to a point of the skin: shift, rotation, the part of the
/// finger that was rolled onto the glass, smooth plastic distortion. The height of the skin there,
/// with moisture, grain, creases and smudges, decides how much of it touches.
final class Impression {
    static final int WIDTH = 400;
    static final int HEIGHT = 440;
    static final int DPI = 500;

    /// Pixels between the points at which slowly varying things are computed; between them they are
    /// linear.
    private static final int COARSE = 8;

    private final RidgePattern ridges;
    private final Creases creases;
    private final Press press;
    private final Sheet pullX;
    private final Sheet pullY;
    private final Sheet moisture;
    private final Sheet outline;
    private final Sheet smudge;
    private final SplittableRandom noise;
    private final float rollX;
    private final float rollY;
    private final float halfWidth;
    private final float halfHeight;
    private final float skinGrainX;
    private final float skinGrainY;
    private final float grainX;
    private final float grainY;

    Impression(long fingerSeed, RidgePattern ridges, Creases creases, Press press) {
        this.ridges = ridges;
        this.creases = creases;
        this.press = press;
        long seed = press.seed();
        var random = new SplittableRandom(Seeds.mix(seed, Seeds.CONTACT));
        rollX = (float) Math.clamp(random.nextGaussian() * 16, -45, 45);
        rollY = (float) Math.clamp(random.nextGaussian() * 22, -60, 60);
        grainX = random.nextInt(512);
        grainY = random.nextInt(512);
        double stretch = 3 + 3 * random.nextDouble();
        pullX = sheet(Seeds.DISTORTION, 100, stretch);
        pullY = sheet(Seeds.DISTORTION + 100, 100, stretch);
        moisture = sheet(Seeds.MOISTURE, 40, 0.28 + 0.3 * press.dirt());
        outline = sheet(Seeds.CONTACT + 100, 18, 0.035);
        smudge = sheet(Seeds.SCRATCHES, 30, 1);
        noise = new SplittableRandom(Seeds.mix(seed, Seeds.SENSOR));

        var shape = new SplittableRandom(Seeds.mix(fingerSeed, Seeds.CONTACT));
        double touch = (0.93 + 0.30 * press.pressure()) * (1 + 0.07 * random.nextGaussian());
        halfWidth = (float) (Math.clamp(114 + 15 * shape.nextGaussian(), 80, 150) * touch);
        halfHeight = (float) (Math.clamp(168 + 20 * shape.nextGaussian(), 115, 215) * touch);
        skinGrainX = shape.nextInt(512);
        skinGrainY = shape.nextInt(512);
    }

    private Sheet sheet(long purpose, double cell, double amount) {
        var source = new SmoothNoise(Seeds.mix(press.seed(), purpose), WIDTH, HEIGHT, cell);
        return new Sheet(WIDTH, HEIGHT, COARSE, (x, y) -> amount * source.at(x, y));
    }

    GreyImage render() {
        var pixels = new byte[WIDTH * HEIGHT];
        double angle = Math.toRadians(press.rotationDegrees());
        float cos = (float) StrictMath.cos(angle);
        float sin = (float) StrictMath.sin(angle);
        float middleX = (float) (WIDTH / 2.0 + press.shiftX());
        float middleY = (float) (HEIGHT / 2.0 + press.shiftY());
        Texture texture = Texture.skin();
        float dirt = (float) press.dirt();
        float dry = (float) Math.max(0, 0.5 - press.pressure());
        float wet = (float) ((press.pressure() - 0.5) * 1.3);
        // What belongs to the skin comes again with every press, what belongs to the press does
        // not.
        float skinGrain = 0.24f + 0.3f * dry;
        float pressGrain = 0.18f + 0.7f * dry + 0.4f * dirt;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                long bits = noise.nextLong();
                // Two sums of two uniform numbers: near enough to normal for one pixel, and cheap.
                float speckle = ((bits & 0xffff) + (bits >>> 16 & 0xffff)) / 65_536f - 1;
                float light = ((bits >>> 32 & 0xffff) + (bits >>> 48)) / 65_536f - 1;
                float px = x - middleX;
                float py = y - middleY;
                float fx = cos * px + sin * py;
                float fy = -sin * px + cos * py;
                float ex = fx / halfWidth;
                float ey = fy / halfHeight;
                float edge = 1 - (float) Math.sqrt(ex * ex + ey * ey);
                float ink = 0;
                if (edge > -0.15f && (edge += outline.at(x, y)) > -0.03f) {
                    float touch = Math.clamp(edge / 0.09f, 0, 1) - 1;
                    float sx = fx + rollX + pullX.at(x, y) + SyntheticFinger.SKIN_WIDTH / 2f;
                    float sy = fy + rollY + pullY.at(x, y) + SyntheticFinger.SKIN_HEIGHT / 2f;
                    float height =
                            ridges.at(sx, sy)
                                    + wet
                                    + moisture.at(x, y)
                                    + 1.3f * touch
                                    + skinGrain * texture.at(sx + skinGrainX, sy + skinGrainY)
                                    + pressGrain * texture.at(x + grainX, y + grainY)
                                    + 0.08f * speckle
                                    - creases.depthAt(sx, sy);
                    float v = 3f * height;
                    ink = 0.5f + 0.5f * v / (float) Math.sqrt(1 + v * v);
                    float smear = Math.clamp(dirt * 1.6f + smudge.at(x, y) - 1.5f, 0, 0.9f);
                    ink += smear * (0.4f + 0.12f * texture.at(y + grainX, x + grainY) - ink);
                }
                float grey = 250 - 205 * ink + 3 * light;
                pixels[y * WIDTH + x] = (byte) (int) Math.clamp(grey, 0, 255);
            }
        }
        return new GreyImage(WIDTH, HEIGHT, DPI, pixels);
    }
}
