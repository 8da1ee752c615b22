package org.forpost.edge;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.ImageFormat;

/// Slaps of synthetic right hands, as a scanner's adapter hands them over: verified, uncompressed.
final class SyntheticSlaps {
    static final int FINGERS = 4;

    private SyntheticSlaps() {}

    /// Four fingers of one person.
    ///
    /// @param person the name of these fingers in a gallery of benches, `P` and a number
    record Slap(String person, List<CapturedFinger> fingers) {}

    /// @param first number of the first finger, from 1
    /// @param impression which impression of each finger is taken; the gallery holds the first
    static List<Slap> of(SyntheticImages images, long seed, int first, int people, int impression)
            throws IOException, InterruptedException {
        List<CapturedFinger> all = new ArrayList<>();
        images.make(
                first,
                people * FINGERS,
                impression,
                seed,
                (number, image) -> {
                    if (number % impression == impression - 1) {
                        all.add(
                                new CapturedFinger(
                                        FingerPosition.of(2 + all.size() % FINGERS),
                                        100,
                                        new byte[0],
                                        new EncodedImage(
                                                ImageFormat.RAW,
                                                image.pixels(),
                                                image.width(),
                                                image.height(),
                                                (int) image.dpi()),
                                        Instant.EPOCH));
                    }
                });
        List<Slap> slaps = new ArrayList<>();
        for (int i = 0; i < all.size(); i += FINGERS) {
            slaps.add(
                    new Slap(
                            "P" + (first - 1 + i) / FINGERS,
                            List.copyOf(all.subList(i, i + FINGERS))));
        }
        return slaps;
    }
}
