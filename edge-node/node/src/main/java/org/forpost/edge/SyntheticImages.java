package org.forpost.edge;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.forpost.matching.GreyImage;
import org.forpost.protocol.crypto.Sha256;

/// Fingers out of the simulator's generator, which runs as a process of its own: no class of it is
/// known here.
final class SyntheticImages {
    private static final int DPI = 500;

    private final Path home;

    /// @param home top of the checkout or of the installation
    SyntheticImages(Path home) {
        this.home = home;
    }

    @FunctionalInterface
    interface Taker {
        /// @param number from 0, in the generator's order
        void take(int number, GreyImage image) throws IOException;
    }

    /// Which generator it is: another one makes other fingers of the same seed.
    ///
    /// @return 8 hexadecimal digits
    /// @throws IOException when the simulator is not built
    String version() throws IOException {
        return HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(jar())), 0, 4);
    }

    private Path jar() throws IOException {
        Path jar = home.resolve("hardware-sim/target/hardware-sim.jar");
        if (!Files.exists(jar)) {
            throw new IOException(
                    jar + " is not there: run 'mvn -B -DskipTests package' in " + home);
        }
        return jar;
    }

    /// Makes images and hands them over one by one.
    ///
    /// @param first number of the first finger, from 1
    /// @throws IOException when the simulator is not built or fails
    void make(int first, int count, int impressions, long seed, Taker taker)
            throws IOException, InterruptedException {
        Path jar = jar();
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "-cp",
                        jar + File.pathSeparator + jar.resolveSibling("lib") + File.separator + "*",
                        "org.forpost.sim.Main",
                        "fingers",
                        "--count",
                        Integer.toString(count),
                        "--first",
                        Integer.toString(first),
                        "--impressions",
                        Integer.toString(impressions),
                        "--seed",
                        Long.toString(seed),
                        "--pgm",
                        "-");
        Process generator =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var in = new DataInputStream(new BufferedInputStream(generator.getInputStream()))) {
            for (int i = 0; i < count * impressions; i++) {
                taker.take(i, pgm(in));
            }
        } finally {
            generator.destroy();
            generator.waitFor();
        }
    }

    /// Binary PGM: `P5`, width, height, 255, one white space, the samples.
    private static GreyImage pgm(DataInputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        while (head.size() < 4) {
            head.add(word(in));
        }
        if (!head.getFirst().equals("P5")) {
            throw new IOException("the generator sent no PGM image but " + head.getFirst());
        }
        int width = Integer.parseInt(head.get(1));
        int height = Integer.parseInt(head.get(2));
        byte[] pixels = new byte[width * height];
        in.readFully(pixels);
        return new GreyImage(width, height, pixels, DPI);
    }

    private static String word(DataInputStream in) throws IOException {
        StringBuilder word = new StringBuilder();
        boolean comment = false;
        while (true) {
            char read = (char) in.readUnsignedByte();
            if (read == '#') {
                comment = true;
            } else if (comment) {
                comment = read != '\n';
            } else if (!Character.isWhitespace(read)) {
                word.append(read);
            } else if (!word.isEmpty()) {
                return word.toString();
            }
        }
    }
}
