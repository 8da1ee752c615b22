package org.forpost.sim.finger;

import java.util.SplittableRandom;

/// The ridges of one finger, grown.
///
/// A ridge pattern is the cosine of a phase whose gradient is across the ridges, one turn per ridge
/// period. No phase fits an orientation field and a period everywhere; where it cannot, it winds
/// around a point, and there a ridge ends or forks: a minutia (Larkin and Fletcher, *A coherent
/// framework for fingerprint analysis: are fingerprints holograms?*, 2007). So phases start at
/// random on a coarse grid of nodes, and every node repeatedly takes the mean of what its
/// neighbours, going along the local wave, say of it. Windings of opposite sense meet and vanish,
/// those that the field demands stay, and one in excess stays here and there, as in skin. It is the
/// growth by oriented filters of Cappelli, Maio, Maltoni (SFinGe, 2000) at a sixteenth of the
/// points, with the phase instead of the grey.
final class RidgePattern {
    /// Pixels between nodes: less than half of the smallest ridge period.
    static final int STEP = 4;

    /// Rounds of taking the mean. Fewer leave more minutiae.
    private static final int ROUNDS = 40;

    private static final int COSINES = 4096;
    private static final float[] COSINE = new float[COSINES];

    static {
        for (int i = 0; i < COSINES; i++) {
            COSINE[i] = (float) Math.cos(2 * Math.PI * i / COSINES);
        }
    }

    private final int columns;
    private final int rows;
    private final float[] turnsX;
    private final float[] turnsY;
    private final float[] phase;

    private RidgePattern(int columns, int rows, float[] turnsX, float[] turnsY, float[] phase) {
        this.columns = columns;
        this.rows = rows;
        this.turnsX = turnsX;
        this.turnsY = turnsY;
        this.phase = phase;
    }

    static RidgePattern grow(long fingerSeed, int width, int height) {
        int columns = width / STEP + 2;
        int rows = height / STEP + 2;
        var field = new OrientationField(fingerSeed, width, height);
        var period = new RidgePeriod(fingerSeed, width, height);
        var kx = new float[columns * rows];
        var ky = new float[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double x = column * STEP;
                double y = row * STEP;
                double across = field.at(x, y) + Math.PI / 2;
                double turns = 1 / period.at(x, y);
                kx[row * columns + column] = (float) (turns * Math.cos(across));
                ky[row * columns + column] = (float) (turns * Math.sin(across));
            }
        }
        float[] phase = new Growth(columns, rows, kx, ky).run(fingerSeed, ROUNDS);
        return new RidgePattern(columns, rows, kx, ky, phase);
    }

    /// Height of the skin at a point: 1 on a ridge, -1 in a valley, near 0 at a minutia.
    float at(float x, float y) {
        float u = Math.clamp(x / STEP, 0, columns - 1.01f);
        float v = Math.clamp(y / STEP, 0, rows - 1.01f);
        int column = (int) u;
        int row = (int) v;
        float s = u - column;
        float t = v - row;
        int i = row * columns + column;
        float dx = s * STEP;
        float dy = t * STEP;
        return (1 - t) * ((1 - s) * wave(i, dx, dy) + s * wave(i + 1, dx - STEP, dy))
                + t
                        * ((1 - s) * wave(i + columns, dx, dy - STEP)
                                + s * wave(i + columns + 1, dx - STEP, dy - STEP));
    }

    private float wave(int node, float dx, float dy) {
        float turns = phase[node] + turnsX[node] * dx + turnsY[node] * dy;
        return COSINE[(int) ((turns + 64) * COSINES) & (COSINES - 1)];
    }

    /// The repeated taking of means.
    private static final class Growth {
        private final int columns;
        private final int rows;
        private final Edges[] directions;
        private float[] re;
        private float[] im;

        Growth(int columns, int rows, float[] kx, float[] ky) {
            this.columns = columns;
            this.rows = rows;
            re = new float[columns * rows];
            im = new float[columns * rows];
            directions =
                    new Edges[] {
                        new Edges(columns, rows, 1, 0, kx, ky),
                        new Edges(columns, rows, 0, 1, kx, ky),
                        new Edges(columns, rows, 1, 1, kx, ky),
                        new Edges(columns, rows, -1, 1, kx, ky)
                    };
        }

        float[] run(long fingerSeed, int rounds) {
            var random = new SplittableRandom(Seeds.mix(fingerSeed, Seeds.RIDGES));
            for (int i = 0; i < re.length; i++) {
                double angle = 2 * Math.PI * random.nextDouble();
                re[i] = (float) Math.cos(angle);
                im[i] = (float) Math.sin(angle);
            }
            var nextRe = new float[re.length];
            var nextIm = new float[re.length];
            for (int round = 0; round < rounds; round++) {
                System.arraycopy(re, 0, nextRe, 0, re.length);
                System.arraycopy(im, 0, nextIm, 0, im.length);
                for (Edges edges : directions) {
                    edges.add(re, im, nextRe, nextIm, columns, rows);
                }
                for (int i = 0; i < re.length; i++) {
                    float a = nextRe[i];
                    float b = nextIm[i];
                    float scale = 1 / (float) Math.sqrt(a * a + b * b + 1e-12f);
                    nextRe[i] = a * scale;
                    nextIm[i] = b * scale;
                }
                float[] swap = re;
                re = nextRe;
                nextRe = swap;
                swap = im;
                im = nextIm;
                nextIm = swap;
            }
            var phase = new float[re.length];
            for (int i = 0; i < phase.length; i++) {
                phase[i] = (float) (Math.atan2(im[i], re[i]) / (2 * Math.PI));
            }
            return phase;
        }
    }

    /// All pairs of nodes one step apart in one direction. The wave of a node is known up to its
    /// sense: where two nodes differ, the one sees the other's phase negated (`sense` -1).
    private static final class Edges {
        private final int dx;
        private final int dy;
        private final float[] cos;
        private final float[] sin;
        private final float[] sense;

        Edges(int columns, int rows, int dx, int dy, float[] kx, float[] ky) {
            this.dx = dx;
            this.dy = dy;
            cos = new float[columns * rows];
            sin = new float[columns * rows];
            sense = new float[columns * rows];
            int to = dy * columns + dx;
            for (int row = 0; row < rows - dy; row++) {
                for (int column = Math.max(0, -dx); column < columns - Math.max(0, dx); column++) {
                    int a = row * columns + column;
                    int b = a + to;
                    float same = kx[a] * kx[b] + ky[a] * ky[b] < 0 ? -1 : 1;
                    float turns =
                            0.5f
                                    * STEP
                                    * ((kx[a] + same * kx[b]) * dx + (ky[a] + same * ky[b]) * dy);
                    sense[a] = same;
                    int angle = (int) ((turns + 64) * COSINES) & (COSINES - 1);
                    cos[a] = COSINE[angle];
                    sin[a] = COSINE[(angle - COSINES / 4) & (COSINES - 1)];
                }
            }
        }

        void add(float[] re, float[] im, float[] sumRe, float[] sumIm, int columns, int rows) {
            int first = Math.max(0, -dx);
            int last = columns - Math.max(0, dx);
            int to = dy * columns + dx;
            for (int row = 0; row < rows - dy; row++) {
                int from = row * columns;
                for (int a = from + first; a < from + last; a++) {
                    int b = a + to;
                    float c = cos[a];
                    float s = sin[a];
                    float same = sense[a];
                    // What b says of a: its phase less the way from a to b.
                    float bRe = re[b];
                    float bIm = same * im[b];
                    sumRe[a] += bRe * c + bIm * s;
                    sumIm[a] += bIm * c - bRe * s;
                }
                for (int a = from + first; a < from + last; a++) {
                    int b = a + to;
                    float c = cos[a];
                    float s = sin[a];
                    // What a says of b: its phase plus the way, in the sense of b.
                    sumRe[b] += re[a] * c - im[a] * s;
                    sumIm[b] += sense[a] * (re[a] * s + im[a] * c);
                }
            }
        }
    }
}
