package org.forpost.edge.document.jmrtd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.sf.scuba.smartcards.CardServiceException;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipReason;
import org.forpost.edge.document.ChipScope;
import org.forpost.edge.document.MrzReader;
import org.forpost.edge.document.MrzReading;
import org.forpost.edge.document.TrustAnchors;
import org.forpost.edge.document.ZoneDifference;
import org.forpost.edge.document.jmrtd.StepLog.BrokenOffException;
import org.forpost.edge.document.jmrtd.StepLog.Done;
import org.forpost.protocol.crypto.Randomness;
import org.jmrtd.BACKey;
import org.jmrtd.PACEKeySpec;
import org.jmrtd.PassportService;
import org.jmrtd.lds.CardAccessFile;
import org.jmrtd.lds.ChipAuthenticationInfo;
import org.jmrtd.lds.ChipAuthenticationPublicKeyInfo;
import org.jmrtd.lds.PACEInfo;
import org.jmrtd.lds.SecurityInfo;
import org.jmrtd.lds.icao.DG14File;
import org.jspecify.annotations.Nullable;

/// One chip, from its first answer to the last step: the order of ICAO Doc 9303 part 11 section 3,
/// with chip authentication at the end, so that a chip that fails it has been read nevertheless.
final class ChipSession {
    private static final int CARD_ACCESS = 0x011C;
    private static final int SOD = 0x011D;
    private static final int SECURITY_STATUS_NOT_SATISFIED = 0x6982;
    private static final int CHALLENGE_BYTES = 8;

    /// Groups without which a document is none (part 10 section 4.1).
    private static final Set<Integer> MANDATORY = Set.of(1, 2);

    private static final BigInteger NO_KEY_ID = BigInteger.valueOf(-1);

    private final BoundedCard card;
    private final PassportService service;
    private final ChipFiles files;
    private final StepLog log;
    private final TrustAnchors anchors;
    private final Provider provider;
    private final Randomness randomness;
    private final Instant now;

    /// What was read, by its number, and has its signed hash or will be held against it.
    private final Map<Integer, byte[]> groups = new TreeMap<>();

    /// Groups that were asked for and that the chip said it does not have.
    private final Set<Integer> absent = new HashSet<>();

    private @Nullable SecurityObject signed;
    private Collection<SecurityInfo> announced = List.of();

    ChipSession(
            BoundedCard card,
            StepLog log,
            TrustAnchors anchors,
            Provider provider,
            Randomness randomness,
            Instant now) {
        this.card = card;
        this.service =
                new PassportService(
                        card,
                        PassportService.NORMAL_MAX_TRANCEIVE_LENGTH,
                        PassportService.DEFAULT_MAX_BLOCKSIZE,
                        false,
                        true);
        this.files = new ChipFiles(service, card);
        this.log = log;
        this.anchors = anchors;
        this.provider = provider;
        this.randomness = randomness;
        this.now = now;
    }

    ChipReading read(ChipAccess access, ChipScope scope)
            throws BrokenOffException, CardServiceException {
        service.open();
        open(access);
        readSigned();
        Optional<MrzReading.Zone> zone = readZone();
        Optional<EncodedImage> face = Optional.empty();
        List<CapturedFinger> fingers = List.of();
        if (scope == ChipScope.BIOMETRICS) {
            face = readFace();
            fingers = readFingers();
        } else {
            ChipReason why = scope == ChipScope.EXEMPT ? ChipReason.EXEMPT : ChipReason.NOT_YET;
            log.skip(ChipCheck.DG2, why, "");
            log.skip(ChipCheck.DG3, why, "");
        }
        readKeys();
        boolean[] sound = compareHashes(scope);
        activeAuthentication();
        compareAnnounced();
        comparePrinted(access, sound[1] ? zone : Optional.empty());
        chipAuthentication();
        SecurityObject by = signed;
        return new ChipReading.Read(
                log.all(),
                sound[1] ? zone : Optional.empty(),
                sound[2] ? face : Optional.empty(),
                sound[3] ? fingers : List.of(),
                by == null ? "" : by.signerName(),
                new ChipReading.Cost(card.bytes(), card.exchanges(), card.took()));
    }

    // --- the way in -----------------------------------------------------------------------------

    private void open(ChipAccess access) throws BrokenOffException {
        boolean open = pace(access);
        if (!open && log.failed(ChipCheck.PACE, ChipReason.WRONG_KEY)) {
            // The same key opens BAC no more, and a chip makes each wrong try wait longer.
            throw new BrokenOffException(ChipReason.WRONG_KEY);
        }
        log.step(
                ChipCheck.APPLICATION,
                () -> {
                    try {
                        service.sendSelectApplet(open);
                    } catch (CardServiceException e) {
                        throw ChipProblem.status("the passport application", e.getSW());
                    }
                    return new Done<>(true, "");
                });
        if (!log.passed(ChipCheck.APPLICATION)) {
            throw new BrokenOffException(ChipReason.REFUSED_BY_CHIP);
        }
        if (open) {
            log.skip(ChipCheck.BAC, ChipReason.NOT_NEEDED, "");
        } else if (!bac(access)) {
            throw new BrokenOffException(
                    log.failed(ChipCheck.BAC, ChipReason.WRONG_KEY)
                            ? ChipReason.WRONG_KEY
                            : ChipReason.REFUSED_BY_CHIP);
        }
    }

    private boolean pace(ChipAccess access) throws BrokenOffException {
        return log.<Boolean>step(
                        ChipCheck.PACE,
                        () -> {
                            byte[] file;
                            try {
                                file = files.read(CARD_ACCESS, "EF.CardAccess", (_, _) -> {});
                            } catch (ChipProblem e) {
                                throw e.statusWord() == 0
                                        ? e
                                        : new ChipProblem(
                                                ChipReason.NOT_IN_DOCUMENT, "no EF.CardAccess");
                            }
                            announced = cardAccess(file);
                            PACEInfo way = way(announced);
                            try {
                                service.doPACE(
                                        paceKey(access),
                                        way.getObjectIdentifier(),
                                        PACEInfo.toParameterSpec(way.getParameterId()),
                                        way.getParameterId());
                            } catch (CardServiceException e) {
                                throw refusedKey(e, "PACE");
                            }
                            return new Done<>(true, way.getProtocolOIDString());
                        })
                .isPresent();
    }

    private static Collection<SecurityInfo> cardAccess(byte[] file) throws ChipProblem {
        try {
            return new CardAccessFile(new ByteArrayInputStream(file)).getSecurityInfos();
        } catch (IOException e) {
            throw ChipProblem.malformed("EF.CardAccess", "security infos");
        }
    }

    /// What this lane speaks, AES before Triple DES.
    private static PACEInfo way(Collection<SecurityInfo> infos) throws ChipProblem {
        List<PACEInfo> ways = new ArrayList<>();
        for (SecurityInfo info : infos) {
            if (info instanceof PACEInfo pace && speaks(pace)) {
                ways.add(pace);
            }
        }
        return ways.stream()
                .max(Comparator.comparingInt(ChipSession::strength))
                .orElseThrow(() ->
                        new ChipProblem(ChipReason.UNSUPPORTED, "no PACE that is known here"));
    }

    private static boolean speaks(PACEInfo info) {
        try {
            return info.getParameterId() != null
                    && PACEInfo.toParameterSpec(info.getParameterId()) != null
                    && strength(info) > 0;
        } catch (RuntimeException e) {
            return false; // JMRTD knows neither the parameters nor the protocol.
        }
    }

    private static int strength(PACEInfo info) {
        String oid = info.getObjectIdentifier();
        return PACEInfo.toKeyLength(oid)
                + (PACEInfo.toCipherAlgorithm(oid).startsWith("AES") ? 1_000 : 0)
                + (PACEInfo.toKeyAgreementAlgorithm(oid).equals("ECDH") ? 500 : 0);
    }

    private static PACEKeySpec paceKey(ChipAccess access) throws ChipProblem {
        try {
            return switch (access) {
                case ChipAccess.ByNumber number -> PACEKeySpec.createCANKey(number.can());
                case ChipAccess.ByZone by -> PACEKeySpec.createMRZKey(bacKey(by.zone()));
            };
        } catch (GeneralSecurityException e) {
            throw new ChipProblem(ChipReason.UNSUPPORTED, "no key can be made of the zone");
        }
    }

    private static BACKey bacKey(MrzReading.Zone zone) {
        return new BACKey(zone.number(), zone.birth().text(), zone.expiry().text());
    }

    private boolean bac(ChipAccess access) throws BrokenOffException {
        return log.<Boolean>step(
                        ChipCheck.BAC,
                        () -> {
                            if (!(access instanceof ChipAccess.ByZone by)) {
                                throw new ChipProblem(
                                        ChipReason.UNSUPPORTED,
                                        "the zone is needed, a card access number does not do");
                            }
                            try {
                                service.doBAC(bacKey(by.zone()));
                            } catch (CardServiceException e) {
                                throw refusedKey(e, "BAC");
                            }
                            return new Done<>(true, "");
                        })
                .isPresent();
    }

    /// 63xx is what chips say to a wrong password; some say 6982, 6985 or 6988, and a wrong answer
    /// of a chip that knows the right key cannot be told from a wrong key either.
    private static ChipProblem refusedKey(CardServiceException e, String what) {
        int word = e.getSW() & 0xFFFF;
        boolean key = (word >> 8) == 0x63 || word == 0x6982 || word == 0x6985 || word == 0x6988;
        return key
                ? new ChipProblem(
                        ChipReason.WRONG_KEY,
                        what + ": " + String.format(java.util.Locale.ROOT, "%04X", word))
                : new ChipProblem(
                        ChipReason.REFUSED_BY_CHIP, what + ": " + String.valueOf(e.getMessage()));
    }

    // --- what is signed -------------------------------------------------------------------------

    private void readSigned() throws BrokenOffException {
        Optional<SecurityObject> object =
                log.step(
                        ChipCheck.SIGNED_DATA,
                        () -> {
                            byte[] file =
                                    files.read(SOD, "EF.SOD", log.watch(ChipCheck.SIGNED_DATA));
                            SecurityObject read = SecurityObject.parse(file, provider);
                            signed = read;
                            return new Done<>(read, read.checkSignature());
                        });
        if (object.isEmpty()) {
            return;
        }
        Optional<X509CertificateHolder> authority =
                log.step(
                        ChipCheck.SIGNER,
                        () -> {
                            X509CertificateHolder by = object.get().checkSigner(anchors, now);
                            return new Done<>(by, by.getSubject().toString());
                        });
        if (authority.isPresent()) {
            log.step(
                    ChipCheck.REVOCATION,
                    () ->
                            new Done<>(
                                    true,
                                    object.get().checkRevocation(anchors, authority.get(), now)));
        }
    }

    // --- data groups ----------------------------------------------------------------------------

    private byte[] group(int number, ChipCheck check) throws ChipProblem, CardServiceException {
        try {
            byte[] file = files.read(0x0100 | number, "DG" + number, log.watch(check));
            groups.put(number, file);
            return file;
        } catch (ChipProblem e) {
            if (e.statusWord() == SECURITY_STATUS_NOT_SATISFIED && !MANDATORY.contains(number)) {
                throw new ChipProblem(
                        ChipReason.NEEDS_TERMINAL_AUTHENTICATION,
                        "DG" + number + ": this lane has no certificate of the issuer for it");
            }
            if (e.statusWord() != 0 && !MANDATORY.contains(number)) {
                absent.add(number);
                throw new ChipProblem(ChipReason.NOT_IN_DOCUMENT, "no DG" + number);
            }
            throw e;
        }
    }

    private Optional<MrzReading.Zone> readZone() throws BrokenOffException {
        return log.step(
                ChipCheck.DG1,
                () -> {
                    byte[] file = group(1, ChipCheck.DG1);
                    byte[] inner = new Ber(file, "DG1").take(0x61, "the data group");
                    byte[] text = new Ber(inner, "DG1").take(0x5F1F, "the zone");
                    MrzReading reading = MrzReader.read(lines(text));
                    if (!(reading instanceof MrzReading.Zone zone)) {
                        throw ChipProblem.malformed("DG1", "a machine readable zone");
                    }
                    if (!zone.sound()) {
                        throw new ChipProblem(
                                ChipReason.MALFORMED, "DG1: " + zone.faults().getFirst());
                    }
                    return new Done<>(zone, zone.format().name());
                });
    }

    /// Lines stand one behind the other: 3 x 30, 2 x 36 or 2 x 44 characters.
    private static String lines(byte[] text) throws ChipProblem {
        int width =
                switch (text.length) {
                    case 90 -> 30;
                    case 72 -> 36;
                    case 88 -> 44;
                    default -> throw ChipProblem.malformed("DG1", "90, 72 or 88 characters");
                };
        String all = new String(text, StandardCharsets.ISO_8859_1);
        StringBuilder lines = new StringBuilder();
        for (int at = 0; at < all.length(); at += width) {
            lines.append(all, at, at + width).append('\n');
        }
        return lines.toString();
    }

    private Optional<EncodedImage> readFace() throws BrokenOffException {
        return log.step(
                ChipCheck.DG2,
                () -> {
                    byte[] file = group(2, ChipCheck.DG2);
                    EncodedImage face = BiometricGroup.face(file);
                    return new Done<>(face, file.length + " bytes");
                });
    }

    private List<CapturedFinger> readFingers() throws BrokenOffException {
        SecurityObject object = signed;
        if (object != null && !object.lists(3)) {
            log.skip(ChipCheck.DG3, ChipReason.NOT_IN_DOCUMENT, "");
            return List.of();
        }
        return log.step(
                        ChipCheck.DG3,
                        () -> {
                            byte[] file = group(3, ChipCheck.DG3);
                            List<CapturedFinger> fingers = BiometricGroup.fingers(file, now);
                            return new Done<>(fingers, fingers.size() + " fingers");
                        })
                .orElse(List.of());
    }

    /// DG14 and DG15, which the proofs of not being a copy need; how that went is told by them.
    private void readKeys() throws BrokenOffException {
        for (int number : List.of(14, 15)) {
            SecurityObject object = signed;
            if (object != null && !object.lists(number)) {
                absent.add(number);
                continue;
            }
            ChipCheck check =
                    number == 14 ? ChipCheck.CHIP_AUTHENTICATION : ChipCheck.ACTIVE_AUTHENTICATION;
            log.step(check, () -> new Done<>(group(number, check), ""));
        }
    }

    /// @return by number, which of the groups 1 to 3 are as they were signed or were not held
    ///   against anything
    private boolean[] compareHashes(ChipScope scope) throws BrokenOffException {
        boolean[] sound = {true, true, true, true};
        SecurityObject object = signed;
        if (object == null) {
            log.skip(ChipCheck.HASHES, ChipReason.NOT_REACHED, "nothing signed to compare with");
            return sound;
        }
        log.step(
                ChipCheck.HASHES,
                () -> {
                    List<String> wrong = new ArrayList<>();
                    boolean unsigned = false;
                    for (Map.Entry<Integer, byte[]> group : groups.entrySet()) {
                        if (!object.fits(group.getKey(), group.getValue())) {
                            wrong.add("DG" + group.getKey());
                            unsigned |= !object.lists(group.getKey());
                            if (group.getKey() < sound.length) {
                                sound[group.getKey()] = false;
                            }
                        }
                    }
                    if (!wrong.isEmpty()) {
                        throw new ChipProblem(
                                unsigned ? ChipReason.NOT_SIGNED : ChipReason.HASH_MISMATCH,
                                String.join(", ", wrong));
                    }
                    if (!groups.keySet()
                            .containsAll(scope == ChipScope.BIOMETRICS ? MANDATORY : Set.of(1))) {
                        throw new ChipProblem(ChipReason.NOT_REACHED, "read: " + groups.keySet());
                    }
                    return new Done<>(
                            true, object.digest() + " of DG" + List.copyOf(groups.keySet()));
                });
        return sound;
    }

    /// The group that holds a key, if it is the signed one.
    private byte[] key(int number) throws ChipProblem {
        SecurityObject object = signed;
        byte[] file = groups.get(number);
        if (file == null) {
            if (object != null && object.lists(number)) {
                throw new ChipProblem(
                        ChipReason.NOT_GENUINE,
                        "DG" + number + " is among the signed data, and the chip does not give it");
            }
            throw new ChipProblem(ChipReason.NOT_IN_DOCUMENT, "no DG" + number);
        }
        if (object == null) {
            throw new ChipProblem(ChipReason.NOT_REACHED, "nothing signed to compare with");
        }
        if (!object.fits(number, file)) {
            throw new ChipProblem(ChipReason.HASH_MISMATCH, "DG" + number);
        }
        return file;
    }

    private Collection<SecurityInfo> securityInfos() throws ChipProblem {
        try {
            return new DG14File(new ByteArrayInputStream(key(14))).getSecurityInfos();
        } catch (IOException e) {
            throw ChipProblem.malformed("DG14", "security infos");
        }
    }

    // --- no copy --------------------------------------------------------------------------------

    private void activeAuthentication() throws BrokenOffException {
        log.step(
                ChipCheck.ACTIVE_AUTHENTICATION,
                () -> {
                    byte[] file = key(15);
                    byte[] inner = new Ber(file, "DG15").take(0x6F, "the data group");
                    PublicKey key;
                    try {
                        key =
                                new JcaPEMKeyConverter()
                                        .setProvider(provider)
                                        .getPublicKey(SubjectPublicKeyInfo.getInstance(inner));
                    } catch (IOException e) {
                        throw ChipProblem.malformed("DG15", "a public key");
                    }
                    String digest =
                            groups.containsKey(14)
                                    ? ActiveAuthentication.digest(securityInfos())
                                    : "SHA256";
                    byte[] challenge = randomness.bytes(CHALLENGE_BYTES);
                    byte[] response;
                    try {
                        response =
                                service.doAA(key, "SHA-256", "SHA256withECDSA", challenge)
                                        .getResponse();
                    } catch (CardServiceException e) {
                        throw new ChipProblem(
                                ChipReason.NOT_GENUINE,
                                "the chip does not answer its challenge: " + e.getMessage());
                    }
                    return new Done<>(
                            true,
                            ActiveAuthentication.check(key, digest, challenge, response, provider));
                });
    }

    private void chipAuthentication() throws BrokenOffException {
        log.step(
                ChipCheck.CHIP_AUTHENTICATION,
                () -> {
                    Collection<SecurityInfo> infos = securityInfos();
                    ChipAuthenticationPublicKeyInfo key = null;
                    ChipAuthenticationInfo way = null;
                    for (SecurityInfo info : infos) {
                        if (info instanceof ChipAuthenticationPublicKeyInfo k && key == null) {
                            key = k;
                        }
                    }
                    if (key == null) {
                        throw new ChipProblem(
                                ChipReason.NOT_IN_DOCUMENT, "no key for chip authentication");
                    }
                    for (SecurityInfo info : infos) {
                        if (info instanceof ChipAuthenticationInfo w
                                && id(w.getKeyId()).equals(id(key.getKeyId()))) {
                            way = w;
                        }
                    }
                    String protocol =
                            way == null
                                    // Chips of the first generation name the key and not the way.
                                    ? SecurityInfo.ID_CA_ECDH_3DES_CBC_CBC
                                    : way.getObjectIdentifier();
                    PublicKey own = again(key.getSubjectPublicKey());
                    try {
                        service.doEACCA(key.getKeyId(), protocol, key.getObjectIdentifier(), own);
                        // The new keys are proven by the first answer under them.
                        files.select(SOD, "EF.SOD");
                    } catch (ChipProblem | CardServiceException | RuntimeException e) {
                        throw new ChipProblem(
                                ChipReason.NOT_GENUINE,
                                "the chip does not hold the key that its data name: "
                                        + e.getMessage());
                    }
                    return new Done<>(true, protocol);
                });
    }

    private static BigInteger id(@Nullable BigInteger key) {
        return key == null ? NO_KEY_ID : key;
    }

    /// By our own provider, which knows every curve.
    private PublicKey again(PublicKey key) throws ChipProblem {
        try {
            return java.security.KeyFactory.getInstance(
                            key.getAlgorithm().equals("DH") ? "DH" : "EC", provider)
                    .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new ChipProblem(ChipReason.UNSUPPORTED, "a key of " + key.getAlgorithm());
        }
    }

    // --- comparisons ----------------------------------------------------------------------------

    private void compareAnnounced() throws BrokenOffException {
        log.step(
                ChipCheck.ACCESS_INFORMATION,
                () -> {
                    Set<PACEInfo> before = paceInfos(announced);
                    Set<PACEInfo> after = paceInfos(securityInfos());
                    if (after.isEmpty()) {
                        throw new ChipProblem(
                                ChipReason.NOT_IN_DOCUMENT, "the signed data say nothing of PACE");
                    }
                    if (!before.containsAll(after)) {
                        throw new ChipProblem(
                                ChipReason.DIFFERS, "signed " + after + ", announced " + before);
                    }
                    return new Done<>(true, "");
                });
    }

    private static Set<PACEInfo> paceInfos(Collection<SecurityInfo> infos) {
        Set<PACEInfo> ways = new HashSet<>();
        for (SecurityInfo info : infos) {
            if (info instanceof PACEInfo pace) {
                ways.add(pace);
            }
        }
        return ways;
    }

    private void comparePrinted(ChipAccess access, Optional<MrzReading.Zone> inChip)
            throws BrokenOffException {
        Optional<MrzReading.Zone> printed = access.printed();
        if (printed.isEmpty()) {
            log.skip(ChipCheck.PRINTED_ZONE, ChipReason.NO_PRINTED_ZONE, "");
        } else if (inChip.isEmpty()) {
            log.skip(ChipCheck.PRINTED_ZONE, ChipReason.NOT_REACHED, "DG1 is not to be used");
        } else {
            log.step(
                    ChipCheck.PRINTED_ZONE,
                    () -> {
                        String differing =
                                ZoneDifference.between(printed.get(), inChip.get()).stream()
                                        .map(it -> it.field().words())
                                        .collect(Collectors.joining(", "));
                        if (!differing.isEmpty()) {
                            throw new ChipProblem(ChipReason.DIFFERS, differing);
                        }
                        return new Done<>(true, "");
                    });
        }
    }
}
