package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// White lines across the ridges that come again with every press: folds and healed cuts. Most
/// fingers have a few short ones, older ones many.
final class Creases {
    /// Beyond this from the middle of a crease nothing of it is felt, in pixels.
    private static final float REACH = 3;

    private static final int CELL = 16;

    private final float[][] segments;
    private final byte[][] near;
    private final int columns;
    private final int rows;

    Creases(long fingerSeed, int width, int height) {
        var random = new SplittableRandom(Seeds.mix(fingerSeed, Seeds.CREASES));
        int count = (int) Math.min(14, -StrictMath.log(1 - random.nextDouble()) * 2.5);
        segments = new float[count][];
        columns = width / CELL + 1;
        rows = height / CELL + 1;
        near = new byte[columns * rows][];
        for (int i = 0; i < count; i++) {
            double angle = random.nextGaussian() * 0.6;
            double length = 20 + random.nextDouble() * 60;
            double x = width * (0.2 + 0.6 * random.nextDouble());
            double y = height * (0.2 + 0.6 * random.nextDouble());
            segments[i] =
                    new float[] {
                        (float) x,
                        (float) y,
                        (float) StrictMath.cos(angle),
                        (float) StrictMath.sin(angle),
                        (float) (length / 2),
                        (float) (0.8 + 1.2 * random.nextDouble())
                    };
            register(i, length / 2);
        }
    }

    private void register(int index, double reach) {
        float[] s = segments[index];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double dx = (column + 0.5) * CELL - s[0];
                double dy = (row + 0.5) * CELL - s[1];
                double along = Math.abs(dx * s[2] + dy * s[3]);
                double across = Math.abs(dy * s[2] - dx * s[3]);
                if (along < reach + CELL && across < REACH + CELL) {
                    byte[] old = near[row * columns + column];
                    int size = old == null ? 0 : old.length;
                    var more = new byte[size + 1];
                    if (old != null) {
                        System.arraycopy(old, 0, more, 0, size);
                    }
                    more[size] = (byte) index;
                    near[row * columns + column] = more;
                }
            }
        }
    }

    /// How far the skin lies below its ridges, 0 for not at all.
    float depthAt(float x, float y) {
        int column = (int) (x / CELL);
        int row = (int) (y / CELL);
        if (x < 0 || y < 0 || column >= columns || row >= rows) {
            return 0;
        }
        byte[] here = near[row * columns + column];
        if (here == null) {
            return 0;
        }
        float depth = 0;
        for (byte index : here) {
            float[] s = segments[index];
            float dx = x - s[0];
            float dy = y - s[1];
            float along = Math.abs(dx * s[2] + dy * s[3]);
            float across = Math.abs(dy * s[2] - dx * s[3]);
            if (along < s[4] && across < REACH) {
                depth = Math.max(depth, 2.2f * Math.clamp(s[5] + 0.5f - across, 0, 1));
            }
        }
        return depth;
    }
}
