package org.forpost.matching.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.evaluate.ImageSet.Impression;
import org.forpost.matching.images.ImageFile;
import org.forpost.matching.quality.FingerQuality;
import org.forpost.matching.sourceafis.Baseline;

/// Quality against genuine scores, for one set of images.
///
/// @param name of the set
/// @param looks the images that were read, in the set's order
/// @param mean one per image: its mean SourceAFIS score with its mates
/// @param pairs of images of one finger, each pair once, with its score
record QualityStudy(String name, List<Look> looks, List<Double> mean, List<Pair> pairs) {

    /// Which fingers of a set count.
    enum Half {
        FIRST,
        SECOND,
        ALL
    }

    record Look(String finger, FingerQuality quality, Baseline.Matcher probe, Baseline candidate) {}

    record Pair(FingerQuality one, FingerQuality other, double score) {}

    /// Measures and compares on all cores.
    static QualityStudy of(ImageSet set, Half half) throws IOException {
        List<String> fingers =
                set.impressions().stream().map(Impression::finger).distinct().toList();
        int middle = (fingers.size() + 1) / 2;
        List<String> counted =
                switch (half) {
                    case FIRST -> fingers.subList(0, middle);
                    case SECOND -> fingers.subList(middle, fingers.size());
                    case ALL -> fingers;
                };
        List<Look> looks;
        try {
            looks =
                    set.impressions().parallelStream()
                            .filter(impression -> counted.contains(impression.finger()))
                            .map(QualityStudy::look)
                            .flatMap(Optional::stream)
                            .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        double[][] scores =
                IntStream.range(0, looks.size())
                        .parallel()
                        .mapToObj(i -> scores(looks, i))
                        .toArray(double[][]::new);
        List<Double> mean = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            double sum = 0;
            int mates = 0;
            for (int j = 0; j < looks.size(); j++) {
                if (i != j && looks.get(i).finger().equals(looks.get(j).finger())) {
                    sum += (scores[i][j] + scores[j][i]) / 2;
                    mates++;
                    if (i < j) {
                        pairs.add(
                                new Pair(
                                        looks.get(i).quality(),
                                        looks.get(j).quality(),
                                        (scores[i][j] + scores[j][i]) / 2));
                    }
                }
            }
            mean.add(mates == 0 ? Double.NaN : sum / mates);
        }
        return new QualityStudy(set.name(), looks, mean, pairs);
    }

    private static Optional<Look> look(Impression impression) {
        try {
            ImageFile file = ImageFile.open(impression.file(), OptionalDouble.empty());
            GreyImage image = file.decode();
            FingerQuality quality =
                    FingerQuality.of(image, new FingerprintExtractor().extract(image));
            Baseline baseline = new Baseline(file.bytes(), file.dpi());
            return Optional.of(
                    new Look(impression.finger(), quality, baseline.matcher(), baseline));
        } catch (UnusableImageException e) {
            return Optional.empty(); // has no template, and so no quality to foretell anything
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] scores(List<Look> looks, int i) {
        return looks.stream()
                .mapToDouble(other ->
                        other.finger().equals(looks.get(i).finger())
                                ? looks.get(i).probe().score(other.candidate())
                                : 0)
                .toArray();
    }

    /// Of an image's measure with the mean of its genuine scores.
    double ofImages(ToDoubleFunction<FingerQuality> measure) {
        int[] mated = IntStream.range(0, looks.size()).filter(i -> !mean.get(i).isNaN()).toArray();
        return spearman(
                Arrays.stream(mated)
                        .mapToDouble(i -> measure.applyAsDouble(looks.get(i).quality()))
                        .toArray(),
                Arrays.stream(mated).mapToDouble(mean::get).toArray());
    }

    /// Of the poorer image's measure with a pair's score.
    double ofPairs(ToDoubleFunction<FingerQuality> measure) {
        return spearman(
                pairs.stream()
                        .mapToDouble(p ->
                                Math.min(
                                        measure.applyAsDouble(p.one()),
                                        measure.applyAsDouble(p.other())))
                        .toArray(),
                pairs.stream().mapToDouble(Pair::score).toArray());
    }

    /// Mean genuine score of the pairs whose poorer image is in the lowest, middle and highest
    /// third.
    double[] thirds(ToDoubleFunction<FingerQuality> measure) {
        List<Pair> sorted =
                pairs.stream()
                        .sorted(
                                Comparator.comparingDouble(p ->
                                        Math.min(
                                                measure.applyAsDouble(p.one()),
                                                measure.applyAsDouble(p.other()))))
                        .toList();
        double[] means = new double[3];
        for (int third = 0; third < 3; third++) {
            means[third] =
                    sorted
                            .subList(third * sorted.size() / 3, (third + 1) * sorted.size() / 3)
                            .stream()
                            .mapToDouble(Pair::score)
                            .average()
                            .orElse(Double.NaN);
        }
        return means;
    }

    /// Spearman's rank correlation; ties share their mean rank.
    static double spearman(double[] x, double[] y) {
        double[] a = ranks(x);
        double[] b = ranks(y);
        double middle = (x.length - 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - middle) * (b[i] - middle);
            aa += (a[i] - middle) * (a[i] - middle);
            bb += (b[i] - middle) * (b[i] - middle);
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }

    private static double[] ranks(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int from = 0, to; from < order.length; from = to) {
            for (to = from; to < order.length && values[order[to]] == values[order[from]]; to++) {}
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
        }
        return ranks;
    }

    void print(PrintWriter out, Map<String, ToDoubleFunction<FingerQuality>> measures) {
        out.printf(
                Locale.ROOT,
                "%s: %d images, %d genuine pairs%n  %-18s %7s %7s   %s%n",
                name,
                looks.size(),
                pairs.size(),
                "measure",
                "images",
                "pairs",
                "mean genuine score by thirds");
        measures.forEach((label, measure) -> {
            double[] thirds = thirds(measure);
            out.printf(
                    Locale.ROOT,
                    "  %-18s %7.3f %7.3f   %5.1f %5.1f %5.1f%n",
                    label,
                    ofImages(measure),
                    ofPairs(measure),
                    thirds[0],
                    thirds[1],
                    thirds[2]);
        });
        double[] scores = looks.stream().mapToDouble(l -> l.quality().score()).sorted().toArray();
        if (scores.length > 0) {
            out.printf(
                    Locale.ROOT,
                    "  scores: least %.0f, 5 %% %.0f, median %.0f, 95 %% %.0f, most %.0f%n",
                    scores[0],
                    scores[scores.length / 20],
                    scores[scores.length / 2],
                    scores[scores.length * 19 / 20],
                    scores[scores.length - 1]);
        }
    }

    /// @return one JSON object
    String json(Map<String, ToDoubleFunction<FingerQuality>> measures) {
        StringBuilder text = new StringBuilder("{\"set\":\"");
        text.append(name.replaceAll("[\"\\\\\\p{Cntrl}]", "?"))
                .append("\",\"images\":")
                .append(looks.size())
                .append(",\"pairs\":")
                .append(pairs.size())
                .append(",\"spearman\":{");
        String comma = "";
        for (var measure : measures.entrySet()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s\"%s\":{\"images\":%.4f,\"pairs\":%.4f}",
                            comma,
                            measure.getKey(),
                            ofImages(measure.getValue()),
                            ofPairs(measure.getValue())));
            comma = ",";
        }
        return text.append("}}").toString();
    }
}
