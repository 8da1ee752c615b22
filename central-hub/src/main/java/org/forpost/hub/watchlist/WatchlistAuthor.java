package org.forpost.hub.watchlist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.hub.watchlist.NominalsFile.FingerImage;
import org.forpost.hub.watchlist.NominalsFile.Nominal;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.UnusableImageException;
import org.forpost.protocol.release.Watchlist;

/// Makes the content of a watchlist release from a list of nominals: each finger's image becomes a
/// template.
public final class WatchlistAuthor {
    private final FingerprintExtractor extractor = new FingerprintExtractor();

    /// Told how far the extraction is, by several threads.
    @FunctionalInterface
    public interface Progress {
        void done(int fingers, int of);
    }

    /// Reads `file` and the images that it names; their format is described at [NominalsFile].
    ///
    /// A single unusable image refuses the whole list: whoever publishes it believes that all of
    /// these people can be found by their fingers.
    ///
    /// @throws IOException naming the nominal and what is wrong with it
    public Watchlist write(Path file, Progress progress) throws IOException {
        NominalsFile.Lists lists = NominalsFile.read(file);
        List<Nominal> nominals = lists.nominals();
        int fingers = nominals.stream().mapToInt(nominal -> nominal.fingers().size()).sum();
        var done = new AtomicInteger();
        try {
            // Extraction takes 16 to 32 ms of a core for each finger, so all cores share it.
            return new Watchlist(
                    nominals.parallelStream()
                            .map(nominal ->
                                    enter(
                                            nominal,
                                            () -> progress.done(done.incrementAndGet(), fingers)))
                            .toList(),
                    lists.documents());
        } catch (UncheckedIOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private Watchlist.Nominal enter(Nominal nominal, Runnable fingerDone) {
        return new Watchlist.Nominal(
                nominal.id(),
                nominal.surname(),
                nominal.givenNames(),
                nominal.birthDate(),
                nominal.nationality(),
                nominal.action(),
                nominal.fingers().stream()
                        .map(finger -> {
                            Watchlist.Finger template = template(nominal, finger);
                            fingerDone.run();
                            return template;
                        })
                        .toList());
    }

    private static UncheckedIOException unusable(
            Nominal nominal, FingerImage finger, Exception why) {
        String what =
                "nominal "
                        + nominal.id()
                        + ", finger "
                        + finger.position()
                        + " ("
                        + finger.image().getFileName()
                        + "): "
                        + why.getMessage();
        return new UncheckedIOException(what, new IOException(what, why));
    }

    private Watchlist.Finger template(Nominal nominal, FingerImage finger) {
        try {
            byte[] template = extractor.extract(finger.read(), finger.dpi()).encode();
            return new Watchlist.Finger(finger.position(), template);
        } catch (UnusableImageException e) {
            throw unusable(nominal, finger, e);
        } catch (IOException e) {
            throw unusable(nominal, finger, e);
        }
    }
}
