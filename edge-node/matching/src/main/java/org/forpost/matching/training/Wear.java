package org.forpost.matching.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.forpost.matching.sourceafis.Minutiae;
import org.forpost.matching.sourceafis.Pairing;

/// Wears impressions out for training, so that mates differ as they do on sensors that are not
/// among the sets: a part beyond a straight border is missing, minutiae are missed and invented,
/// places and directions are off, skin is stretched.
///
/// @param cut the largest part of the minutiae that lies beyond the border, 0 to 1
/// @param missed mean part of the minutiae that is not seen
/// @param invented mean part that is added, beside minutiae that are there
/// @param place standard deviation of a place, pixels
/// @param angle standard deviation of a direction, radians
/// @param stretch amplitude of the slow warp, pixels
/// @param scale largest part by which all is larger or smaller
record Wear(
        double cut,
        double missed,
        double invented,
        double place,
        double angle,
        double stretch,
        double scale) {

    /// Real impressions already differ as they do.
    static final Wear OF_PEOPLE = new Wear(0.5, 0.05, 0.05, 1, 0.05, 2, 0.02);

    /// Synthetic ones agree too well: SourceAFIS makes no error among them.
    static final Wear OF_SYNTHETIC = new Wear(0.5, 0.15, 0.12, 2, 0.1, 4, 0.03);

    private static final int WAVES = 4;
    private static final double SHORTEST = 150;
    private static final double LONGEST = 400;
    private static final double BESIDE = 20;
    private static final double INVENTED_ANGLE = 0.3;

    /// @param place for each minutia of the original its index here, or -1
    @SuppressWarnings("ArrayRecordComponent")
    private record Worn(Impression impression, int[] place) {}

    /// Wears both out, each in its own way.
    Mates wear(Mates mates, Random random) {
        Worn first = wear(mates.first(), random);
        Worn second = wear(mates.second(), random);
        List<Pairing.Pair> pairs = new ArrayList<>();
        for (Pairing.Pair pair : mates.pairs()) {
            int one = first.place[pair.probe()];
            int other = second.place[pair.candidate()];
            if (one >= 0 && other >= 0) {
                pairs.add(new Pairing.Pair(one, other));
            }
        }
        return new Mates(first.impression, second.impression, mates.score(), pairs);
    }

    private Worn wear(Impression impression, Random random) {
        Minutiae whole = impression.minutiae();
        int count = whole.count();
        boolean[] seen = new boolean[count];
        int kept = 0;
        double heading = 2 * Math.PI * random.nextDouble();
        double[] along = new double[count];
        for (int i = 0; i < count; i++) {
            along[i] = whole.x()[i] * Math.cos(heading) + whole.y()[i] * Math.sin(heading);
        }
        double[] sorted = along.clone();
        Arrays.sort(sorted);
        int within = (int) Math.ceil(count * (1 - cut * random.nextDouble()));
        double border = count == 0 ? 0 : sorted[Math.clamp(within, 1, count) - 1];
        double miss = 2 * missed * random.nextDouble();
        for (int i = 0; i < count; i++) {
            seen[i] = along[i] <= border && random.nextDouble() >= miss;
            kept += seen[i] ? 1 : 0;
        }
        int added = kept == 0 ? 0 : (int) Math.round(2 * invented * kept * random.nextDouble());
        added = Math.min(added, Minutiae.MOST - kept);
        int[] to = new int[count];
        Minutiae worn = draw(whole, seen, to, kept, added, random);
        return new Worn(impression.with(worn), to);
    }

    private Minutiae draw(
            Minutiae whole, boolean[] seen, int[] to, int kept, int added, Random random) {
        Warp warp = new Warp(random);
        short[] x = new short[kept + added];
        short[] y = new short[kept + added];
        float[] direction = new float[kept + added];
        boolean[] bifurcation = new boolean[kept + added];
        int at = 0;
        for (int i = 0; i < whole.count(); i++) {
            to[i] = seen[i] ? at : -1;
            if (seen[i]) {
                double fromX = whole.x()[i];
                double fromY = whole.y()[i];
                x[at] = rounded(warp.x(fromX, fromY) + place * random.nextGaussian());
                y[at] = rounded(warp.y(fromX, fromY) + place * random.nextGaussian());
                direction[at] = turned(whole.direction()[i] + angle * random.nextGaussian());
                bifurcation[at] = whole.bifurcation()[i];
                at++;
            }
        }
        for (; at < kept + added; at++) {
            int beside = random.nextInt(kept);
            x[at] = rounded(x[beside] + BESIDE * random.nextGaussian());
            y[at] = rounded(y[beside] + BESIDE * random.nextGaussian());
            // spurious minutiae lie along the ridge, either way
            double opposite = random.nextBoolean() ? Math.PI : 0;
            double off = INVENTED_ANGLE * random.nextGaussian();
            direction[at] = turned(direction[beside] + opposite + off);
        }
        return new Minutiae(whole.width(), whole.height(), x, y, direction, bifurcation);
    }

    /// The same fingers in a mirror: others, as real as the first.
    static List<Mates> mirrored(List<Mates> all) {
        Map<Impression, Impression> images = new LinkedHashMap<>();
        Function<Impression, Impression> mirror =
                impression ->
                        images.computeIfAbsent(
                                impression,
                                i ->
                                        new Impression(
                                                i.set(),
                                                i.finger() + " in a mirror",
                                                i.view(),
                                                i.number(),
                                                mirrored(i.minutiae())));
        return all.stream()
                .map(mates ->
                        new Mates(
                                mirror.apply(mates.first()),
                                mirror.apply(mates.second()),
                                mates.score(),
                                mates.pairs()))
                .toList();
    }

    private static Minutiae mirrored(Minutiae minutiae) {
        short[] x = minutiae.x().clone();
        float[] direction = minutiae.direction().clone();
        for (int i = 0; i < x.length; i++) {
            x[i] = (short) (minutiae.width() - 1 - x[i]);
            direction[i] = turned(Math.PI - direction[i]);
        }
        return new Minutiae(
                minutiae.width(),
                minutiae.height(),
                x,
                minutiae.y(),
                direction,
                minutiae.bifurcation());
    }

    private static short rounded(double position) {
        return (short) Math.round(position);
    }

    private static float turned(double angle) {
        float turned = (float) (angle - 2 * Math.PI * Math.floor(angle / (2 * Math.PI)));
        return turned < (float) (2 * Math.PI) ? turned : 0;
    }

    private final class Warp {
        private final double[] waveX = new double[WAVES];
        private final double[] waveY = new double[WAVES];
        private final double[] pushX = new double[WAVES];
        private final double[] pushY = new double[WAVES];
        private final double[] phase = new double[WAVES];
        private final double size;

        Warp(Random random) {
            size = 1 + scale * (2 * random.nextDouble() - 1);
            for (int w = 0; w < WAVES; w++) {
                double length = SHORTEST + (LONGEST - SHORTEST) * random.nextDouble();
                double heading = 2 * Math.PI * random.nextDouble();
                waveX[w] = Math.cos(heading) * 2 * Math.PI / length;
                waveY[w] = Math.sin(heading) * 2 * Math.PI / length;
                // the squares of four waves add up
                pushX[w] = random.nextGaussian() * stretch / 2;
                pushY[w] = random.nextGaussian() * stretch / 2;
                phase[w] = 2 * Math.PI * random.nextDouble();
            }
        }

        double x(double x, double y) {
            return size * (x + pushed(pushX, x, y));
        }

        double y(double x, double y) {
            return size * (y + pushed(pushY, x, y));
        }

        private double pushed(double[] push, double x, double y) {
            double sum = 0;
            for (int w = 0; w < WAVES; w++) {
                sum += push[w] * Math.sin(waveX[w] * x + waveY[w] * y + phase[w]);
            }
            return sum;
        }
    }
}
