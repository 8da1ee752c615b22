package org.forpost.edge.watchlist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.edge.release.RefusedReleaseException;
import org.forpost.matching.Calibrations;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.matching.Probe;
import org.forpost.matching.Template;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.Watchlist.Finger;
import org.forpost.protocol.release.Watchlist.Nominal;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Releases come in by signature and number, survive a restart, and never go back.
class WatchlistTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final byte[] KEY = new byte[32];
    private static final byte[] OTHER_KEY =
            new byte[] {
                1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0
            };

    @TempDir private Path folder;

    private long wall = NOW.toEpochMilli();
    private long monotonic;
    private TrustedTime time = started(TrustedTime.Kept.NOTHING);

    private TrustedTime started(TrustedTime.Kept kept) {
        return new TrustedTime(() -> wall, () -> monotonic, kept);
    }

    private Watchlist open() {
        return Watchlist.open(
                folder,
                Ed25519.check(Ed25519.publicKey(KEY)),
                Calibrations.sourceAfis(),
                1e-5,
                5,
                time);
    }

    private static Template finger() throws Exception {
        var image = new Body(5, Set.of(), 0, Map.of()).reference(Position.RIGHT_INDEX);
        return new FingerprintExtractor()
                .extract(new GreyImage(image.width(), image.height(), image.pixels(), image.dpi()));
    }

    private static byte[] content(byte[] template) {
        return new org.forpost.protocol.release.Watchlist(
                        List.of(
                                new Nominal(
                                        "N-1",
                                        "DOE",
                                        "JOHN",
                                        0,
                                        "UTO",
                                        "Refer.",
                                        List.of(new Finger(2, template)))))
                .encode();
    }

    private static byte[] manifest(long number, byte[] content, byte[] key, Duration holds) {
        return new Manifest(
                        Role.WATCHLIST,
                        number,
                        NOW.minusSeconds(60).toEpochMilli(),
                        NOW.plus(holds).toEpochMilli(),
                        Sha256.of(content),
                        content.length)
                .sign(Sign1.keyId(Ed25519.publicKey(key)), Ed25519.signer(key));
    }

    private static String refusal(Watchlist list, byte[] manifest, byte[] content) {
        return String.valueOf(
                assertThrows(RefusedReleaseException.class, () -> list.install(manifest, content))
                        .getMessage());
    }

    @Test
    void aReleaseIsSearchedAndSurvivesARestart() throws Exception {
        Template template = finger();
        byte[] content = content(template.encode());
        Watchlist list = open();
        assertEquals(0, list.number());
        Probe probe = Probe.of(FingerPosition.RIGHT_INDEX, template);
        assertInstanceOf(Screening.NotCompared.class, list.screen(probe));

        list.install(manifest(3, content, KEY, Duration.ofDays(1)), content);
        for (Watchlist same : List.of(list, open())) {
            Screening.Compared compared =
                    assertInstanceOf(Screening.Compared.class, same.screen(probe));
            assertEquals(3, compared.release());
            assertEquals("N-1", compared.candidates().getFirst().nominal());
            assertEquals("Refer.", compared.candidates().getFirst().action());
            assertNull(same.standing().message());
        }
    }

    @Test
    void signatureNumberAndContentAreHeldAgainstEveryRelease() throws Exception {
        byte[] content = content(finger().encode());
        Watchlist list = open();
        list.install(manifest(3, content, KEY, Duration.ofDays(1)), content);

        String lower = refusal(list, manifest(2, content, KEY, Duration.ofDays(1)), content);
        assertTrue(lower.contains("lower than 3"), lower);
        assertEquals(lower, list.standing().message());
        assertTrue(
                refusal(list, manifest(4, content, OTHER_KEY, Duration.ofDays(1)), content)
                        .contains("not signed"));
        byte[] changed = content.clone();
        changed[changed.length - 1] ^= 1;
        assertTrue(
                refusal(list, manifest(4, content, KEY, Duration.ofDays(1)), changed)
                        .contains("not what was signed"));
        byte[] garbage = content(new byte[] {1, 2, 3});
        assertTrue(
                refusal(list, manifest(5, garbage, KEY, Duration.ofDays(1)), garbage)
                        .contains("number 5"));
        assertEquals(3, list.number());
        assertEquals(3, open().number());
    }

    @Test
    void aFileThatWasChangedOnTheDiskIsNotUsed() throws Exception {
        byte[] content = content(finger().encode());
        open().install(manifest(3, content, KEY, Duration.ofDays(1)), content);
        Path file = folder.resolve("watchlist.release");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        Watchlist list = open();
        assertEquals(0, list.number());
        String message = String.valueOf(list.standing().message());
        assertTrue(message.contains("stored watchlist is not used"), message);
    }

    private static String message(Watchlist list) {
        return String.valueOf(list.standing().message());
    }

    @Test
    void anExpiredReleaseIsStillUsedAndThePageSaysSo() throws Exception {
        byte[] content = content(finger().encode());
        Watchlist list = open();
        list.install(manifest(3, content, KEY, Duration.ofSeconds(-1)), content);
        assertTrue(message(list).contains("By this machine's clock"), message(list));
        time.heard(NOW.toEpochMilli());
        assertTrue(message(list).startsWith("The watchlist expired at"), message(list));
    }

    @Test
    void aClockThatIsSetBackTenYearsDoesNotReviveAnExpiredList() throws Exception {
        byte[] content = content(finger().encode());
        Watchlist list = open();
        list.install(manifest(3, content, KEY, Duration.ofDays(1)), content);
        assertNull(list.standing().message());

        // A day and a bit of running, and nobody to ask; then somebody sets the clock back.
        monotonic += Duration.ofHours(25).toMillis();
        wall -= Duration.ofDays(3652).toMillis();
        assertTrue(message(list).startsWith("The watchlist expired at"), message(list));

        TrustedTime.Kept kept = time.toKeep();
        time = started(kept);
        assertTrue(message(open()).startsWith("The watchlist expired at"), message(open()));
    }

    @Test
    void aClockThatIsSetForwardTenYearsIsToldAndEndsNoList() throws Exception {
        Template template = finger();
        byte[] content = content(template.encode());
        Watchlist list = open();
        list.install(manifest(3, content, KEY, Duration.ofDays(1)), content);
        wall += Duration.ofDays(3652).toMillis();
        assertTrue(message(list).contains("check the clock"), message(list));
        assertInstanceOf(
                Screening.Compared.class,
                list.screen(Probe.of(FingerPosition.RIGHT_INDEX, template)));
    }
}
