package org.forpost.matching.cylinder;

import java.util.Random;
import org.forpost.matching.sourceafis.Minutiae;

/// Makes other fingers out of one: mirrored, scaled by up to 5 % and slowly warped, with the
/// directions turned as the warp turns them. Local patterns stay those of a real extraction, which
/// random minutiae would not have; but copies of one finger are a little alike, so a gallery of
/// them is somewhat easier than one of as many fingers. Say so beside the figure.
public final class Variation {
    private static final int WAVES = 4;
    private static final double AMPLITUDE = 5;
    private static final double SHORTEST = 180;
    private static final double LONGEST = 420;

    /// Pixels on every side for what the warp pushes out.
    private static final int MARGIN = 30;

    private Variation() {}

    /// @param copy 0 is the finger itself; odd copies are mirrored
    /// @param seed another seed makes other copies
    public static Minutiae of(Minutiae finger, int copy, long seed) {
        if (copy == 0) {
            return finger;
        }
        Random random = new Random(seed * 1_000_003 + copy);
        double scale = 0.95 + 0.1 * random.nextDouble();
        double[] waveX = new double[WAVES];
        double[] waveY = new double[WAVES];
        double[] pushX = new double[WAVES];
        double[] pushY = new double[WAVES];
        double[] phase = new double[WAVES];
        for (int w = 0; w < WAVES; w++) {
            double length = SHORTEST + (LONGEST - SHORTEST) * random.nextDouble();
            double heading = 2 * Math.PI * random.nextDouble();
            waveX[w] = Math.cos(heading) * 2 * Math.PI / length;
            waveY[w] = Math.sin(heading) * 2 * Math.PI / length;
            pushX[w] = random.nextGaussian() * AMPLITUDE;
            pushY[w] = random.nextGaussian() * AMPLITUDE;
            phase[w] = 2 * Math.PI * random.nextDouble();
        }
        int count = finger.count();
        int width = (int) (finger.width() * 1.05) + 2 * MARGIN;
        int height = (int) (finger.height() * 1.05) + 2 * MARGIN;
        short[] x = new short[count];
        short[] y = new short[count];
        float[] direction = new float[count];
        boolean mirrored = copy % 2 == 1;
        for (int i = 0; i < count; i++) {
            double fromX = mirrored ? finger.width() - 1 - finger.x()[i] : finger.x()[i];
            double fromY = finger.y()[i];
            double heading = mirrored ? Math.PI - finger.direction()[i] : finger.direction()[i];
            double toX = fromX;
            double toY = fromY;
            // the warp's Jacobian, times the minutia's direction
            double alongX = Math.cos(heading);
            double alongY = Math.sin(heading);
            double turnedX = alongX;
            double turnedY = alongY;
            for (int w = 0; w < WAVES; w++) {
                double angle = waveX[w] * fromX + waveY[w] * fromY + phase[w];
                toX += pushX[w] * Math.sin(angle);
                toY += pushY[w] * Math.sin(angle);
                double slope = Math.cos(angle) * (waveX[w] * alongX + waveY[w] * alongY);
                turnedX += pushX[w] * slope;
                turnedY += pushY[w] * slope;
            }
            x[i] = (short) Math.clamp(Math.round(scale * toX + MARGIN), 0, width - 1);
            y[i] = (short) Math.clamp(Math.round(scale * toY + MARGIN), 0, height - 1);
            double turned = Math.atan2(turnedY, turnedX);
            float angle = (float) (turned < 0 ? turned + 2 * Math.PI : turned);
            direction[i] = angle < (float) (2 * Math.PI) ? angle : 0;
        }
        return new Minutiae(width, height, x, y, direction, finger.bifurcation());
    }
}
