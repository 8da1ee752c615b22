package org.forpost.edge.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The measurement itself: it ends only where the other lane has everybody on its disk, and finds
/// them by document and by fingers.
class SightingSpeedTest {
    @TempDir private Path folder;

    @Test
    void everySightingIsHeardAndFoundBeforeItCounts() throws Exception {
        var image = new Body(77, Set.of(), 0, Map.of()).reference(Position.RIGHT_INDEX);
        var template =
                new FingerprintExtractor()
                        .extract(
                                new GreyImage(
                                        image.width(),
                                        image.height(),
                                        image.pixels(),
                                        image.dpi()));
        PostSpeed.Millis took = new SightingSpeed(folder, 3, List.of(template)).measure();
        assertTrue(took.p50() > 0 && took.p99() >= took.p50(), took.toString());
        try (var files = Files.walk(folder)) {
            // One to warm up, at both lanes.
            long kept =
                    files.filter(Files::isRegularFile)
                            .filter(one -> one.getFileName().toString().startsWith("bench-1."))
                            .count();
            assertTrue(kept == 2 * 4, () -> kept + " on both disks");
        }
    }
}
