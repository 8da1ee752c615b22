package org.forpost.sim.finger;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost sim fingers`.
@Command(
        name = "fingers",
        mixinStandardHelpOptions = true,
        description = {
            "Makes synthetic fingerprints: a folder of PNG files named finger_impression with a"
                    + " dpi.txt, or one stream of PGM images.",
            "The same seed gives the same images, on any number of threads."
        })
public final class FingersCommand implements Callable<Integer> {
    /// Half a megabyte a file: more fits no folder that anybody can list. The stream has no such
    /// limit.
    private static final int MAX_FILES = 1_000_000;

    @Option(names = "--count", required = true, paramLabel = "N", description = "how many fingers")
    private int count;

    @Option(
            names = "--impressions",
            defaultValue = "1",
            paramLabel = "M",
            description = "how many impressions of each (default ${DEFAULT-VALUE})")
    private int impressions;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "other seed, other fingers (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--first",
            defaultValue = "1",
            paramLabel = "F",
            description = "number of the first finger, to go on where a run ended (default 1)")
    private int first;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "how many threads (default: one for each processor)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    static final class Target {
        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "folder for PNG files; made if it is not there")
        private @Nullable Path out;

        @Option(
                names = "--pgm",
                paramLabel = "FILE",
                description = "file for concatenated binary PGM images, - for standard output")
        private @Nullable String pgm;
    }

    @Spec private CommandSpec spec;

    private final OutputStream stdout;

    /// The command as the command line has it, writing to the real standard output.
    public FingersCommand() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    FingersCommand(OutputStream stdout) {
        this.stdout = stdout;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        require(count >= 1, "--count is " + count + ", expected at least 1");
        require(first >= 1, "--first is " + first + ", expected at least 1");
        require(
                impressions >= 1 && impressions <= 1_000,
                "--impressions is " + impressions + ", expected 1 to 1000");
        require(threads >= 1 && threads <= 256, "--threads is " + threads + ", expected 1 to 256");
        var hand = new Population(seed);
        long total = (long) count * impressions;
        try (var bar = ProgressBar.of(spec.commandLine().getErr(), "fingers", total)) {
            if (target.out != null) {
                require(
                        total <= MAX_FILES,
                        total + " files in one folder, expected at most " + MAX_FILES);
                write(hand, target.out, bar);
            } else if ("-".equals(target.pgm)) {
                stream(hand, stdout, bar);
            } else {
                try (OutputStream file =
                        Files.newOutputStream(Path.of(String.valueOf(target.pgm)))) {
                    stream(hand, file, bar);
                }
            }
        }
        return 0;
    }

    private void write(Population hand, Path folder, ProgressBar bar)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("dpi.txt"),
                (Impression.DPI + "\n").getBytes(StandardCharsets.US_ASCII));
        Assembly.inOrder(
                count,
                threads,
                i -> {
                    int number = first + i;
                    Finger finger = hand.finger(number);
                    for (int impression = 1; impression <= impressions; impression++) {
                        byte[] png = finger.impression(hand.press(number, impression)).toPng();
                        Files.write(folder.resolve(number + "_" + impression + ".png"), png);
                        bar.step();
                    }
                    return number;
                },
                written -> {});
    }

    private void stream(Population hand, OutputStream sink, ProgressBar bar)
            throws IOException, InterruptedException {
        var out = new BufferedOutputStream(sink, 1 << 16);
        Assembly.inOrder(
                count,
                threads,
                i -> {
                    int number = first + i;
                    Finger finger = hand.finger(number);
                    var images = new byte[impressions][];
                    for (int impression = 1; impression <= impressions; impression++) {
                        images[impression - 1] =
                                finger.impression(hand.press(number, impression))
                                        .toPgm("finger=" + number + " impression=" + impression);
                    }
                    return images;
                },
                images -> {
                    for (byte[] image : images) {
                        out.write(image);
                        bar.step();
                    }
                });
        out.flush();
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
