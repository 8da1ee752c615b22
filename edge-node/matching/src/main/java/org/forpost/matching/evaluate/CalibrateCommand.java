package org.forpost.matching.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.forpost.matching.CalibrationWriter;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.ViewScores;
import org.forpost.matching.batch.Progress;
import org.forpost.matching.evaluate.ImageSet.Impression;
import org.forpost.matching.images.ImageFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `forpost calibrate`: writes the files that say what scores mean.
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Compares all images of different fingers below a folder, across its sets, too, and",
            "writes which score how many of them reach: views-1.calibration, views-3.calibration and",
            "views-9.calibration, for templates of one view, of one and three, of three each."
        })
public final class CalibrateCommand implements Callable<Integer> {
    @Option(names = "--images", required = true, paramLabel = "DIR", description = "sets of images")
    private Path images = Path.of(".");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "where to write")
    private Path out = Path.of(".");

    @Override
    public Integer call() throws IOException {
        ImageSets found = ImageSets.below(images);
        List<Impression> files = new ArrayList<>();
        List<Integer> fingers = new ArrayList<>();
        List<String> provenance = new ArrayList<>();
        int finger = 0;
        for (ImageSet set : found.sets()) {
            String last = "";
            for (Impression impression : set.impressions()) {
                finger += impression.finger().equals(last) ? 0 : 1;
                last = impression.finger();
                files.add(impression);
                fingers.add(finger);
            }
            provenance.add(set.name() + ": " + set.impressions().size() + " images");
        }
        List<Template> templates = new ArrayList<>();
        FingerprintExtractor extractor = new FingerprintExtractor();
        try (Progress progress = Progress.forPerson("extracting", files.size())) {
            for (Impression file : files) {
                try {
                    templates.add(
                            extractor.extractForVerification(
                                    ImageFile.read(file.file(), OptionalDouble.empty())));
                } catch (UnusableImageException e) {
                    throw new IOException(file.file() + ": " + e.getMessage(), e);
                }
                progress.step(1);
            }
        }
        Files.createDirectories(out);
        for (int views : new int[] {1, 3, 9}) {
            double[] scores = impostors(templates, fingers, views);
            List<String> lines = new ArrayList<>();
            lines.add("Mean of the best third of " + views + " SourceAFIS 3.18.1 scores,");
            lines.add("minutiae of the main view" + (views == 1 ? "," : " and of further views,"));
            lines.add("and the log-odds of the cylinders' alignment of the main views.");
            lines.add(
                    scores.length
                            + " pairs of different fingers, measured "
                            + LocalDate.now(ZoneOffset.UTC));
            lines.addAll(provenance);
            Path file = out.resolve("views-" + views + ".calibration");
            Files.writeString(file, CalibrationWriter.text(scores, lines));
            System.out.println(file);
        }
        return 0;
    }

    private static double[] impostors(List<Template> templates, List<Integer> fingers, int views) {
        try (Progress progress = Progress.forPerson(views + " views", templates.size())) {
            return IntStream.range(0, templates.size())
                    .parallel()
                    .mapToObj(i -> {
                        ViewScores probe = new ViewScores(templates.get(i), views);
                        progress.step(1);
                        return IntStream.range(0, templates.size())
                                .filter(j -> !fingers.get(i).equals(fingers.get(j)))
                                .mapToDouble(j -> probe.score(templates.get(j)))
                                .toArray();
                    })
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
        }
    }
}
