package org.forpost.edge.device.pcsc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.forpost.edge.device.DeviceStatus.State;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipReason;
import org.forpost.edge.document.ChipScope;
import org.forpost.edge.document.DocumentReader;
import org.forpost.edge.document.MrzReader;
import org.forpost.edge.document.MrzReading;
import org.forpost.edge.document.TrustAnchors;
import org.forpost.edge.document.jmrtd.ChipLimits;
import org.forpost.edge.document.jmrtd.ChipReader;
import org.forpost.sim.document.Card;
import org.forpost.sim.document.Chip;
import org.forpost.sim.document.DocumentAuthority;
import org.forpost.sim.document.PassportMaker;
import org.forpost.sim.document.PassportZone;
import org.forpost.sim.document.PulledOutCard;
import org.forpost.sim.document.SlowCard;
import org.forpost.sim.face.SyntheticFace;
import org.forpost.sim.reader.VirtualReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A passport reader through a shift: documents come and go, one too early, pcscd is restarted.
class PcscStoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] FACE = SyntheticFace.of(7).jpeg(300, 400, 1);

    private final DocumentAuthority authority = DocumentAuthority.create(NOW, RANDOM);
    private final PassportZone zone =
            new PassportZone(
                    "UTO",
                    "L898902C3",
                    "ERIKSSON",
                    "ANNA MARIA",
                    "UTO",
                    LocalDate.of(1974, 8, 12),
                    'F',
                    LocalDate.of(2032, 4, 15));

    private Card chip() {
        return new Chip(
                new PassportMaker(authority, NOW, RANDOM)
                        .faceGroupOf(28 * 1024)
                        .make(zone, FACE, 300, 400)
                        .passport(),
                RANDOM);
    }

    private ChipAccess page() {
        return new ChipAccess.ByZone(
                assertInstanceOf(MrzReading.Zone.class, MrzReader.read(zone.lines())));
    }

    private DocumentReader documents(PcscReader reader, ChipLimits limits) {
        TrustAnchors anchors =
                new TrustAnchors() {
                    @Override
                    public List<java.security.cert.X509Certificate> authorities() {
                        return List.of(authority.certificate());
                    }

                    @Override
                    public List<java.security.cert.X509CRL> revocationLists() {
                        return List.of(authority.revocationList(NOW, List.of()));
                    }
                };
        return new ChipReader(
                reader,
                anchors,
                limits,
                () -> NOW,
                System::nanoTime,
                count -> {
                    byte[] bytes = new byte[count];
                    RANDOM.nextBytes(bytes);
                    return bytes;
                });
    }

    private static void until(String what, BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 600 && !holds.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
        assertTrue(holds.getAsBoolean(), what);
    }

    /// pcscd opens vpcd's port some time after it has started.
    private static VirtualReader lay(RealPcscd pcscd, Card card) throws Exception {
        for (int i = 0; ; i++) {
            try {
                return VirtualReader.lay(pcscd.vpcd(), card);
            } catch (IOException e) {
                if (i == 300) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    @Test
    void aShift(@TempDir Path folder) throws Exception {
        Optional<String> missing = RealPcscd.missing();
        missing.ifPresent(what -> System.out.println("PcscStoryTest is skipped: " + what));
        assumeTrue(missing.isEmpty());
        try (RealPcscd pcscd = RealPcscd.in(folder);
                PcscReader reader = PcscReader.open("", InstantSource.system(), () -> {})) {
            DocumentReader documents = documents(reader, ChipLimits.LANE);

            // No pcscd yet: said, not hung.
            until("absent", () -> reader.status().message().contains("pcscd"));
            assertInstanceOf(
                    ChipReading.NoReader.class,
                    documents.read(
                            page(),
                            ChipScope.BIOMETRICS,
                            Duration.ofMillis(100),
                            DocumentReader.Progress.none()));

            pcscd.start();
            until("ready", () -> reader.status().state() == State.READY);
            assertInstanceOf(
                    ChipReading.NoDocument.class,
                    documents.read(
                            page(),
                            ChipScope.BIOMETRICS,
                            Duration.ofMillis(100),
                            DocumentReader.Progress.none()));

            // Two travellers one after the other, each laid down while the lane waits.
            for (int traveller = 0; traveller < 2; traveller++) {
                try (VirtualReader _ = lay(pcscd, chip())) {
                    readsAll(documents);
                    // Once more without taking it up: the chip was reset in between.
                    readsAll(documents);
                }
                until("taken up", () -> !reader.chipThere());
            }

            // One takes his passport away in the middle of the face.
            try (VirtualReader _ = lay(pcscd, new PulledOutCard(chip(), 30))) {
                ChipReading.Broken broken =
                        assertInstanceOf(
                                ChipReading.Broken.class,
                                documents.read(
                                        page(),
                                        ChipScope.BIOMETRICS,
                                        PATIENCE,
                                        DocumentReader.Progress.none()));
                assertEquals(ChipReason.CHIP_LOST, broken.reason());
            }

            until("taken away", () -> !reader.chipThere());

            // One chip answers so slowly that nobody waits for it.
            try (VirtualReader _ = lay(pcscd, new SlowCard(chip(), Duration.ofMillis(400)))) {
                ChipReading.Broken broken =
                        assertInstanceOf(
                                ChipReading.Broken.class,
                                documents(
                                                reader,
                                                new ChipLimits(
                                                        1_500,
                                                        300_000,
                                                        Duration.ofMillis(200),
                                                        Duration.ofSeconds(20)))
                                        .read(
                                                page(),
                                                ChipScope.BIOMETRICS,
                                                PATIENCE,
                                                DocumentReader.Progress.none()));
                assertEquals(ChipReason.TOO_SLOW, broken.reason());
            }

            // pcscd is restarted, as by an update: the reader comes back by itself.
            pcscd.stop();
            until("gone", () -> reader.status().state() == State.ABSENT);
            pcscd.start();
            until("back", () -> reader.status().state() == State.READY);
            try (VirtualReader _ = lay(pcscd, chip())) {
                readsAll(documents);
            }
        }
    }

    private void readsAll(DocumentReader documents) throws InterruptedException {
        ChipReading.Read read =
                assertInstanceOf(
                        ChipReading.Read.class,
                        documents.read(
                                page(),
                                ChipScope.BIOMETRICS,
                                PATIENCE,
                                DocumentReader.Progress.none()));
        assertTrue(read.passed(ChipCheck.PACE), read.steps().toString());
        assertTrue(read.passed(ChipCheck.HASHES), read.steps().toString());
        assertTrue(read.passed(ChipCheck.CHIP_AUTHENTICATION), read.steps().toString());
        assertEquals(28 * 1024 + " bytes", read.step(ChipCheck.DG2).outcome().detail());
        assertTrue(read.face().orElseThrow().bytes().length > FACE.length);
        assertArrayEquals(new byte[] {(byte) 0xFF, (byte) 0xD8}, firstTwo(read));
        System.out.println("read in " + read.cost());
    }

    private static byte[] firstTwo(ChipReading.Read read) {
        return java.util.Arrays.copyOf(read.face().orElseThrow().bytes(), 2);
    }
}
