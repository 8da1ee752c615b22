package org.forpost.sim.document;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import net.sf.scuba.smartcards.CardService;
import net.sf.scuba.smartcards.CardServiceException;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.smartcards.ResponseAPDU;
import org.forpost.sim.face.SyntheticFace;
import org.jmrtd.BACKey;
import org.jmrtd.PACEKeySpec;
import org.jmrtd.PassportService;
import org.jmrtd.lds.CardAccessFile;
import org.jmrtd.lds.ChipAuthenticationInfo;
import org.jmrtd.lds.ChipAuthenticationPublicKeyInfo;
import org.jmrtd.lds.PACEInfo;
import org.jmrtd.lds.SODFile;
import org.jmrtd.lds.icao.DG14File;
import org.jmrtd.lds.icao.DG15File;
import org.jmrtd.lds.icao.DG1File;
import org.jmrtd.lds.icao.DG2File;
import org.jmrtd.lds.icao.DG3File;
import org.jmrtd.lds.iso19794.FaceInfo;
import org.jmrtd.lds.iso19794.FingerInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JMRTD, which shares no code with the chip, reads it.
class JmrtdReadsOurChipTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PassportZone ZONE =
            new PassportZone(
                    "UTO",
                    "L898902C3",
                    "ERIKSSON",
                    "ANNA MARIA",
                    "UTO",
                    LocalDate.of(1974, 8, 12),
                    'F',
                    LocalDate.of(2032, 4, 15));
    private static final BACKey BAC = new BACKey("L898902C3", "740812", "320415");
    private static final byte[] FACE = SyntheticFace.of(7).jpeg(300, 400, 1);

    private final DocumentAuthority authority = DocumentAuthority.create(NOW, RANDOM);

    private PassportMaker maker() {
        return new PassportMaker(authority, NOW, RANDOM);
    }

    /// The adapter in memory.
    private static final class InMemory extends CardService {
        private static final long serialVersionUID = 1;

        private final transient Card card;
        private boolean open;

        InMemory(Card card) {
            this.card = card;
        }

        @Override
        public void open() {
            card.reset();
            open = true;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public ResponseAPDU transmit(CommandAPDU command) throws CardServiceException {
            try {
                return new ResponseAPDU(card.answer(command.getBytes()));
            } catch (Card.TakenAwayException e) {
                throw new CardServiceException("gone", e);
            }
        }

        @Override
        public byte[] getATR() {
            return card.answerToReset();
        }

        @Override
        public void close() {
            open = false;
        }

        @Override
        public boolean isConnectionLost(Exception e) {
            return false;
        }
    }

    private static PassportService open(PassportMaker.Made made) throws CardServiceException {
        PassportService service =
                new PassportService(
                        new InMemory(new Chip(made.passport(), RANDOM)),
                        PassportService.NORMAL_MAX_TRANCEIVE_LENGTH,
                        PassportService.DEFAULT_MAX_BLOCKSIZE,
                        false,
                        true);
        service.open();
        return service;
    }

    private static byte[] read(PassportService service, short file)
            throws CardServiceException, IOException {
        try (InputStream in = service.getInputStream(file, PassportService.DEFAULT_MAX_BLOCKSIZE)) {
            return in.readAllBytes();
        }
    }

    private static void pace(PassportService service, PACEKeySpec key) throws Exception {
        var access =
                new CardAccessFile(
                        new ByteArrayInputStream(read(service, PassportService.EF_CARD_ACCESS)));
        PACEInfo info =
                (PACEInfo)
                        access.getSecurityInfos().stream()
                                .filter(i -> i instanceof PACEInfo)
                                .findFirst()
                                .orElseThrow();
        service.doPACE(
                key,
                info.getObjectIdentifier(),
                PACEInfo.toParameterSpec(info.getParameterId()),
                info.getParameterId());
        service.sendSelectApplet(true);
    }

    private void everythingIsThere(PassportService service) throws Exception {
        byte[] dg1 = read(service, PassportService.EF_DG1);
        assertEquals(
                "ERIKSSON",
                new DG1File(new ByteArrayInputStream(dg1)).getMRZInfo().getPrimaryIdentifier());
        byte[] dg2 = read(service, PassportService.EF_DG2);
        var info = (FaceInfo) new DG2File(new ByteArrayInputStream(dg2)).getSubRecords().getFirst();
        var face = info.getFaceImageInfos().getFirst();
        assertEquals(300, face.getWidth());
        assertEquals(400, face.getHeight());
        assertArrayEquals(FACE, face.getImageInputStream().readAllBytes());
        var sod = new SODFile(new ByteArrayInputStream(read(service, PassportService.EF_SOD)));
        Map<Integer, byte[]> hashes = sod.getDataGroupHashes();
        var sha = MessageDigest.getInstance("SHA-256");
        assertArrayEquals(hashes.get(1), sha.digest(dg1));
        assertArrayEquals(hashes.get(2), sha.digest(dg2));
        sod.getDocSigningCertificate()
                .verify(authority.certificate().getPublicKey(), Curve.PROVIDER);
    }

    @Test
    void byBac() throws Exception {
        PassportService service = open(maker().withoutPace().make(ZONE, FACE, 300, 400));
        service.sendSelectApplet(false);
        service.doBAC(BAC);
        everythingIsThere(service);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3DES", "AES-128", "AES-256"})
    void byPaceWithTheZone(String cipher) throws Exception {
        PassportMaker maker = maker().withoutBac();
        switch (cipher) {
            case "3DES" -> maker.tripleDes();
            case "AES-256" -> maker.aes256();
            default -> {}
        }
        PassportService service = open(maker.make(ZONE, FACE, 300, 400));
        pace(service, PACEKeySpec.createMRZKey(BAC));
        everythingIsThere(service);
        chipIsGenuine(service);
        everythingIsThere(service);
    }

    @Test
    void byPaceWithTheNumberOnTheCard() throws Exception {
        PassportService service = open(maker().can("271828").make(ZONE, FACE, 300, 400));
        pace(service, PACEKeySpec.createCANKey("271828"));
        everythingIsThere(service);
    }

    @Test
    void nothingOpensWithAnotherDate() throws Exception {
        PassportService service = open(maker().make(ZONE, FACE, 300, 400));
        assertThrows(
                CardServiceException.class,
                () ->
                        pace(
                                service,
                                PACEKeySpec.createMRZKey(
                                        new BACKey("L898902C3", "740813", "320415"))));
        service.sendSelectApplet(false);
        assertThrows(
                CardServiceException.class,
                () -> service.doBAC(new BACKey("L898902C3", "740813", "320415")));
        assertThrows(CardServiceException.class, () -> read(service, PassportService.EF_DG1));
    }

    private static void chipIsGenuine(PassportService service) throws Exception {
        var dg14 = new DG14File(new ByteArrayInputStream(read(service, PassportService.EF_DG14)));
        ChipAuthenticationInfo info = of(ChipAuthenticationInfo.class, dg14);
        ChipAuthenticationPublicKeyInfo key = of(ChipAuthenticationPublicKeyInfo.class, dg14);
        service.doEACCA(
                key.getKeyId(),
                info.getObjectIdentifier(),
                key.getObjectIdentifier(),
                key.getSubjectPublicKey());
    }

    private static <T> T of(Class<T> kind, DG14File dg14) {
        return dg14.getSecurityInfos().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aGenuineChipAnswersAChallengeAndACloneDoesNot() throws Exception {
        assertTrue(answersChallenge(Personality.HONEST));
        assertFalse(answersChallenge(Personality.CLONED));
    }

    private boolean answersChallenge(Personality personality) throws Exception {
        PassportService service = open(maker().personality(personality).make(ZONE, FACE, 300, 400));
        pace(service, PACEKeySpec.createMRZKey(BAC));
        var key = new DG15File(new ByteArrayInputStream(read(service, PassportService.EF_DG15)));
        byte[] challenge = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] response =
                service.doAA(key.getPublicKey(), "SHA-256", "SHA256withECDSA", challenge)
                        .getResponse();
        Signature check = Signature.getInstance("SHA256withPLAIN-ECDSA", Curve.PROVIDER);
        check.initVerify(key.getPublicKey());
        check.update(challenge);
        return check.verify(response);
    }

    @Test
    void aFaceOfTwentyEightKilobytes() throws Exception {
        PassportService service = open(maker().faceGroupOf(28 * 1024).make(ZONE, FACE, 300, 400));
        pace(service, PACEKeySpec.createMRZKey(BAC));
        assertEquals(28 * 1024, read(service, PassportService.EF_DG2).length);
    }

    @Test
    void fingersNeedMoreThanPace() throws Exception {
        PassportMaker maker = maker().finger(2, new byte[] {1, 2, 3}, 10, 10);
        PassportService closed = open(maker.make(ZONE, FACE, 300, 400));
        pace(closed, PACEKeySpec.createMRZKey(BAC));
        assertThrows(CardServiceException.class, () -> read(closed, PassportService.EF_DG3));
        byte[] finger = {(byte) 0x89, 'P', 'N', 'G'};
        PassportService open =
                open(maker().finger(2, finger, 10, 10).fingersOpen().make(ZONE, FACE, 300, 400));
        pace(open, PACEKeySpec.createMRZKey(BAC));
        FingerInfo fingers =
                (FingerInfo)
                        new DG3File(new ByteArrayInputStream(read(open, PassportService.EF_DG3)))
                                .getSubRecords()
                                .getFirst();
        assertEquals(2, fingers.getFingerImageInfos().getFirst().getPosition());
    }
}
