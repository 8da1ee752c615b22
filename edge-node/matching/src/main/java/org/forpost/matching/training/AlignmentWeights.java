package org.forpost.matching.training;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forpost.matching.cylinder.Budget;
import org.forpost.matching.cylinder.Cascade;
import org.forpost.matching.cylinder.Entry;
import org.forpost.matching.cylinder.Found;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.cylinder.SegmentBuilder;
import org.forpost.matching.cylinder.Team;
import org.forpost.matching.cylinder.Variation;
import org.forpost.matching.sourceafis.Minutiae;

/// Learns what each feature of an alignment says, by logistic regression (Hastie, Tibshirani,
/// Friedman, The Elements of Statistical Learning, 2nd edition, section 4.4.1). The examples are
/// what a search aligns: mates, and of all others those that the votes put first, which are the
/// ones that have to be told from mates.
final class AlignmentWeights {
    /// Fingers that are no mates, in the gallery that is searched; a gallery of 6,000 aligns its
    /// most alike 400.
    private static final int STRANGERS = 6000;

    private static final int VARIATIONS = 20;

    /// As many as are aligned for a million fingers come back, whatever their odds.
    private static final Budget ALL_ALIGNED =
            new Budget(384, 0.15, 40, 5000, Math.PI / 3, 10000, 3000, 500, 500);

    /// As if each weight had been seen to be 0 in three examples one standard deviation away.
    private static final double RIDGE = 3;

    private static final int STEPS = 25;

    /// In the first steps Newton's method may overshoot where mates are easily told.
    private static final double LONGEST_STEP = 3;

    /// @param features of one alignment
    @SuppressWarnings("ArrayRecordComponent")
    record Example(double[] features, boolean mate) {}

    private AlignmentWeights() {}

    /// @param mates searched for, in each view by itself
    /// @param strangers whose variations fill the gallery
    /// @return one weight for each feature, then the constant
    static float[] learn(Projection projection, List<Mates> mates, List<Mates> strangers) {
        List<Example> examples = new ArrayList<>();
        mates.stream()
                .map(m -> m.first().view())
                .distinct()
                .forEach(view ->
                        gather(
                                projection,
                                mates.stream().filter(m -> m.first().view().equals(view)).toList(),
                                strangers,
                                examples));
        double[] weights = fit(examples);
        float[] odds = new float[weights.length];
        for (int w = 0; w < odds.length; w++) {
            odds[w] = (float) weights[w];
        }
        return odds;
    }

    private static void gather(
            Projection projection,
            List<Mates> mates,
            List<Mates> strangers,
            List<Example> examples) {
        Map<Impression, String> names = new LinkedHashMap<>();
        Map<String, String> fingers = new LinkedHashMap<>();
        SegmentBuilder builder = new SegmentBuilder(projection, () -> {});
        for (Mates both : mates) {
            for (Impression impression : List.of(both.first(), both.second())) {
                if (!names.containsKey(impression)) {
                    String name = "impression " + names.size();
                    names.put(impression, name);
                    fingers.put(name, impression.finger());
                    add(builder, name, impression.minutiae(), projection);
                }
            }
        }
        List<Minutiae> base = strangers.stream().map(m -> m.first().minutiae()).distinct().toList();
        int size = Math.min(STRANGERS, VARIATIONS * base.size());
        for (int i = 0; i < size; i++) {
            Minutiae stranger = Variation.of(base.get(i % base.size()), 1 + i / base.size(), i);
            add(builder, "stranger " + i, stranger, projection);
        }
        List<Cascade.Part> gallery = List.of(new Cascade.Part(builder.inMemory(), new BitSet()));
        names.forEach((impression, name) ->
                features(projection, gallery, impression.minutiae())
                        .forEach((found, features) -> {
                            if (!found.equals(name)) {
                                boolean mate = impression.finger().equals(fingers.get(found));
                                examples.add(new Example(features, mate));
                            }
                        }));
    }

    private static void add(
            SegmentBuilder builder, String name, Minutiae minutiae, Projection projection) {
        byte[] subject = name.getBytes(StandardCharsets.UTF_8);
        builder.add(Entry.describe(subject, 0, minutiae, projection));
    }

    /// A search tells odds and not features; with all weight on one feature the odds are the
    /// feature.
    private static Map<String, double[]> features(
            Projection projection, List<Cascade.Part> gallery, Minutiae probe) {
        Map<String, double[]> features = new LinkedHashMap<>();
        for (int f = 0; f < Projection.FEATURES; f++) {
            float[] alone = new float[Projection.FEATURES + 1];
            alone[f] = 1;
            Cascade cascade = new Cascade(projection.weighing(alone), new Team(1), ALL_ALIGNED);
            for (Found found : cascade.search(gallery, probe, 0, () -> {}).found()) {
                String name = new String(found.subject(), StandardCharsets.UTF_8);
                features.computeIfAbsent(name, n -> new double[Projection.FEATURES])[f] =
                        found.alignment();
            }
        }
        return features;
    }

    /// Newton's method on the penalised likelihood.
    static double[] fit(List<Example> examples) {
        int count = Projection.FEATURES + 1;
        double[] ridge = ridge(examples);
        double[] weights = new double[count];
        for (int step = 0; step < STEPS; step++) {
            double[][] curvature = new double[count][count];
            double[] slope = new double[count];
            for (Example example : examples) {
                double[] x = withConstant(example.features);
                double chance = 1 / (1 + Math.exp(-Matrices.dot(weights, x)));
                double miss = (example.mate ? 1 : 0) - chance;
                for (int i = 0; i < count; i++) {
                    slope[i] += miss * x[i];
                    for (int j = 0; j < count; j++) {
                        curvature[i][j] += chance * (1 - chance) * x[i] * x[j];
                    }
                }
            }
            for (int i = 0; i < count; i++) {
                curvature[i][i] += ridge[i];
                slope[i] -= ridge[i] * weights[i];
            }
            double[] move = solve(curvature, slope);
            for (int i = 0; i < count; i++) {
                weights[i] += Math.clamp(move[i], -LONGEST_STEP, LONGEST_STEP);
            }
        }
        return weights;
    }

    private static double[] withConstant(double[] features) {
        double[] x = java.util.Arrays.copyOf(features, features.length + 1);
        x[features.length] = 1;
        return x;
    }

    /// Features count in their own units, so the penalty does.
    private static double[] ridge(List<Example> examples) {
        double[] ridge = new double[Projection.FEATURES + 1];
        for (int f = 0; f < Projection.FEATURES; f++) {
            double sum = 0;
            double squares = 0;
            for (Example example : examples) {
                sum += example.features[f];
                squares += example.features[f] * example.features[f];
            }
            double mean = sum / examples.size();
            ridge[f] = RIDGE * (squares / examples.size() - mean * mean) + 1e-6;
        }
        ridge[Projection.FEATURES] = 1e-6;
        return ridge;
    }

    /// Gauss's elimination; the matrix is positive, so no row needs to be exchanged.
    private static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                if (k != i) {
                    double factor = matrix[k][i] / matrix[i][i];
                    for (int j = i; j < n; j++) {
                        matrix[k][j] -= factor * matrix[i][j];
                    }
                    right[k] -= factor * right[i];
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = right[i] / matrix[i][i];
        }
        return solution;
    }
}
