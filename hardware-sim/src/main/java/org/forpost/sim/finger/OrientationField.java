package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// The direction of ridges everywhere on one finger.
///
/// Loops and deltas are the zeros and poles of Sherlock and Monro (*A model for interpreting
/// fingerprint topology*, Pattern Recognition 26, 1993). That model alone makes ridges too straight
/// far from them; a smooth arching term, as fingertips have, and smooth noise bend them, which
/// changes no singularity (Vizcaya and Gerhardt, 1996, bend them with piecewise linear functions to
/// the same end). Arches have no singularity and are one smooth bump.
final class OrientationField {
    private final double[] loopsX;
    private final double[] loopsY;
    private final double[] deltasX;
    private final double[] deltasY;
    private final double archHeight;
    private final double archWidth;
    private final double archMiddle;
    private final double tipArching;
    private final double tilt;
    private final double noiseAmount;
    private final double middleX;
    private final double middleY;
    private final SmoothNoise noise;

    /// @param width of the finger's frame in pixels
    /// @param height of the finger's frame in pixels
    OrientationField(long fingerSeed, int width, int height) {
        var random = new SplittableRandom(Seeds.mix(fingerSeed, Seeds.PATTERN));
        PatternClass pattern = PatternClass.draw(random);
        middleX = width * 0.5 + random.nextGaussian() * 12;
        middleY = height * 0.46 + random.nextGaussian() * 24;
        double side = pattern == PatternClass.RIGHT_LOOP || random.nextBoolean() ? 1 : -1;
        if (pattern == PatternClass.LEFT_LOOP) {
            side = -1;
        }
        double deltaDown = Math.max(30, 100 + random.nextGaussian() * 35);
        double deltaOut = Math.max(35, 100 + random.nextGaussian() * 28);
        double[][] points =
                switch (pattern) {
                    case ARCH -> new double[][] {{}, {}};
                    case TENTED_ARCH ->
                            new double[][] {
                                {random.nextGaussian() * 4, 10},
                                {random.nextGaussian() * 6, 55 + random.nextDouble() * 50}
                            };
                    case LEFT_LOOP, RIGHT_LOOP ->
                            new double[][] {{0, 0}, {-side * deltaOut, deltaDown}};
                    case WHORL -> {
                        double gap = 14 + random.nextDouble() * 45;
                        yield new double[][] {
                            {0, -gap / 2, random.nextGaussian() * 8, gap / 2},
                            {
                                -deltaOut,
                                deltaDown,
                                Math.max(35, 100 + random.nextGaussian() * 28),
                                Math.max(30, 100 + random.nextGaussian() * 35)
                            }
                        };
                    }
                    case DOUBLE_LOOP -> {
                        double across = side * (18 + random.nextDouble() * 20);
                        double gap = 50 + random.nextDouble() * 35;
                        yield new double[][] {
                            {across, -gap / 2, -across, gap / 2},
                            {
                                -deltaOut,
                                deltaDown,
                                Math.max(35, 100 + random.nextGaussian() * 28),
                                Math.max(30, 100 + random.nextGaussian() * 35)
                            }
                        };
                    }
                };
        loopsX = coordinates(points[0], 0);
        loopsY = coordinates(points[0], 1);
        deltasX = coordinates(points[1], 0);
        deltasY = coordinates(points[1], 1);
        archHeight = pattern == PatternClass.ARCH ? 0.75 + random.nextDouble() * 0.6 : 0;
        archWidth = width * (0.30 + random.nextDouble() * 0.08);
        archMiddle = 20 + random.nextGaussian() * 15;
        tipArching = 0.2 + random.nextDouble() * 0.4;
        tilt = random.nextGaussian() * 0.08;
        noiseAmount = 0.12 + random.nextDouble() * 0.12;
        noise = new SmoothNoise(Seeds.mix(fingerSeed, Seeds.FIELD_NOISE), width, height, 55);
    }

    /// The angle of the ridge through a point, radians from the x axis towards y, any branch modulo
    /// pi
    double at(double frameX, double frameY) {
        double x = frameX - middleX;
        double y = frameY - middleY;
        // The model is written with y upwards.
        double angle = 0;
        for (int i = 0; i < loopsX.length; i++) {
            angle += 0.5 * StrictMath.atan2(loopsY[i] - y, x - loopsX[i]);
        }
        for (int i = 0; i < deltasX.length; i++) {
            angle -= 0.5 * StrictMath.atan2(deltasY[i] - y, x - deltasX[i]);
        }
        if (archHeight > 0) {
            double fall = (y - archMiddle) / 110;
            double across = Math.clamp(x / archWidth, -1, 1);
            angle -=
                    StrictMath.atan(
                            archHeight
                                    * 2
                                    * StrictMath.exp(-fall * fall)
                                    * StrictMath.sin(Math.PI * across));
        }
        // Above the core ridges follow the round of the fingertip.
        double above = Math.clamp(-y / 160, 0, 1.3);
        angle -= tipArching * above * Math.clamp(x / 100, -1.6, 1.6);
        angle += tilt + noiseAmount * noise.at(frameX, frameY);
        return -angle;
    }

    private static double[] coordinates(double[] points, int offset) {
        var values = new double[points.length / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = points[2 * i + offset];
        }
        return values;
    }
}
