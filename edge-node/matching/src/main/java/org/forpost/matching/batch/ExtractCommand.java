package org.forpost.matching.batch;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.images.ImageFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `forpost extract`: images to a file of templates, as `identify` and `evaluate` read it.
@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        description = {
            "Extracts every image in and below a folder, in the order of their paths, into records",
            "of a 4-byte id (1, 2, 3 …), a 4-byte length and a native SourceAFIS template,",
            "big-endian. Lines id,file go to standard output. Exit code 0 only if every image",
            "gave a template; what did not is named and leaves its id out."
        })
public final class ExtractCommand implements Callable<Integer> {
    private static final int SOMETHING_UNUSABLE = 3;

    @Option(names = "--images", required = true, paramLabel = "DIR", description = "images")
    private Path images = Path.of(".");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "to write")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(images)) {
            files =
                    walk.filter(Files::isRegularFile)
                            .filter(ImageFile::isNamedLikeAnImage)
                            .sorted()
                            .toList();
        }
        FingerprintExtractor extractor = new FingerprintExtractor();
        boolean whole = true;
        try (DataOutputStream records =
                        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(out)));
                Progress progress = Progress.forPerson("extracting", files.size())) {
            for (int i = 0; i < files.size(); i++) {
                try {
                    byte[] template =
                            extractor
                                    .extract(ImageFile.read(files.get(i), OptionalDouble.empty()))
                                    .encode();
                    records.writeInt(i + 1);
                    records.writeInt(template.length);
                    records.write(template);
                    System.out.println(i + 1 + "," + images.relativize(files.get(i)));
                } catch (UnusableImageException e) {
                    whole = false;
                    System.err.println(files.get(i) + ": " + e.getMessage());
                } catch (IOException e) {
                    whole = false;
                    System.err.println(e.getMessage());
                }
                progress.step(1);
            }
        }
        return whole ? 0 : SOMETHING_UNUSABLE;
    }
}
