package org.forpost.matching.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.forpost.matching.evaluate.QualityStudy.Half;
import org.forpost.matching.quality.FingerQuality;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost-matching quality`: whether images that are called poor have poor genuine scores.
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the quality of all images below a folder and tells, per set, the rank",
            "correlation (Spearman) of each measure with SourceAFIS's genuine scores: of an image with",
            "the mean over its mates, and of a pair's poorer image with the pair's score."
        })
public final class QualityCommand implements Callable<Integer> {
    /// In the order of the table; the number that counts first.
    static final Map<String, ToDoubleFunction<FingerQuality>> MEASURES = measures();

    @Option(names = "--images", required = true, paramLabel = "DIR", description = "sets of images")
    private Path images = Path.of(".");

    @Option(
            names = "--half",
            paramLabel = "HALF",
            defaultValue = "ALL",
            description =
                    "Fingers that count: ${COMPLETION-CANDIDATES}. The formula was chosen on FIRST"
                            + " (each set's first fingers), so SECOND proves it (default: ALL).")
    private Half half = Half.ALL;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Spec private CommandSpec spec;

    private static Map<String, ToDoubleFunction<FingerQuality>> measures() {
        Map<String, ToDoubleFunction<FingerQuality>> measures = new LinkedHashMap<>();
        measures.put("score", FingerQuality::score);
        measures.put("certainty", FingerQuality::certainty);
        measures.put("clarity", FingerQuality::clarity);
        measures.put("area", FingerQuality::area);
        measures.put("minutiae", FingerQuality::minutiae);
        measures.put("minutiae-quality", FingerQuality::minutiaeQuality);
        return measures;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<ImageSet> sets = ImageSets.below(images).sets();
        if (sets.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(images + ": no images named finger_impression.ext; check the folder");
            return 4;
        }
        StringBuilder document = new StringBuilder();
        for (ImageSet set : sets) {
            QualityStudy study = QualityStudy.of(set, half);
            if (json) {
                document.append(document.isEmpty() ? "" : ",\n ").append(study.json(MEASURES));
            } else {
                study.print(out, MEASURES);
            }
        }
        if (json) {
            out.println(
                    "{\"half\":\""
                            + half.name().toLowerCase(Locale.ROOT)
                            + "\",\"sets\":[\n "
                            + document
                            + "\n]}");
        }
        out.flush();
        return 0;
    }
}
