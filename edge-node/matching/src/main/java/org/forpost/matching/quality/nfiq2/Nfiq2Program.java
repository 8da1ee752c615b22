package org.forpost.matching.quality.nfiq2;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.forpost.matching.GreyImage;

/// Runs `nfiq2 -F image.pgm`, whose whole output for one image is its score. The image lies in a
/// file that only this user can read, in a folder that should be in memory, and is deleted at once.
/// Safe for several threads.
public final class Nfiq2Program {
    /// A score is three digits; the rest is for the words of an error.
    private static final int LONGEST_OUTPUT = 4096;

    /// The program uses 100 MB for its forest of decision trees, and a lane has 256 MB.
    private static final int MOST_AT_ONCE = 2;

    /// It takes 500 dpi and would take anything else for it.
    private static final double NEAR_500 = 25;

    private final Path program;
    private final Path memory;
    private final Duration patience;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /// @param program the executable
    /// @param memory an existing folder for one image at a time, e.g. `/dev/shm`
    /// @param patience after which the program is killed
    public Nfiq2Program(Path program, Path memory, Duration patience) {
        this.program = program;
        this.memory = memory;
        this.patience = patience;
    }

    /// Blocks for as long as the program takes, or until `patience` is over.
    ///
    /// @throws InterruptedException when the calling thread is interrupted; the program is killed
    public Nfiq2Answer ask(GreyImage image) throws InterruptedException {
        if (Math.abs(image.dpi() - 500) > NEAR_500) {
            return new Nfiq2Answer.NotAssessed(
                    "nfiq2 assesses images of 500 dpi, this one has " + image.dpi());
        }
        places.acquire();
        try {
            Path file =
                    Files.createTempFile(
                            memory,
                            "finger",
                            ".pgm",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try {
                write(file, image);
                return run(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            return new Nfiq2Answer.NotAssessed(program + ": " + e.getMessage());
        } finally {
            places.release();
        }
    }

    /// PGM (netpbm), which is a line of text and the bytes.
    private static void write(Path file, GreyImage image) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(
                    ("P5 " + image.width() + " " + image.height() + " 255\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(image.pixels());
        }
    }

    private Nfiq2Answer run(Path file) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(program.toString(), "-F", file.toString()))
                        .redirectErrorStream(true)
                        .start();
        try {
            process.getOutputStream().close();
            // Read beside, for a program that fills the pipe does not end, and one that hangs says
            // nothing.
            byte[][] said = {new byte[0]};
            Thread reader = Thread.ofVirtual().start(() -> said[0] = firstOf(process));
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Nfiq2Answer.NotAssessed(
                        program + " did not answer within " + patience.toMillis() + " ms");
            }
            reader.join();
            return answer(process.exitValue(), new String(said[0], StandardCharsets.UTF_8).strip());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static byte[] firstOf(Process process) {
        try (InputStream in = process.getInputStream()) {
            return in.readNBytes(LONGEST_OUTPUT);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private Nfiq2Answer answer(int exit, String said) {
        if (exit == 0 && said.matches("[0-9]{1,3}") && Integer.parseInt(said) <= 100) {
            return new Nfiq2Answer.Score(Integer.parseInt(said));
        }
        String printable = said.replaceAll("[^ -~]+", " ");
        return new Nfiq2Answer.NotAssessed(
                program
                        + " ended with "
                        + exit
                        + " and said '"
                        + printable.substring(0, Math.min(printable.length(), 120))
                        + "', expected a number from 0 to 100");
    }
}
