package org.forpost.edge.document.jmrtd;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.math.ec.ECPoint;
import org.forpost.edge.device.CardReader.CardLink;
import org.jspecify.annotations.Nullable;

/// A chip in memory on which the lane rehearses at its start: every step of a reading is gone
/// through once, so that the first traveller does not wait for classes to be loaded. It holds
/// nobody's document and no key: it goes along with PACE to the last step, opens by BAC, serves its
/// files, and cannot prove that it is no copy.
final class RehearsalCard implements CardLink {
    /// A multiple of the curve's generator stands for each of the chip's public keys.
    private static final String CURVE = "brainpoolP256r1";

    private static final byte[] ANSWER_TO_RESET = {0x3B, (byte) 0x80, (byte) 0x80, 0x01, 0x01};
    private static final byte[] OK = {(byte) 0x90, 0};
    private static final byte[] NO_FILE = {0x6A, (byte) 0x82};
    private static final byte[] NO_MORE = {0x69, (byte) 0x88};
    private static final byte[] CHALLENGE = new byte[8];
    private static final int CHIP_AUTHENTICATION = 0x86;

    private final Map<Integer, byte[]> files;
    private final byte[] secret;
    private final Provider provider;
    private byte[] selected = new byte[0];
    private @Nullable Session session;

    /// @param files by identifier
    /// @param secret what the zone gives as the seed of BAC's keys (Doc 9303 part 11 section
    ///   4.3.2), in ASCII
    RehearsalCard(Map<Integer, byte[]> files, byte[] secret, Provider provider) {
        this.files = Map.copyOf(files);
        this.secret = secret.clone();
        this.provider = provider;
    }

    /// Triple DES session of BAC (Doc 9303 part 11 section 9.8).
    private record Session(byte[] encryption, byte[] checksum, byte[] counter) {}

    @Override
    public byte[] answerToReset() {
        return ANSWER_TO_RESET.clone();
    }

    @Override
    public byte[] transmit(byte[] command, Duration timeout) {
        try {
            Session open = session;
            if (open == null || (command[0] & 0x0C) == 0) {
                return answer(command[1] & 0xFF, command, data(command));
            }
            return sealed(open, command);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the rehearsal's own cryptography", e);
        }
    }

    private static byte[] data(byte[] command) {
        return command.length <= 5
                ? new byte[0]
                : Arrays.copyOfRange(command, 5, 5 + (command[4] & 0xFF));
    }

    private byte[] answer(int instruction, byte[] command, byte[] data)
            throws GeneralSecurityException {
        return switch (instruction) {
            case 0xA4 -> select(command[2], data);
            case 0xB0 -> join(portion(command, 256), OK);
            case 0x84 -> join(CHALLENGE, OK);
            case 0x82 -> join(authenticate(data), OK);
            case 0x86 -> join(agree(data), OK);
            default -> OK;
        };
    }

    private byte[] select(int how, byte[] data) {
        if (how != 0x02) {
            return OK;
        }
        byte[] file = files.get((data[0] & 0xFF) << 8 | (data[1] & 0xFF));
        selected = file == null ? new byte[0] : file;
        return file == null ? NO_FILE : OK;
    }

    private byte[] portion(byte[] command, int most) {
        int offset = Math.min((command[2] & 0xFF) << 8 | (command[3] & 0xFF), selected.length);
        return Arrays.copyOfRange(selected, offset, Math.min(selected.length, offset + most));
    }

    /// PACE, general authenticate (section 4.4.4.2): a nonce, two keys, and a token that is wrong.
    private static byte[] agree(byte[] data) {
        int step = data.length < 3 ? 0x80 : data[2] & 0xFF;
        byte[] object =
                switch (step) {
                    case 0x81 -> object(0x82, multiple(2));
                    case 0x83 -> object(0x84, multiple(3));
                    case 0x85 -> object(CHIP_AUTHENTICATION, new byte[8]);
                    default -> object(0x80, new byte[16]);
                };
        return object(0x7C, object);
    }

    private static byte[] multiple(int times) {
        ECPoint generator = ECNamedCurveTable.getParameterSpec(CURVE).getG();
        return generator.multiply(java.math.BigInteger.valueOf(times)).getEncoded(false);
    }

    /// BAC (section 4.3.3), the chip's own half of the key being zero.
    private byte[] authenticate(byte[] data) throws GeneralSecurityException {
        byte[] seed = Arrays.copyOf(MessageDigest.getInstance("SHA-1").digest(secret), 16);
        byte[] encryption = key(seed, 1);
        byte[] open = cipher(Cipher.DECRYPT_MODE, encryption, Arrays.copyOf(data, 32));
        byte[] answer =
                cipher(
                        Cipher.ENCRYPT_MODE,
                        encryption,
                        join(CHALLENGE, Arrays.copyOf(open, 8), new byte[16]));
        byte[] shared = Arrays.copyOfRange(open, 16, 32);
        session =
                new Session(
                        key(shared, 1),
                        key(shared, 2),
                        join(new byte[4], Arrays.copyOfRange(open, 4, 8)));
        return join(answer, checksum(key(seed, 2), answer));
    }

    private byte[] sealed(Session open, byte[] command) throws GeneralSecurityException {
        int instruction = command[1] & 0xFF;
        if (instruction == CHIP_AUTHENTICATION || instruction == 0x88) {
            return NO_MORE;
        }
        count(open.counter());
        byte[] status = OK;
        byte[] answer = new byte[0];
        if (instruction == 0xB0) {
            answer = portion(command, 223);
        } else if (instruction == 0xA4) {
            // Data object 87: padding indicator, then the encrypted file identifier.
            byte[] file = Arrays.copyOfRange(command, 8, 16);
            status = select(command[2], cipher(Cipher.DECRYPT_MODE, open.encryption(), file));
        }
        count(open.counter());
        byte[] body =
                answer.length == 0
                        ? new byte[0]
                        : object(
                                0x87,
                                join(
                                        new byte[] {1},
                                        cipher(
                                                Cipher.ENCRYPT_MODE,
                                                open.encryption(),
                                                padded(answer))));
        byte[] objects = join(body, object(0x99, status));
        byte[] sum = checksum(open.checksum(), join(open.counter(), objects));
        return join(objects, object(0x8E, sum), status);
    }

    private static void count(byte[] counter) {
        for (int at = counter.length - 1; at >= 0 && ++counter[at] == 0; at--) {
            // Carried.
        }
    }

    private static byte[] padded(byte[] data) {
        byte[] padded = Arrays.copyOf(data, (data.length / 8 + 1) * 8);
        padded[data.length] = (byte) 0x80;
        return padded;
    }

    /// Section 9.7.1.
    private static byte[] key(byte[] seed, int purpose) throws GeneralSecurityException {
        byte[] hash =
                MessageDigest.getInstance("SHA-1")
                        .digest(join(seed, new byte[] {0, 0, 0, (byte) purpose}));
        return Arrays.copyOf(hash, 16);
    }

    private byte[] cipher(int mode, byte[] key, byte[] data) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding", provider);
        byte[] three = join(key, Arrays.copyOf(key, 8));
        cipher.init(mode, new SecretKeySpec(three, "DESede"), new IvParameterSpec(new byte[8]));
        return cipher.doFinal(data);
    }

    private byte[] checksum(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("ISO9797ALG3WITHISO7816-4PADDING", provider);
        mac.init(new SecretKeySpec(key, "DESede"));
        return mac.doFinal(data);
    }

    private static byte[] object(int tag, byte[] value) {
        byte[] head =
                value.length < 0x80
                        ? new byte[] {(byte) tag, (byte) value.length}
                        : new byte[] {(byte) tag, (byte) 0x81, (byte) value.length};
        return join(head, value);
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        session = null;
    }
}
