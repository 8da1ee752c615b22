package org.forpost.matching.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.evaluate.ImageSet.Impression;
import org.forpost.matching.images.DpiSource;
import org.forpost.matching.images.ImageFile;

/// The 1:1 part: every image of a set against every other, by one contender.
///
/// @param contender its name
/// @param scores of the pairs that the protocol counts
/// @param images that were read
/// @param notEnrolled file and reason of each image in which the contender found nothing to compare
/// @param rankOneAsked images that have another impression of the same finger
/// @param rankOneRight those of them whose most similar other image of the set is of the same
///   finger
record Verification(
        String contender,
        PairScores scores,
        int images,
        Map<String, String> notEnrolled,
        int rankOneAsked,
        int rankOneRight) {

    /// What is left of a set after every file was opened once.
    ///
    /// @param readable impressions with their files, in the set's order
    /// @param unreadable file and reason
    /// @param assumed how many of the readable images had to be taken for 500 dpi
    record Opened(
            ImageSet set, List<Impression> readable, Map<String, String> unreadable, int assumed) {}

    /// Opens and decodes every file of the set, so that all contenders meet the same images.
    static Opened open(ImageSet set, OptionalDouble dpi) {
        List<Impression> readable = new ArrayList<>();
        Map<String, String> unreadable = new LinkedHashMap<>();
        int assumed = 0;
        for (Impression impression : set.impressions()) {
            try {
                ImageFile file = ImageFile.open(impression.file(), dpi);
                file.decode();
                assumed += file.dpiSource() == DpiSource.ASSUMED ? 1 : 0;
                readable.add(impression);
            } catch (IOException e) {
                unreadable.put(impression.file().toString(), String.valueOf(e.getMessage()));
            }
        }
        return new Opened(set, readable, unreadable, assumed);
    }

    /// Runs one contender over the set on all cores.
    ///
    /// @param strict whether impostor pairs are made of each finger's first impression only
    static <T> Verification run(
            Contender<T> contender,
            Opened opened,
            OptionalDouble dpi,
            boolean strict,
            Progress progress) {
        List<Impression> images = opened.readable();
        Map<String, String> notEnrolled = new ConcurrentHashMap<>();
        List<Optional<T>> templates =
                IntStream.range(0, images.size())
                        .parallel()
                        .mapToObj(i -> {
                            Optional<T> template =
                                    enrol(contender, images.get(i), dpi, notEnrolled);
                            progress.step(1);
                            return template;
                        })
                        .toList();
        double[][] scores =
                IntStream.range(0, images.size())
                        .parallel()
                        .mapToObj(i -> {
                            double[] row = against(contender, templates, i);
                            progress.step(1);
                            return row;
                        })
                        .toArray(double[][]::new);
        int[] rankOne = rankOne(images, scores);
        return new Verification(
                contender.name(),
                pairs(images, scores, strict),
                images.size(),
                Map.copyOf(notEnrolled),
                rankOne[0],
                rankOne[1]);
    }

    OptionalDouble rankOne() {
        return rankOneAsked == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) rankOneRight / rankOneAsked);
    }

    private static <T> Optional<T> enrol(
            Contender<T> contender,
            Impression impression,
            OptionalDouble dpi,
            Map<String, String> notEnrolled) {
        try {
            Optional<T> template = contender.enrol(ImageFile.open(impression.file(), dpi));
            if (template.isEmpty()) {
                notEnrolled.put(impression.file().toString(), "no finger was found in it");
            }
            return template;
        } catch (IOException | RuntimeException e) {
            notEnrolled.put(impression.file().toString(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// Scores of image `i` against all later ones, as probe.
    private static <T> double[] against(
            Contender<T> contender, List<Optional<T>> templates, int i) {
        double[] row = new double[templates.size()];
        Optional<ToDoubleFunction<T>> probe = templates.get(i).map(contender::against);
        for (int j = i + 1; j < row.length; j++) {
            Optional<T> candidate = templates.get(j);
            row[j] =
                    probe.isPresent() && candidate.isPresent()
                            ? probe.get().applyAsDouble(candidate.get())
                            : PairScores.NOT_ENROLLED;
        }
        return row;
    }

    private static PairScores pairs(List<Impression> images, double[][] scores, boolean strict) {
        boolean[] first = new boolean[images.size()];
        for (int i = 0; i < first.length; i++) {
            first[i] = i == 0 || !images.get(i).finger().equals(images.get(i - 1).finger());
        }
        var genuine = DoubleStream.builder();
        var impostor = DoubleStream.builder();
        for (int i = 0; i < first.length; i++) {
            for (int j = i + 1; j < first.length; j++) {
                if (images.get(i).finger().equals(images.get(j).finger())) {
                    genuine.add(scores[i][j]);
                } else if (!strict || (first[i] && first[j])) {
                    impostor.add(scores[i][j]);
                }
            }
        }
        return new PairScores(genuine.build().toArray(), impostor.build().toArray());
    }

    /// @return asked, right
    private static int[] rankOne(List<Impression> images, double[][] scores) {
        int asked = 0;
        int right = 0;
        for (int i = 0; i < images.size(); i++) {
            double mate = Double.NEGATIVE_INFINITY;
            double other = PairScores.NOT_ENROLLED;
            for (int j = 0; j < images.size(); j++) {
                double score = scores[Math.min(i, j)][Math.max(i, j)];
                if (j == i) {
                    continue;
                }
                if (images.get(i).finger().equals(images.get(j).finger())) {
                    mate = Math.max(mate, score);
                } else {
                    other = Math.max(other, score);
                }
            }
            if (mate > Double.NEGATIVE_INFINITY) {
                asked++;
                right += mate > other ? 1 : 0; // a tie names nobody
            }
        }
        return new int[] {asked, right};
    }
}
