package org.forpost.sim.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.forpost.sim.finger.GreyImage;
import org.jspecify.annotations.Nullable;

/// Makes passports: fills the files, signs them (Doc 9303 part 10 section 4.6.2) and puts the keys
/// into the chip.
public final class PassportMaker {
    /// bsi-de protocols (TR-03110 part 3).
    private static final String CHIP_KEY_ECDH = "0.4.0.127.0.7.2.2.1.2";

    private static final String CHIP_ECDH = "0.4.0.127.0.7.2.2.3.2.";

    /// icao-mrtd-security: LDSSecurityObject, and the information on active authentication.
    private static final String SECURITY_OBJECT = "2.23.136.1.1.1";

    private static final String ACTIVE_INFO = "2.23.136.1.1.5";
    private static final String ECDSA_PLAIN_SHA256 = "0.4.0.127.0.7.1.1.4.1.3";

    private static final int CARD_ACCESS = 0x011C;
    private static final int COM = 0x011E;
    private static final int SOD = 0x011D;

    /// A comment segment of JPEG holds at most this much.
    private static final int MOST_COMMENT = 65_533;

    private final DocumentAuthority authority;
    private final Instant now;
    private final SecureRandom random;
    private final List<byte[]> fingers = new ArrayList<>();
    private Personality personality = Personality.HONEST;
    private @Nullable SessionCipher pace = SessionCipher.AES_128;
    private boolean bac = true;
    private SessionCipher chipCipher = SessionCipher.AES_128;
    private boolean chipAuthentication = true;
    private Active active = Active.ECDSA;
    private boolean fingersOpen;
    private String can = "314159";
    private int faceBytes;

    /// How a chip proves itself when asked by active authentication.
    public enum Active {
        NONE,
        RSA,
        ECDSA
    }

    /// @param authority of the country that issues
    /// @param now when all this is made
    public PassportMaker(DocumentAuthority authority, Instant now, SecureRandom random) {
        this.authority = authority;
        this.now = now;
        this.random = random;
    }

    /// What is wrong with it; honest unless said.
    public PassportMaker personality(Personality wanted) {
        personality = wanted;
        return this;
    }

    /// Only the way in that older passports have.
    public PassportMaker withoutPace() {
        pace = null;
        return this;
    }

    /// Only the way in that newer ones have.
    public PassportMaker withoutBac() {
        bac = false;
        return this;
    }

    /// PACE and chip authentication with Triple DES, as chips before 2015 have.
    public PassportMaker tripleDes() {
        pace = pace == null ? null : SessionCipher.TRIPLE_DES;
        chipCipher = SessionCipher.TRIPLE_DES;
        return this;
    }

    /// PACE and chip authentication with AES of 256 bits.
    public PassportMaker aes256() {
        pace = pace == null ? null : SessionCipher.AES_256;
        chipCipher = SessionCipher.AES_256;
        return this;
    }

    /// No key for chip authentication.
    public PassportMaker withoutChipAuthentication() {
        chipAuthentication = false;
        return this;
    }

    /// Which key for active authentication; ECDSA unless said.
    public PassportMaker active(Active wanted) {
        active = wanted;
        return this;
    }

    /// The number that opens PACE beside the zone: six digits.
    public PassportMaker can(String digits) {
        can = digits;
        return this;
    }

    /// Adds a finger to DG3, which only terminal authentication opens.
    ///
    /// @param position 1 right thumb … 10 left little finger
    public PassportMaker finger(int position, byte[] png, int width, int height) {
        fingers.add(BiometricRecord.finger(position, png, width, height));
        return this;
    }

    /// The same in two shades: a group has room for three or four fingers then, as it has for
    /// images in WSQ, which nothing here can write.
    ///
    /// @param position 1 right thumb … 10 left little finger
    public PassportMaker finger(int position, GreyImage image) {
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ((pixels[i] & 0x80) | 0x40);
        }
        byte[] png = new GreyImage(image.width(), image.height(), image.dpi(), pixels).toPng();
        return finger(position, png, image.width(), image.height());
    }

    /// Leaves DG3 open to whoever has come in, as some states do.
    public PassportMaker fingersOpen() {
        fingersOpen = true;
        return this;
    }

    /// Makes DG2 as long as this, where the picture is shorter.
    public PassportMaker faceGroupOf(int bytes) {
        faceBytes = bytes;
        return this;
    }

    /// A passport, and who signed it.
    public record Made(Passport passport, DocumentAuthority.Signer signer) {}

    /// Makes one.
    ///
    /// @param jpeg the holder's face
    public Made make(PassportZone zone, byte[] jpeg, int width, int height) {
        try {
            return build(zone, jpeg, width, height);
        } catch (IOException
                | GeneralSecurityException
                | CMSException
                | OperatorCreationException e) {
            throw new IllegalStateException("a passport could not be made", e);
        }
    }

    private Made build(PassportZone zone, byte[] jpeg, int width, int height)
            throws IOException, GeneralSecurityException, CMSException, OperatorCreationException {
        Map<Integer, byte[]> groups = new TreeMap<>();
        groups.put(1, Tlv.of(0x61, Tlv.of(0x5F1F, ascii(zone.text()))));
        groups.put(2, faceGroup(jpeg, width, height));
        if (!fingers.isEmpty()) {
            groups.put(3, BiometricRecord.fingerGroup(fingers.toArray(byte[][]::new)));
        }
        KeyPair chipKeys = Curve.explicitKeys(random);
        List<ASN1Encodable> infos = new ArrayList<>();
        SessionCipher way = pace;
        if (way != null) {
            infos.add(paceInfo(way));
        }
        if (chipAuthentication) {
            infos.add(info(CHIP_ECDH + chipCipher.suffix(), new ASN1Integer(1)));
            infos.add(
                    info(
                            CHIP_KEY_ECDH,
                            SubjectPublicKeyInfo.getInstance(chipKeys.getPublic().getEncoded())));
        }
        KeyPair activeKeys = activeKeys();
        if (active == Active.ECDSA) {
            infos.add(
                    new DERSequence(
                            new ASN1Encodable[] {
                                new ASN1ObjectIdentifier(ACTIVE_INFO),
                                new ASN1Integer(1),
                                new ASN1ObjectIdentifier(ECDSA_PLAIN_SHA256)
                            }));
        }
        if (!infos.isEmpty()) {
            groups.put(14, Tlv.of(0x6E, set(infos)));
        }
        if (activeKeys != null) {
            groups.put(15, Tlv.of(0x6F, activeKeys.getPublic().getEncoded()));
        }
        DocumentAuthority.Signer signer = signer();
        byte[] sod = sod(groups, signer);
        if (personality == Personality.ALTERED) {
            byte[] other = groups.get(2);
            // In the picture's last bytes: it still shows a face, only not this one.
            other[other.length - 40] ^= 0x55;
        }
        if (personality == Personality.STRIPPED) {
            groups.remove(14);
            groups.remove(15);
        }
        boolean genuine = personality != Personality.CLONED;
        KeyPair otherActive = genuine ? activeKeys : activeKeys();
        return new Made(
                new Passport(
                        files(groups, sod, way),
                        fingers.isEmpty() || fingersOpen ? Set.of() : Set.of(0x0103),
                        zone.secret(),
                        can,
                        way,
                        bac,
                        chipAuthentication
                                ? (genuine ? chipKeys : Curve.explicitKeys(random)).getPrivate()
                                : null,
                        chipCipher,
                        otherActive == null ? null : otherActive.getPrivate(),
                        personality == Personality.ENDLESS ? 1 : Integer.MAX_VALUE),
                signer);
    }

    private byte[] faceGroup(byte[] jpeg, int width, int height) {
        int wanted = personality == Personality.OVERSIZED ? 70_000 : faceBytes;
        byte[] group = BiometricRecord.faceGroup(BiometricRecord.face(jpeg, width, height));
        byte[] picture = jpeg;
        // Twice at most: two comments are more than any group here needs.
        for (int round = 0; round < 2 && group.length + 4 < wanted; round++) {
            int room = Math.min(wanted - group.length, MOST_COMMENT);
            picture = withComment(picture, room);
            group = BiometricRecord.faceGroup(BiometricRecord.face(picture, width, height));
        }
        if (personality == Personality.GARBAGE) {
            byte[] noise = new byte[group.length];
            random.nextBytes(noise);
            return Tlv.of(0x75, noise);
        }
        return group;
    }

    /// Behind the start of image goes a comment of `room` bytes in all (ISO/IEC 10918-1 B.2.4.5).
    private static byte[] withComment(byte[] jpeg, int room) {
        int length = room - 2;
        byte[] comment = new byte[room];
        comment[0] = (byte) 0xFF;
        comment[1] = (byte) 0xFE;
        comment[2] = (byte) (length >> 8);
        comment[3] = (byte) length;
        return Tlv.join(
                java.util.Arrays.copyOf(jpeg, 2),
                comment,
                java.util.Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    private @Nullable KeyPair activeKeys() throws GeneralSecurityException {
        return switch (active) {
            case NONE -> null;
            case ECDSA -> Curve.namedKeys(random);
            case RSA -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                // A signature must fit into a short answer, as with real chips.
                generator.initialize(1536, random);
                yield generator.generateKeyPair();
            }
        };
    }

    private DocumentAuthority.Signer signer() {
        Instant until =
                personality == Personality.EXPIRED
                        ? now.minus(Duration.ofDays(1))
                        : now.plus(Duration.ofDays(365 * 10));
        DocumentAuthority by =
                switch (personality) {
                    case UNKNOWN_SIGNER -> authority.impostor(now, false);
                    case FORGED -> authority.impostor(now, true);
                    default -> authority;
                };
        return by.signer(now, until);
    }

    private static Map<Integer, byte[]> files(
            Map<Integer, byte[]> groups, byte[] sod, @Nullable SessionCipher way)
            throws IOException {
        Map<Integer, byte[]> files = new LinkedHashMap<>();
        byte[] tags = new byte[groups.size()];
        int at = 0;
        for (Map.Entry<Integer, byte[]> group : groups.entrySet()) {
            files.put(0x0100 | group.getKey(), group.getValue());
            tags[at++] = group.getValue()[0];
        }
        files.put(
                COM,
                Tlv.of(
                        0x60,
                        Tlv.of(0x5F01, ascii("0107")),
                        Tlv.of(0x5F36, ascii("040000")),
                        Tlv.of(0x5C, tags)));
        files.put(SOD, sod);
        if (way != null) {
            files.put(CARD_ACCESS, set(List.of(paceInfo(way))));
        }
        return files;
    }

    private static ASN1Encodable paceInfo(SessionCipher cipher) {
        return new DERSequence(
                new ASN1Encodable[] {
                    Pace.identifier(cipher), new ASN1Integer(2), new ASN1Integer(Curve.PARAMETER_ID)
                });
    }

    private static ASN1Encodable info(String identifier, ASN1Encodable value) {
        return new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(identifier), value});
    }

    private static byte[] set(List<ASN1Encodable> infos) throws IOException {
        ASN1EncodableVector all = new ASN1EncodableVector();
        infos.forEach(all::add);
        return new DERSet(all).getEncoded();
    }

    private static byte[] sod(Map<Integer, byte[]> groups, DocumentAuthority.Signer signer)
            throws IOException, GeneralSecurityException, CMSException, OperatorCreationException {
        ASN1EncodableVector hashes = new ASN1EncodableVector();
        for (Map.Entry<Integer, byte[]> group : groups.entrySet()) {
            hashes.add(
                    new DERSequence(
                            new ASN1Encodable[] {
                                new ASN1Integer(group.getKey()),
                                new DEROctetString(
                                        MessageDigest.getInstance("SHA-256")
                                                .digest(group.getValue()))
                            }));
        }
        byte[] content =
                new DERSequence(
                                new ASN1Encodable[] {
                                    new ASN1Integer(0),
                                    new AlgorithmIdentifier(
                                            NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE),
                                    new DERSequence(hashes)
                                })
                        .getEncoded();
        var generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(
                                new JcaDigestCalculatorProviderBuilder()
                                        .setProvider(Curve.PROVIDER)
                                        .build())
                        .build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .setProvider(Curve.PROVIDER)
                                        .build(signer.key()),
                                signer.certificate()));
        generator.addCertificates(new JcaCertStore(List.of(signer.certificate())));
        byte[] signed =
                generator
                        .generate(
                                new CMSProcessableByteArray(
                                        new ASN1ObjectIdentifier(SECURITY_OBJECT), content),
                                true)
                        .getEncoded("DER");
        return Tlv.of(0x77, signed);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
