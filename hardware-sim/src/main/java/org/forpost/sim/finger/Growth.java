package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// The growth of a ridge pattern's phases on its grid of nodes.
///
/// The wave of a node is known up to its sense: of two neighbours whose wave vectors point against
/// each other, each sees the other's phase negated.
final class Growth {
    private static final int DIRECTIONS = 4;

    private final int columns;
    private final int rows;
    private final int step;
    private final float[] kx;
    private final float[] ky;
    private final int[] offsets;

    /// For each direction, a node's way to that neighbour as a rotation of the phase, and whether
    /// both agree in sense.
    private final float[][] cos = new float[DIRECTIONS][];

    private final float[][] sin = new float[DIRECTIONS][];
    private final float[][] sense = new float[DIRECTIONS][];
    private final float[] re;
    private final float[] im;

    /// @param step pixels between nodes
    /// @param kx wave vector, turns per pixel
    /// @param ky wave vector, turns per pixel
    Growth(int columns, int rows, int step, float[] kx, float[] ky) {
        this.columns = columns;
        this.rows = rows;
        this.step = step;
        this.kx = kx;
        this.ky = ky;
        re = new float[columns * rows];
        im = new float[columns * rows];
        offsets = new int[] {1, columns, columns + 1, columns - 1};
        link(0, 1, 0);
        link(1, 0, 1);
        link(2, 1, 1);
        link(3, -1, 1);
    }

    private void link(int direction, int dx, int dy) {
        var c = new float[columns * rows];
        var s = new float[columns * rows];
        var same = new float[columns * rows];
        int to = offsets[direction];
        for (int row = 0; row < rows - dy; row++) {
            for (int column = Math.max(0, -dx); column < columns - Math.max(0, dx); column++) {
                int a = row * columns + column;
                int b = a + to;
                float agrees = kx[a] * kx[b] + ky[a] * ky[b] < 0 ? -1 : 1;
                float turns =
                        0.5f
                                * step
                                * ((kx[a] + agrees * kx[b]) * dx + (ky[a] + agrees * ky[b]) * dy);
                same[a] = agrees;
                c[a] = Wave.cosine(turns);
                s[a] = Wave.sine(turns);
            }
        }
        cos[direction] = c;
        sin[direction] = s;
        sense[direction] = same;
    }

    /// Every phase at random.
    void scatter(SplittableRandom random) {
        for (int i = 0; i < re.length; i++) {
            float turns = (float) random.nextDouble();
            re[i] = Wave.cosine(turns);
            im[i] = Wave.sine(turns);
        }
    }

    /// Lets every node, as often as `rounds` says for it, take the mean of what its neighbours say
    /// of it. The outermost nodes stay as they are: they are beyond the skin that any press
    /// touches.
    void settle(byte[] rounds) {
        int longest = 0;
        for (byte round : rounds) {
            longest = Math.max(longest, round);
        }
        for (int round = 0; round < longest; round++) {
            boolean down = round % 2 == 0;
            for (int r = 1; r < rows - 1; r++) {
                int row = down ? r : rows - 1 - r;
                int from = row * columns + 1;
                int to = from + columns - 2;
                if (down) {
                    for (int i = from; i < to; i++) {
                        if (round < rounds[i]) {
                            takeMean(i);
                        }
                    }
                } else {
                    for (int i = to - 1; i >= from; i--) {
                        if (round < rounds[i]) {
                            takeMean(i);
                        }
                    }
                }
            }
        }
    }

    private void takeMean(int a) {
        float sumRe = 0;
        float sumIm = 0;
        for (int direction = 0; direction < DIRECTIONS; direction++) {
            float[] cs = cos[direction];
            float[] sn = sin[direction];
            float[] same = sense[direction];
            // What the neighbour ahead says: its phase less the way to it.
            int b = a + offsets[direction];
            float bIm = same[a] * im[b];
            sumRe += re[b] * cs[a] + bIm * sn[a];
            sumIm += bIm * cs[a] - re[b] * sn[a];
            // What the neighbour behind says: its phase plus the way from it, in this node's sense.
            b = a - offsets[direction];
            sumRe += re[b] * cs[b] - im[b] * sn[b];
            sumIm += same[b] * (re[b] * sn[b] + im[b] * cs[b]);
        }
        float scale = 1 / (float) Math.sqrt(sumRe * sumRe + sumIm * sumIm + 1e-12f);
        re[a] = sumRe * scale;
        im[a] = sumIm * scale;
    }

    /// Winds the phase once around one point and back around another: between them a ridge more, an
    /// island or an enclosure.
    void wind(float x1, float y1, float x2, float y2) {
        float middleX = (x1 + x2) / 2;
        float middleY = (y1 + y2) / 2;
        double apart = StrictMath.hypot(x2 - x1, y2 - y1);
        double reach = apart * 2 + 16;
        int middle = Math.round(middleY / step) * columns + Math.round(middleX / step);
        int firstRow = Math.max(0, (int) ((middleY - reach) / step));
        int lastRow = Math.min(rows - 1, (int) ((middleY + reach) / step));
        int firstColumn = Math.max(0, (int) ((middleX - reach) / step));
        int lastColumn = Math.min(columns - 1, (int) ((middleX + reach) / step));
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                float x = column * step;
                float y = row * step;
                double angle =
                        Math.IEEEremainder(
                                StrictMath.atan2(y - y1, x - x1) - StrictMath.atan2(y - y2, x - x2),
                                2 * Math.PI);
                double distance = StrictMath.hypot(x - middleX, y - middleY);
                double fade = Math.clamp((reach - distance) / (reach - apart), 0, 1);
                int i = row * columns + column;
                float agrees = kx[i] * kx[middle] + ky[i] * ky[middle] < 0 ? -1 : 1;
                float turns = (float) (agrees * angle * fade / (2 * Math.PI));
                float c = Wave.cosine(turns);
                float s = Wave.sine(turns);
                float a = re[i] * c - im[i] * s;
                im[i] = re[i] * s + im[i] * c;
                re[i] = a;
            }
        }
    }

    /// The phases, in turns.
    float[] phases() {
        var phase = new float[re.length];
        for (int i = 0; i < phase.length; i++) {
            phase[i] = (float) (StrictMath.atan2(im[i], re[i]) / (2 * Math.PI));
        }
        return phase;
    }
}
