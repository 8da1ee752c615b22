package org.forpost.edge.watchlist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.release.Watchlist.Finger;
import org.forpost.protocol.release.Watchlist.Nominal;

/// Keeps the galleries of large lists on the disk: laying one down costs 0.4 ms of one core for
/// each finger, half a minute for 50,000, and a lane that starts after a power cut has somebody
/// waiting. A gallery is named for the content of its release, which is verified at every start.
final class ListGalleries {
    /// Below this a gallery is made anew in less than a second, and nothing lies on the disk.
    private static final int WORTH_KEEPING = 2_000;

    private static final String PREFIX = "gallery-";

    private final Path folder;

    /// @param folder exists
    ListGalleries(Path folder) {
        this.folder = folder;
    }

    /// The fingers of a release.
    ///
    /// @throws UnusableTemplateException naming the nominal whose finger cannot be read
    Gallery of(Manifest manifest, Watchlist list) throws UnusableTemplateException, IOException {
        int count = list.nominals().stream().mapToInt(one -> one.fingers().size()).sum();
        if (count < WORTH_KEEPING) {
            return laidDown(Gallery.inMemory(), list);
        }
        Path home = folder.resolve(PREFIX + HexFormat.of().formatHex(manifest.content(), 0, 16));
        if (Files.exists(home)) {
            Gallery kept = kept(home);
            if (kept != null && kept.size() == count) {
                return kept;
            }
            if (kept != null) {
                kept.close();
            }
            delete(home);
        }
        Gallery fresh = Gallery.open(home);
        boolean whole = false;
        try {
            Gallery gallery = laidDown(fresh, list);
            whole = true;
            return gallery;
        } finally {
            if (!whole) {
                fresh.close();
                delete(home);
            }
        }
    }

    /// @return null where it is damaged: it is made again from the release
    private static @org.jspecify.annotations.Nullable Gallery kept(Path home) {
        try {
            Gallery gallery = Gallery.open(home);
            gallery.verify();
            return gallery;
        } catch (IOException e) {
            System.getLogger("watchlist")
                    .log(System.Logger.Level.WARNING, "{0}; made anew", e.getMessage());
            return null;
        }
    }

    private static Gallery laidDown(Gallery gallery, Watchlist list)
            throws UnusableTemplateException {
        try {
            gallery.replace(() -> new References(list.nominals()));
            return gallery;
        } catch (UnreadableFinger e) {
            throw e.why;
        }
    }

    /// Deletes what no release in force needs.
    void tidy(Manifest inForce) {
        String needed = PREFIX + HexFormat.of().formatHex(inForce.content(), 0, 16);
        try (var homes = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path home : homes) {
                if (!home.getFileName().toString().equals(needed)) {
                    delete(home);
                }
            }
        } catch (IOException e) {
            System.getLogger("watchlist")
                    .log(System.Logger.Level.WARNING, "old galleries stay: {0}", e.getMessage());
        }
    }

    private static void delete(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static final class UnreadableFinger extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final UnusableTemplateException why;

        UnreadableFinger(UnusableTemplateException why) {
            super(why);
            this.why = why;
        }
    }

    /// All fingers of all nominals, one decoded at a time.
    private static final class References implements Iterator<Reference> {
        private final Iterator<Nominal> nominals;
        private String nominal = "";
        private Iterator<Finger> fingers = List.<Finger>of().iterator();

        References(List<Nominal> nominals) {
            this.nominals = nominals.iterator();
        }

        @Override
        public boolean hasNext() {
            while (!fingers.hasNext() && nominals.hasNext()) {
                Nominal next = nominals.next();
                nominal = next.id();
                fingers = next.fingers().iterator();
            }
            return fingers.hasNext();
        }

        @Override
        public Reference next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Finger finger = fingers.next();
            try {
                return new Reference(
                        nominal,
                        FingerPosition.of(finger.position()),
                        Template.decode(finger.template()));
            } catch (UnusableTemplateException e) {
                throw new UnreadableFinger(e);
            }
        }
    }
}
