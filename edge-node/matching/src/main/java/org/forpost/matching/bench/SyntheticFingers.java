package org.forpost.matching.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.forpost.matching.GreyImage;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableImageException;
import org.forpost.matching.batch.Progress;

/// Templates of synthetic fingers: images from the generator of `hardware-sim`, run as a process of
/// its own because this module knows no sibling, through this module's extractor.
public final class SyntheticFingers {
    private static final int LARGEST_IMAGE = 4_000_000;
    private static final double DPI = 500;

    /// Makes a template of an image.
    @FunctionalInterface
    public interface Extractor {
        Template of(GreyImage image) throws UnusableImageException;
    }

    private final Path top;
    private final long seed;

    /// @param top of the checkout, where `hardware-sim/target` is
    public SyntheticFingers(Path top, long seed) {
        this.top = top;
        this.seed = seed;
    }

    /// Makes fingers `first` … `first + count − 1`.
    ///
    /// @return finger by finger, `impressions` templates each; none where nothing was found
    public List<List<Template>> make(
            int first, int count, int impressions, Extractor extractor, String what)
            throws IOException {
        Path sim = top.resolve("hardware-sim").resolve("target");
        if (!Files.exists(sim.resolve("hardware-sim.jar"))) {
            throw new IOException(
                    sim + ": hardware-sim.jar is not there; run 'mvn -B -DskipTests package'");
        }
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "-cp",
                        sim.resolve("hardware-sim.jar") + ":" + sim.resolve("lib") + "/*",
                        "org.forpost.sim.Main",
                        "fingers",
                        "--first=" + first,
                        "--count=" + count,
                        "--impressions=" + impressions,
                        "--seed=" + seed,
                        "--pgm=-");
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (InputStream in = new BufferedInputStream(process.getInputStream(), 1 << 20);
                Progress progress = Progress.forPerson(what, count)) {
            return extract(in, count, impressions, extractor, progress);
        } finally {
            process.destroy();
        }
    }

    private static List<List<Template>> extract(
            InputStream in, int count, int impressions, Extractor extractor, Progress progress)
            throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<List<Template>> fingers = new ArrayList<>();
        Deque<Future<List<Template>>> running = new ArrayDeque<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(cores)) {
            for (int f = 0; f < count; f++) {
                List<GreyImage> images = new ArrayList<>();
                for (int i = 0; i < impressions; i++) {
                    images.add(image(in));
                }
                running.add(pool.submit(() -> templates(extractor, images)));
                // Images are 200 kB; templates a thousandth of it.
                if (running.size() > 8 * cores) {
                    fingers.add(await(running));
                    progress.step(1);
                }
            }
            while (!running.isEmpty()) {
                fingers.add(await(running));
            }
        }
        return fingers;
    }

    private static List<Template> await(Deque<Future<List<Template>>> running) throws IOException {
        try {
            return running.removeFirst().get();
        } catch (ExecutionException e) {
            throw new IOException("extracting a synthetic finger failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static List<Template> templates(Extractor extractor, List<GreyImage> images) {
        List<Template> templates = new ArrayList<>();
        for (GreyImage image : images) {
            try {
                templates.add(extractor.of(image));
            } catch (UnusableImageException e) {
                // A generator's failure: such a finger has fewer impressions and is passed over.
                return List.of();
            }
        }
        return templates;
    }

    private static GreyImage image(InputStream in) throws IOException {
        if (in.read() != 'P' || in.read() != '5') {
            throw new IOException("the generator of fingers broke off");
        }
        int width = number(in);
        int height = number(in);
        int depth = number(in);
        if (depth != 255 || (long) width * height > LARGEST_IMAGE) {
            throw new IOException("the generator of fingers sent something else than images");
        }
        byte[] pixels = in.readNBytes(width * height);
        return new GreyImage(width, height, pixels, DPI);
    }

    private static int number(InputStream in) throws IOException {
        int c = in.read();
        while (c == '#' || (c >= 0 && c <= ' ')) {
            while (c == '#' || (c > 0 && c != '\n' && c > ' ')) {
                c = in.read();
                while (c >= 0 && c != '\n') {
                    c = in.read();
                }
            }
            c = in.read();
        }
        int value = 0;
        for (; c >= '0' && c <= '9' && value < 1_000_000; c = in.read()) {
            value = 10 * value + c - '0';
        }
        return value;
    }
}
