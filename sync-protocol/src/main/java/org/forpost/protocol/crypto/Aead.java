package org.forpost.protocol.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM (NIST SP 800-38D) for data at rest. Whoever calls owns the rule that one key never
/// sees one nonce twice.
public final class Aead {
    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    private final SecretKeySpec key;

    public Aead(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key of 32 bytes expected, got " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    public byte[] encrypt(byte[] nonce, byte[] associated, byte[] plaintext) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, nonce, associated).doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM", e);
        }
    }

    public byte[] decrypt(byte[] nonce, byte[] associated, byte[] ciphertext)
            throws NotAuthenticException {
        if (ciphertext.length < TAG_BYTES) {
            throw new NotAuthenticException("shorter than its tag");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, associated).doFinal(ciphertext);
        } catch (AEADBadTagException e) {
            throw new NotAuthenticException("changed, or encrypted under another key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
