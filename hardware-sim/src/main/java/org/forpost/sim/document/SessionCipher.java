package org.forpost.sim.document;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.ISO9797Alg3Mac;
import org.bouncycastle.crypto.params.KeyParameter;

/// The ciphers of secure messaging (Doc 9303 part 11 sections 9.7 and 9.8): which keys are derived,
/// how is encrypted and how are checksums made.
enum SessionCipher {
    TRIPLE_DES(1, 8, 16, "SHA-1"),
    AES_128(2, 16, 16, "SHA-1"),
    AES_192(3, 16, 24, "SHA-256"),
    AES_256(4, 16, 32, "SHA-256");

    private static final int MAC_BYTES = 8;

    private final int suffix;
    private final int block;
    private final int keyBytes;
    private final String digest;

    SessionCipher(int suffix, int block, int keyBytes, String digest) {
        this.suffix = suffix;
        this.block = block;
        this.keyBytes = keyBytes;
        this.digest = digest;
    }

    /// The last arc of the object identifiers of protocols that use it (part 11 section 9.2).
    int suffix() {
        return suffix;
    }

    int block() {
        return block;
    }

    /// Section 9.7.1: `use` is 1 for encryption, 2 for checksums, 3 for a password.
    byte[] key(byte[] secret, int use) {
        try {
            MessageDigest hash = MessageDigest.getInstance(digest);
            hash.update(secret);
            return Arrays.copyOf(hash.digest(new byte[] {0, 0, 0, (byte) use}), keyBytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + digest, e);
        }
    }

    byte[] encrypt(byte[] key, byte[] iv, byte[] text) {
        return crypt(Cipher.ENCRYPT_MODE, key, iv, text);
    }

    byte[] decrypt(byte[] key, byte[] iv, byte[] text) {
        return crypt(Cipher.DECRYPT_MODE, key, iv, text);
    }

    private byte[] crypt(int mode, byte[] key, byte[] iv, byte[] text) {
        try {
            Cipher cipher =
                    Cipher.getInstance(
                            this == TRIPLE_DES ? "DESede/CBC/NoPadding" : "AES/CBC/NoPadding");
            cipher.init(mode, secret(key), new IvParameterSpec(iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(this + " over whole blocks cannot fail", e);
        }
    }

    private SecretKey secret(byte[] key) {
        return this == TRIPLE_DES
                ? new SecretKeySpec(Tlv.join(key, Arrays.copyOf(key, 8)), "DESede")
                : new SecretKeySpec(key, "AES");
    }

    /// The initial vector that belongs to a send sequence counter (section 9.8.6).
    byte[] iv(byte[] key, byte[] counter) {
        return this == TRIPLE_DES ? new byte[8] : encrypt(key, new byte[16], counter);
    }

    /// Eight bytes over text that was padded to whole blocks before.
    byte[] mac(byte[] key, byte[] padded) {
        byte[] out = new byte[block];
        if (this == TRIPLE_DES) {
            var mac = new ISO9797Alg3Mac(new DESEngine());
            mac.init(new KeyParameter(key));
            mac.update(padded, 0, padded.length);
            mac.doFinal(out, 0);
        } else {
            var mac = new CMac(AESEngine.newInstance());
            mac.init(new KeyParameter(key));
            mac.update(padded, 0, padded.length);
            mac.doFinal(out, 0);
        }
        return Arrays.copyOf(out, MAC_BYTES);
    }

    /// Over text of any length: an authentication token pads only for Triple DES (section 4.4.3.4).
    byte[] token(byte[] key, byte[] text) {
        return mac(key, this == TRIPLE_DES ? pad(text) : text);
    }

    /// ISO/IEC 9797-1 padding method 2.
    byte[] pad(byte[] text) {
        byte[] padded = Arrays.copyOf(text, (text.length / block + 1) * block);
        padded[text.length] = (byte) 0x80;
        return padded;
    }

    static byte[] unpad(byte[] padded) throws BadCommand {
        int end = padded.length;
        while (end > 0 && padded[end - 1] == 0) {
            end--;
        }
        if (end == 0 || padded[end - 1] != (byte) 0x80) {
            throw new BadCommand(BadCommand.BAD_MESSAGING);
        }
        return Arrays.copyOf(padded, end - 1);
    }
}
