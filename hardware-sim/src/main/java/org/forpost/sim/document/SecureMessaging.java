package org.forpost.sim.document;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;

/// The chip's end of secure messaging (Doc 9303 part 11 section 9.8): opens commands, closes
/// answers, counts both.
final class SecureMessaging {
    private static final int DATA = 0x87;
    private static final int DATA_OF_ODD = 0x85;
    private static final int WANTED = 0x97;
    private static final int CHECKSUM = 0x8E;
    private static final int STATUS = 0x99;

    private final SessionCipher cipher;
    private final byte[] encryptionKey;
    private final byte[] checksumKey;
    private final byte[] counter;

    /// @param counter where counting begins, as long as a block
    SecureMessaging(SessionCipher cipher, byte[] secret, byte[] counter) {
        this.cipher = cipher;
        this.encryptionKey = cipher.key(secret, 1);
        this.checksumKey = cipher.key(secret, 2);
        this.counter = counter.clone();
    }

    static SecureMessaging fromZero(SessionCipher cipher, byte[] secret) {
        return new SecureMessaging(cipher, secret, new byte[cipher.block()]);
    }

    Command open(Command sealed) throws BadCommand {
        count();
        Map<Integer, byte[]> objects = Tlv.parse(sealed.data());
        byte[] checksum = objects.get(CHECKSUM);
        if (checksum == null) {
            throw new BadCommand(BadCommand.BAD_MESSAGING);
        }
        // What the checksum covers stands before it, byte for byte as it came.
        byte[] covered = Arrays.copyOf(sealed.data(), sealed.data().length - checksum.length - 2);
        byte[] header = {
            (byte) sealed.cla(), (byte) sealed.ins(), (byte) sealed.p1(), (byte) sealed.p2()
        };
        byte[] text = Tlv.join(counter, cipher.pad(header));
        byte[] whole = covered.length == 0 ? text : cipher.pad(Tlv.join(text, covered));
        if (!MessageDigest.isEqual(cipher.mac(checksumKey, whole), checksum)) {
            throw new BadCommand(BadCommand.BAD_MESSAGING);
        }
        byte[] data = new byte[0];
        byte[] even = objects.get(DATA);
        byte[] odd = objects.get(DATA_OF_ODD);
        if (even != null && even.length > 1) {
            data = decrypt(Arrays.copyOfRange(even, 1, even.length));
        } else if (odd != null) {
            data = decrypt(odd);
        }
        byte[] wanted = objects.getOrDefault(WANTED, new byte[0]);
        int most =
                switch (wanted.length) {
                    case 1 -> wanted[0] == 0 ? 256 : wanted[0] & 0xFF;
                    case 2 -> {
                        int n = (wanted[0] & 0xFF) << 8 | (wanted[1] & 0xFF);
                        yield n == 0 ? 65_536 : n;
                    }
                    default -> 0;
                };
        return new Command(
                sealed.cla() & ~0x0C,
                sealed.ins(),
                sealed.p1(),
                sealed.p2(),
                data,
                most,
                sealed.extended());
    }

    byte[] close(Command command, byte[] answer, int statusWord) {
        count();
        byte[] data = new byte[0];
        if (answer.length > 0) {
            byte[] encrypted =
                    cipher.encrypt(
                            encryptionKey, cipher.iv(encryptionKey, counter), cipher.pad(answer));
            data =
                    command.ins() % 2 == 1
                            ? Tlv.of(DATA_OF_ODD, encrypted)
                            : Tlv.of(DATA, new byte[] {1}, encrypted);
        }
        byte[] status = {(byte) (statusWord >> 8), (byte) statusWord};
        byte[] covered = Tlv.join(data, Tlv.of(STATUS, status));
        byte[] checksum = cipher.mac(checksumKey, cipher.pad(Tlv.join(counter, covered)));
        return Tlv.join(covered, Tlv.of(CHECKSUM, checksum), status);
    }

    private byte[] decrypt(byte[] encrypted) throws BadCommand {
        if (encrypted.length == 0 || encrypted.length % cipher.block() != 0) {
            throw new BadCommand(BadCommand.BAD_MESSAGING);
        }
        return SessionCipher.unpad(
                cipher.decrypt(encryptionKey, cipher.iv(encryptionKey, counter), encrypted));
    }

    private void count() {
        for (int i = counter.length - 1; i >= 0 && ++counter[i] == 0; i--) {}
    }
}
