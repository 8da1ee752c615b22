package org.forpost.edge.document.jmrtd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.ImageFormat;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipReason;
import org.forpost.edge.document.ChipScope;
import org.forpost.edge.document.ChipStep;
import org.forpost.edge.document.ChipVerdict;
import org.forpost.edge.document.DocumentReader;
import org.forpost.sim.document.Card;
import org.forpost.sim.document.Chip;
import org.forpost.sim.document.PassportMaker;
import org.forpost.sim.document.Personality;
import org.forpost.sim.document.PulledOutCard;
import org.forpost.sim.document.SlowCard;
import org.forpost.sim.finger.GreyImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the officer is told of each kind of document.
class ChipReadingTest {
    private static final long RANDOM_SEED = 20261122;

    private final Desk desk = new Desk();

    private static void passed(ChipReading.Read read, ChipCheck... checks) {
        for (ChipCheck check : checks) {
            assertTrue(read.passed(check), read.step(check).toString());
        }
    }

    private static void failed(ChipReading.Read read, ChipCheck check, ChipReason reason) {
        ChipStep step = read.step(check);
        assertEquals(
                reason,
                assertInstanceOf(ChipStep.Failed.class, step.outcome(), step.toString()).reason());
        assertEquals(ChipVerdict.SUSPECT, read.verdict());
    }

    private static void notPossible(ChipReading.Read read, ChipCheck check, ChipReason reason) {
        ChipStep step = read.step(check);
        assertEquals(
                reason,
                assertInstanceOf(ChipStep.NotPossible.class, step.outcome(), step.toString())
                        .reason());
    }

    @Test
    void anHonestPassportIsGenuineByPace() throws Exception {
        ChipReading.Read read = desk.whole(desk.card(Personality.HONEST));
        passed(
                read,
                ChipCheck.APPLICATION,
                ChipCheck.PACE,
                ChipCheck.SIGNED_DATA,
                ChipCheck.SIGNER,
                ChipCheck.REVOCATION,
                ChipCheck.DG1,
                ChipCheck.DG2,
                ChipCheck.HASHES,
                ChipCheck.ACTIVE_AUTHENTICATION,
                ChipCheck.CHIP_AUTHENTICATION,
                ChipCheck.ACCESS_INFORMATION,
                ChipCheck.PRINTED_ZONE);
        notPossible(read, ChipCheck.BAC, ChipReason.NOT_NEEDED);
        notPossible(read, ChipCheck.DG3, ChipReason.NOT_IN_DOCUMENT);
        assertEquals(ChipVerdict.GENUINE, read.verdict());
        assertEquals("ERIKSSON", read.zone().orElseThrow().surname());
        assertEquals(ImageFormat.JPEG, read.face().orElseThrow().format());
        assertArrayEquals(Desk.FACE, read.face().orElseThrow().bytes());
        assertTrue(read.signer().contains("Test signer"), read.signer());
        assertEquals(
                List.of(ChipCheck.values()), read.steps().stream().map(ChipStep::check).toList());
    }

    @Test
    void anOlderPassportIsGenuineByBac() throws Exception {
        ChipReading.Read read = desk.whole(desk.card(desk.maker().withoutPace().tripleDes()));
        notPossible(read, ChipCheck.PACE, ChipReason.NOT_IN_DOCUMENT);
        passed(read, ChipCheck.BAC, ChipCheck.ACTIVE_AUTHENTICATION, ChipCheck.CHIP_AUTHENTICATION);
        assertEquals(ChipVerdict.GENUINE, read.verdict());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3DES", "AES-256"})
    void paceOfEveryStrength(String cipher) throws Exception {
        PassportMaker maker = desk.maker().withoutBac();
        ChipReading.Read read =
                desk.whole(desk.card(cipher.equals("3DES") ? maker.tripleDes() : maker.aes256()));
        passed(read, ChipCheck.PACE, ChipCheck.CHIP_AUTHENTICATION);
        assertEquals(ChipVerdict.GENUINE, read.verdict());
    }

    @Test
    void activeAuthenticationByRsa() throws Exception {
        ChipReading.Read read =
                desk.whole(
                        desk.card(
                                desk.maker()
                                        .withoutChipAuthentication()
                                        .active(PassportMaker.Active.RSA)));
        passed(read, ChipCheck.ACTIVE_AUTHENTICATION);
        notPossible(read, ChipCheck.CHIP_AUTHENTICATION, ChipReason.NOT_IN_DOCUMENT);
        assertEquals(ChipVerdict.GENUINE, read.verdict());
    }

    @Test
    void aChipWithNeitherProofMayBeACopy() throws Exception {
        ChipReading.Read read =
                desk.whole(
                        desk.card(
                                desk.maker()
                                        .withoutChipAuthentication()
                                        .active(PassportMaker.Active.NONE)));
        notPossible(read, ChipCheck.ACTIVE_AUTHENTICATION, ChipReason.NOT_IN_DOCUMENT);
        notPossible(read, ChipCheck.CHIP_AUTHENTICATION, ChipReason.NOT_IN_DOCUMENT);
        assertEquals(ChipVerdict.DATA_GENUINE, read.verdict());
    }

    @ParameterizedTest
    @EnumSource(PassportMaker.Active.class)
    void aCopyIsKnownByItsKeys(PassportMaker.Active active) throws Exception {
        ChipReading.Read read =
                desk.whole(desk.card(desk.maker().personality(Personality.CLONED).active(active)));
        passed(read, ChipCheck.SIGNED_DATA, ChipCheck.HASHES);
        if (active != PassportMaker.Active.NONE) {
            failed(read, ChipCheck.ACTIVE_AUTHENTICATION, ChipReason.NOT_GENUINE);
        }
        failed(read, ChipCheck.CHIP_AUTHENTICATION, ChipReason.NOT_GENUINE);
    }

    @Test
    void aCopyThatHidesItsKeysIsKnownByTheSignedList() throws Exception {
        ChipReading.Read read = desk.whole(desk.card(Personality.STRIPPED));
        failed(read, ChipCheck.ACTIVE_AUTHENTICATION, ChipReason.NOT_GENUINE);
        failed(read, ChipCheck.CHIP_AUTHENTICATION, ChipReason.NOT_GENUINE);
    }

    @Test
    void anotherFaceIsRefusedAndNotShown() throws Exception {
        ChipReading.Read read = desk.whole(desk.card(Personality.ALTERED));
        failed(read, ChipCheck.HASHES, ChipReason.HASH_MISMATCH);
        assertEquals("DG2", read.step(ChipCheck.HASHES).outcome().detail());
        assertEquals(Optional.empty(), read.face());
        assertTrue(read.zone().isPresent());
    }

    @Test
    void theSignersDatesAndRevocationAreTold() throws Exception {
        failed(desk.whole(desk.card(Personality.EXPIRED)), ChipCheck.SIGNER, ChipReason.EXPIRED);

        PassportMaker.Made made = desk.make(desk.maker().personality(Personality.REVOKED));
        desk.lists =
                List.of(
                        desk.authority.revocationList(
                                Desk.NOW, List.of(made.signer().certificate())));
        failed(
                desk.whole(new Chip(made.passport(), Desk.RANDOM)),
                ChipCheck.REVOCATION,
                ChipReason.REVOKED);
    }

    @Test
    void anUnknownAuthorityIsNoForgeryAndNoTrust() throws Exception {
        ChipReading.Read stranger = desk.whole(desk.card(Personality.UNKNOWN_SIGNER));
        notPossible(stranger, ChipCheck.SIGNER, ChipReason.NO_AUTHORITY);
        assertEquals(ChipVerdict.UNVERIFIED, stranger.verdict());

        failed(
                desk.whole(desk.card(Personality.FORGED)),
                ChipCheck.SIGNER,
                ChipReason.BAD_SIGNATURE);

        desk.authorities = List.of();
        ChipReading.Read read = desk.whole(desk.card(Personality.HONEST));
        notPossible(read, ChipCheck.SIGNER, ChipReason.NO_AUTHORITY);
        notPossible(read, ChipCheck.REVOCATION, ChipReason.NOT_REACHED);
        assertEquals(ChipVerdict.UNVERIFIED, read.verdict());
    }

    @Test
    void noListAndAnOldListAreTold() throws Exception {
        desk.lists = List.of();
        notPossible(
                desk.whole(desk.card(Personality.HONEST)),
                ChipCheck.REVOCATION,
                ChipReason.NO_REVOCATION_LIST);
        desk.lists =
                List.of(
                        desk.authority.revocationList(
                                Desk.NOW.minus(Duration.ofDays(200)), List.of()));
        notPossible(
                desk.whole(desk.card(Personality.HONEST)),
                ChipCheck.REVOCATION,
                ChipReason.STALE_REVOCATION_LIST);
    }

    @Test
    void aGroupOverItsLimitIsRefusedBeforeItIsRead() throws Exception {
        ChipReading.Read read = desk.whole(desk.card(Personality.OVERSIZED));
        failed(read, ChipCheck.DG2, ChipReason.TOO_LARGE);
        assertEquals(Optional.empty(), read.face());
        assertTrue(read.cost().bytes() < 30_000, read.cost().toString());
    }

    @Test
    void aLargeFaceWithinTheLimitIsReadToItsLastByte() throws Exception {
        ChipReading.Read read = desk.whole(desk.card(desk.maker().faceGroupOf(65_535)));
        passed(read, ChipCheck.DG2, ChipCheck.HASHES);
        assertEquals("65535 bytes", read.step(ChipCheck.DG2).outcome().detail());
    }

    @Test
    void signedNoiseIsNoFace() throws Exception {
        ChipReading.Read read = desk.whole(desk.card(Personality.GARBAGE));
        failed(read, ChipCheck.DG2, ChipReason.MALFORMED);
        passed(read, ChipCheck.HASHES);
        assertEquals(Optional.empty(), read.face());
    }

    @Test
    void aChipThatGivesAByteAtATimeIsBrokenOff() throws Exception {
        ChipReading.Broken broken =
                assertInstanceOf(
                        ChipReading.Broken.class,
                        desk.read(desk.card(Personality.ENDLESS), Desk.printed(Desk.ZONE)));
        assertEquals(ChipReason.ENDLESS, broken.reason());
        assertEquals(ChipLimits.LANE.exchanges(), broken.cost().exchanges());
    }

    @Test
    void aSlowChipIsBrokenOff() throws Exception {
        var reader =
                desk.reader(
                        new InMemoryReader(
                                new SlowCard(desk.card(Personality.HONEST), Duration.ofMillis(60))),
                        new ChipLimits(
                                1_500, 300_000, Duration.ofSeconds(5), Duration.ofMillis(300)));
        ChipReading.Broken broken =
                assertInstanceOf(
                        ChipReading.Broken.class,
                        reader.read(
                                Desk.printed(Desk.ZONE),
                                ChipScope.BIOMETRICS,
                                Duration.ofSeconds(1),
                                DocumentReader.Progress.none()));
        assertEquals(ChipReason.TOO_SLOW, broken.reason());
    }

    /// How many a whole reading takes.
    private int exchanges(PassportMaker.Made made) throws InterruptedException {
        return desk.whole(new Chip(made.passport(), Desk.RANDOM)).cost().exchanges();
    }

    @Test
    void pulledOutAtEachMomentItIsSaidAndNothingIsGiven() throws Exception {
        PassportMaker.Made made = desk.make(desk.maker());
        int whole = exchanges(made);
        for (int answers = 0; answers < whole; answers++) {
            ChipReading reading =
                    desk.read(
                            new PulledOutCard(new Chip(made.passport(), Desk.RANDOM), answers),
                            Desk.printed(Desk.ZONE));
            ChipReading.Broken broken =
                    assertInstanceOf(ChipReading.Broken.class, reading, "after " + answers);
            assertEquals(ChipReason.CHIP_LOST, broken.reason());
            assertEquals(ChipCheck.values().length, broken.steps().size());
        }
    }

    @Test
    void anotherZoneDoesNotOpenTheChip() throws Exception {
        for (var maker : List.of(desk.maker(), desk.maker().withoutPace())) {
            ChipReading.Broken broken =
                    assertInstanceOf(
                            ChipReading.Broken.class,
                            desk.read(desk.card(maker), Desk.printed(Desk.zone("L898902C4"))));
            assertEquals(ChipReason.WRONG_KEY, broken.reason());
        }
    }

    @Test
    void theNumberOnACardOpensAndAForeignPageIsSeen() throws Exception {
        var other = ((ChipAccess.ByZone) Desk.printed(Desk.zone("X1"))).zone();
        ChipReading reading =
                desk.read(
                        desk.card(desk.maker().can("271828")),
                        new ChipAccess.ByNumber("271828", Optional.of(other)));
        ChipReading.Read read = assertInstanceOf(ChipReading.Read.class, reading);
        failed(read, ChipCheck.PRINTED_ZONE, ChipReason.DIFFERS);
        assertEquals("document number", read.step(ChipCheck.PRINTED_ZONE).outcome().detail());
    }

    @Test
    void fingersNeedTerminalAuthenticationUnlessTheyAreOpen() throws Exception {
        byte[] png = new GreyImage(40, 60, 500, new byte[40 * 60]).toPng();
        ChipReading.Read closed = desk.whole(desk.card(desk.maker().finger(2, png, 40, 60)));
        notPossible(closed, ChipCheck.DG3, ChipReason.NEEDS_TERMINAL_AUTHENTICATION);
        assertEquals(ChipVerdict.GENUINE, closed.verdict());
        ChipReading.Read open =
                desk.whole(desk.card(desk.maker().finger(2, png, 40, 60).fingersOpen()));
        passed(open, ChipCheck.DG3);
        assertEquals(FingerPosition.RIGHT_INDEX, open.fingers().getFirst().position());
    }

    /// An allocation of two gigabytes would take the lane with it.
    @Test
    void aLengthThatIsNotThereIsNotBelieved() throws Exception {
        PassportMaker.Made made = desk.make(desk.maker());
        int whole = exchanges(made);
        for (int tag : List.of(0x87, 0x7C)) {
            byte[] lie = {(byte) tag, (byte) 0x84, 0x7F, -1, -1, -1, (byte) 0x90, 0};
            for (int from = 0; from < whole; from += 4) {
                int honest = from;
                Chip chip = new Chip(made.passport(), Desk.RANDOM);
                Card card =
                        new Card() {
                            private int answers;

                            @Override
                            public byte[] answerToReset() {
                                return chip.answerToReset();
                            }

                            @Override
                            public void reset() {
                                chip.reset();
                            }

                            @Override
                            public byte[] answer(byte[] command) {
                                return answers++ < honest ? chip.answer(command) : lie.clone();
                            }
                        };
                ChipReading reading = desk.read(card, Desk.printed(Desk.ZONE));
                assertTrue(
                        reading instanceof ChipReading.Broken
                                || (reading instanceof ChipReading.Read read
                                        && read.verdict() == ChipVerdict.SUSPECT),
                        from + ": " + reading);
            }
        }
    }

    /// Seeded, printed in a failure: random answers from some exchange on, and answers with a byte
    /// changed, for whatever a chip may say to a reader that trusts nothing.
    @Test
    void randomAnswersNeverCrashNorHang() throws Exception {
        long seed = RANDOM_SEED;
        Random random = new Random(seed);
        PassportMaker.Made made = desk.make(desk.maker());
        int whole = exchanges(made);
        for (int round = 0; round < 80; round++) {
            int from = random.nextInt(whole);
            boolean all = random.nextBoolean();
            var card = new BabblingCard(new Chip(made.passport(), Desk.RANDOM), random, from, all);
            String what = "seed " + seed + " round " + round;
            try {
                ChipReading reading = desk.read(card, Desk.printed(Desk.ZONE));
                if (reading instanceof ChipReading.Read read && card.changed()) {
                    assertNotEquals(ChipVerdict.GENUINE, read.verdict(), what);
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError(what, e);
            }
        }
    }

    @Test
    void whoeverWaitsCanStopWaiting() throws Exception {
        var reading =
                desk.reader(new InMemoryReader(desk.card(Personality.HONEST)), ChipLimits.LANE);
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () ->
                        reading.read(
                                Desk.printed(Desk.ZONE),
                                ChipScope.BIOMETRICS,
                                Duration.ofSeconds(1),
                                DocumentReader.Progress.none()));
    }

    @Test
    void progressIsToldByTheByte() throws Exception {
        List<Integer> seen = new ArrayList<>();
        desk.reader(
                        new InMemoryReader(desk.card(desk.maker().faceGroupOf(20_000))),
                        ChipLimits.LANE)
                .read(
                        Desk.printed(Desk.ZONE),
                        ChipScope.BIOMETRICS,
                        Duration.ofSeconds(1),
                        (check, bytes, of) -> {
                            if (check == ChipCheck.DG2 && of > 0) {
                                assertEquals(20_000, of);
                                seen.add(bytes);
                            }
                        });
        assertEquals(20_000, seen.getLast());
        assertTrue(seen.size() > 5, seen.toString());
    }
}
