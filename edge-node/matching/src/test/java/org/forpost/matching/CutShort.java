package org.forpost.matching;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// A program that cuts the file of a gallery short while two threads search in it, again and again.
/// [CutShortTest] runs it as a process of its own, because what may happen is the end of the
/// process.
final class CutShort {
    private static final int MOST_SEARCHES = 10_000;

    private CutShort() {}

    /// @param args a gallery's folder with one segment; an empty folder; how many rounds
    public static void main(String[] args) throws Exception {
        Path original = Path.of(args[0]);
        int rounds = Integer.parseInt(args[2]);
        Random random = new Random(1);
        Probe probe = Probe.of(new DrawnFinger(500).template(1));
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < rounds; round++) {
                Path folder = copy(original, Path.of(args[1]).resolve("round" + round));
                Path segment = folder.resolve("000000001.segment");
                try (Gallery gallery = Gallery.openReadOnly(folder)) {
                    Identifier identifier = new Identifier(gallery, Calibrations.sourceAfis());
                    Callable<Boolean> search = () -> refused(identifier, probe);
                    List<Future<Boolean>> searching =
                            IntStream.range(0, 2).mapToObj(i -> pool.submit(search)).toList();
                    Thread.sleep(random.nextInt(200));
                    try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                        file.truncate((long) (random.nextDouble() * file.size()));
                    }
                    for (Future<Boolean> one : searching) {
                        if (!one.get()) {
                            throw new IllegalStateException("nobody noticed in round " + round);
                        }
                    }
                }
                Files.delete(segment);
            }
        }
        System.out.println("all " + rounds + " rounds were refused");
    }

    /// Searches until the gallery says that it is damaged.
    private static boolean refused(Identifier identifier, Probe probe) {
        for (int i = 0; i < MOST_SEARCHES; i++) {
            try {
                identifier.search(probe, new SearchLimits(new Threshold.Fpir(0.5), 5));
            } catch (UncheckedIOException e) {
                return true;
            }
        }
        return false;
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : List.of("000000001.segment", "manifest")) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
        return to;
    }
}
