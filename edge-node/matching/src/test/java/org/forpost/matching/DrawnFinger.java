package org.forpost.matching;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// A finger drawn for tests: the AM-FM picture of a print (Larkin and Fletcher, "A coherent
/// framework for fingerprint analysis", 2007), a smooth wave of ridges 9 pixels apart whose phase
/// turns once around each minutia. The same seed is the same finger; each impression is moved,
/// turned and dirtied differently.
public final class DrawnFinger {
    private static final int SIDE = 300;
    private static final int MINUTIAE = 34;
    private final double[] x = new double[MINUTIAE];
    private final double[] y = new double[MINUTIAE];
    private final int[] turn = new int[MINUTIAE];
    private final double arch;
    private final double lean;
    private final long seed;

    public DrawnFinger(long seed) {
        this.seed = seed;
        Random random = new Random(seed * 7919 + 1);
        arch = 0.001 + 0.003 * random.nextDouble();
        lean = random.nextDouble() - 0.5;
        for (int i = 0; i < MINUTIAE; i++) {
            boolean free = false;
            while (!free) {
                x[i] = (random.nextDouble() - 0.5) * 220;
                y[i] = (random.nextDouble() - 0.5) * 220;
                free = true;
                for (int j = 0; j < i; j++) {
                    free &= Math.hypot(x[i] - x[j], y[i] - y[j]) > 16;
                }
            }
            turn[i] = random.nextBoolean() ? 1 : -1;
        }
    }

    /// Drawing one takes a tenth of a second, and the stories share their fingers.
    private static final Map<List<Long>, GreyImage> DRAWN = new ConcurrentHashMap<>();

    public GreyImage impression(int number) {
        return DRAWN.computeIfAbsent(List.of(seed, (long) number), key -> draw(number));
    }

    private GreyImage draw(int number) {
        Random random = new Random(seed * 104729 + number);
        double angle = number == 0 ? 0 : (random.nextDouble() - 0.5) * 0.5;
        double shiftX = number == 0 ? 0 : (random.nextDouble() - 0.5) * 40;
        double shiftY = number == 0 ? 0 : (random.nextDouble() - 0.5) * 40;
        byte[] pixels = new byte[SIDE * SIDE];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                double u = column - SIDE / 2.0 - shiftX;
                double v = row - SIDE / 2.0 - shiftY;
                double px = u * Math.cos(angle) + v * Math.sin(angle);
                double py = -u * Math.sin(angle) + v * Math.cos(angle);
                boolean inside = Math.hypot(u / 120, v / 140) < 1;
                double wave = Math.cos(phase(px, py)) * 90 + random.nextGaussian() * 12;
                double grey = inside ? 128 + wave : 235 + random.nextGaussian() * 3;
                pixels[row * SIDE + column] = (byte) Math.clamp(Math.round(grey), 0, 255);
            }
        }
        return new GreyImage(SIDE, SIDE, pixels, 500);
    }

    public Template template(int number) {
        try {
            return new FingerprintExtractor().extract(impression(number));
        } catch (UnusableImageException e) {
            throw new AssertionError(e);
        }
    }

    Reference reference(String subject) {
        return new Reference(subject, FingerPosition.UNKNOWN, template(0));
    }

    private double phase(double px, double py) {
        double phase = 2 * Math.PI / 9 * (py + arch * px * px + lean * px);
        for (int i = 0; i < MINUTIAE; i++) {
            phase += turn[i] * Math.atan2(py - y[i], px - x[i]);
        }
        return phase;
    }
}
