package org.forpost.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.forpost.matching.cylinder.Variation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gallery large enough for the index, in memory and on disk, changed, damaged and replaced.
final class GalleryTest {
    private static final SearchLimits BEST = new SearchLimits(new Threshold.Fpir(0.5), 5);
    private static final List<Template> DRAWN = drawn();
    private static final Template SOUGHT = new DrawnFinger(500).template(0);
    private static final Probe PROBE = Probe.of(new DrawnFinger(500).template(1));

    @TempDir Path folder;

    private static List<Template> drawn() {
        List<Template> templates = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            templates.add(new DrawnFinger(300 + i).template(0));
        }
        return templates;
    }

    private static List<Reference> crowd(int from, int to) {
        List<Reference> references = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Template base = DRAWN.get(i % DRAWN.size());
            Template other = Template.of(Variation.of(base.minutiae(), 1 + i / DRAWN.size(), i));
            references.add(new Reference("person " + i, FingerPosition.UNKNOWN, other));
        }
        return references;
    }

    private static Reference sought() {
        return new Reference("the sought", FingerPosition.UNKNOWN, SOUGHT);
    }

    private static void assertFound(Gallery gallery) {
        CandidateList list = new Identifier(gallery, Calibrations.sourceAfis()).search(PROBE, BEST);
        assertEquals("the sought", list.candidates().getFirst().subject());
        assertTrue(list.compared() < list.galleryFingers());
    }

    private static void assertNotFound(Gallery gallery) {
        CandidateList list = new Identifier(gallery, Calibrations.sourceAfis()).search(PROBE, BEST);
        assertTrue(list.candidates().stream().noneMatch(c -> c.subject().equals("the sought")));
    }

    @Test
    void theIndexFindsWhomSourceAfisWouldHaveFound() {
        try (Gallery gallery = Gallery.inMemory()) {
            gallery.add(crowd(0, 400));
            gallery.add(List.of(sought()));
            assertFound(gallery);
            assertEquals(401, gallery.size());
        }
    }

    @Test
    void aGalleryOutlivesItsProcess() throws Exception {
        try (Gallery gallery = Gallery.open(folder)) {
            gallery.add(crowd(0, 200));
            gallery.add(List.of(sought()));
            gallery.add(crowd(200, 260));
            gallery.settle();
            assertFound(gallery);
        }
        try (Gallery gallery = Gallery.open(folder)) {
            assertEquals(261, gallery.size());
            gallery.verify();
            assertFound(gallery);
            gallery.remove(Set.of("the sought"));
            assertNotFound(gallery);
        }
        try (Gallery gallery = Gallery.openReadOnly(folder)) {
            assertEquals(260, gallery.size());
            assertNotFound(gallery);
        }
    }

    @Test
    void oneChangesItAndOthersFollow() throws Exception {
        try (Gallery gallery = Gallery.open(folder)) {
            gallery.add(crowd(0, 150));
            assertThrows(GalleryException.class, () -> Gallery.open(folder));
            try (Gallery reader = Gallery.openReadOnly(folder)) {
                assertNotFound(reader);
                gallery.add(List.of(sought()));
                gallery.settle();
                assertNotFound(reader);
                assertTrue(reader.refresh());
                assertFound(reader);
            }
        }
    }

    @Test
    void searchesGoOnWhileItChanges() throws Exception {
        try (Gallery gallery = Gallery.open(folder)) {
            gallery.add(crowd(0, 150));
            gallery.add(List.of(sought()));
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Integer> searching =
                    CompletableFuture.supplyAsync(() -> {
                        int searches = 0;
                        while (!done.get() || searches == 0) {
                            assertFound(gallery);
                            searches++;
                        }
                        return searches;
                    });
            for (int round = 0; round < 8; round++) {
                gallery.update(
                        crowd(200 + 10 * round, 210 + 10 * round), Set.of("person " + round));
            }
            gallery.settle();
            done.set(true);
            assertTrue(searching.get(60, TimeUnit.SECONDS) > 0);
            assertEquals(151 + 80 - 8, gallery.size());
            assertTrue(gallery.snapshot().parts().size() < 8, "small segments were merged");
        }
    }

    @Test
    void aPersonWhoIsReplacedIsThereOnce() {
        try (Gallery gallery = Gallery.inMemory()) {
            gallery.add(crowd(0, 120));
            gallery.update(List.of(sought()), Set.of("the sought"));
            gallery.update(List.of(sought()), Set.of("the sought"));
            assertEquals(121, gallery.size());
            assertFound(gallery);
        }
    }

    @Test
    void aTruncatedFileIsRefused() throws Exception {
        Path segment = written();
        byte[] whole = Files.readAllBytes(segment);
        for (int length : new int[] {0, 100, 255, 256, whole.length / 2, whole.length - 1}) {
            Files.write(segment, java.util.Arrays.copyOf(whole, length));
            GalleryException e =
                    assertThrows(GalleryException.class, () -> Gallery.openReadOnly(folder));
            assertTrue(String.valueOf(e.getMessage()).contains("000000001.segment"));
        }
    }

    @Test
    void aFlippedBitIsNeverSilentlyWrong() throws Exception {
        Path segment = written();
        byte[] whole = Files.readAllBytes(segment);
        Random random = new Random(7);
        for (int trial = 0; trial < 24; trial++) {
            byte[] damaged = whole.clone();
            int at = trial < 8 ? random.nextInt(400) : random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            replace(segment, damaged);
            assertThrows(
                    IOException.class,
                    () -> {
                        try (Gallery gallery = Gallery.openReadOnly(folder)) {
                            gallery.verify();
                        }
                    },
                    "byte " + at);
            try (Gallery gallery = Gallery.openReadOnly(folder)) {
                // The search either does not touch the damage or says so.
                assertFound(gallery);
            } catch (IOException | UncheckedIOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("damaged"), e.toString());
            }
        }
    }

    @Test
    void aDamagedManifestIsRefused() throws Exception {
        written();
        Path manifest = folder.resolve("manifest");
        byte[] whole = Files.readAllBytes(manifest);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(manifest, damaged);
            assertThrows(GalleryException.class, () -> Gallery.openReadOnly(folder));
        }
        for (int length = 0; length < whole.length; length++) {
            Files.write(manifest, java.util.Arrays.copyOf(whole, length));
            assertThrows(GalleryException.class, () -> Gallery.openReadOnly(folder));
        }
    }

    @Test
    void aGalleryReplacedWhileOpenStaysWhatItWas() throws Exception {
        Path segment = written();
        try (Gallery gallery = Gallery.openReadOnly(folder)) {
            replace(segment, new byte[1000]);
            assertFound(gallery);
        }
        assertThrows(GalleryException.class, () -> Gallery.openReadOnly(folder));
    }

    @Test
    void aFileCutShortUnderOurFeetIsAnErrorAndNoCrash() throws Exception {
        Path segment = written();
        try (Gallery gallery = Gallery.openReadOnly(folder)) {
            try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                channel.truncate(4096);
            }
            assertThrows(UncheckedIOException.class, () -> assertFound(gallery));
        }
    }

    @Test
    void whatACrashLeftBehindIsTidiedUp() throws Exception {
        Path segment = written();
        Files.write(folder.resolve("000000077.segment"), new byte[50]);
        Files.write(folder.resolve("000000078.segment.draft"), new byte[50]);
        try (Gallery gallery = Gallery.open(folder)) {
            assertFound(gallery);
            assertTrue(Files.exists(segment));
            assertEquals(3, files());
        }
    }

    private long files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.count();
        }
    }

    private Path written() throws Exception {
        try (Gallery gallery = Gallery.open(folder)) {
            List<Reference> all = crowd(0, 120);
            all.add(sought());
            gallery.add(all);
        }
        return folder.resolve("000000001.segment");
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path other = file.resolveSibling("other");
        try (FileChannel channel =
                FileChannel.open(other, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
        }
        Files.move(
                other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
