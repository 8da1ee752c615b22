package org.forpost.sim.sbi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Ties the captures of one transaction to each other: each hash covers the one before it and the
/// bytes of the record that `bioValue` carries (after base64url decoding).
public final class HashChain {
    /// The length of a link.
    static final int BYTES = 32;

    private HashChain() {}

    /// What the first capture is chained to: SHA-256 of nothing.
    static byte[] start() {
        return sha256(new byte[0]);
    }

    /// SHA-256(previous ‖ SHA-256(record)).
    public static byte[] next(byte[] previous, byte[] record) {
        MessageDigest digest = digest();
        digest.update(previous);
        digest.update(sha256(record));
        return digest.digest();
    }

    /// As the answer carries it: upper-case hexadecimal digits.
    static String text(byte[] hash) {
        return HexFormat.of().withUpperCase().formatHex(hash);
    }

    /// The first characters of SHA-256 of a text as a UUID-like code, stable for a device.
    static String code(String text) {
        String hex = HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
        return hex.substring(0, 8)
                + "-"
                + hex.substring(8, 12)
                + "-4"
                + hex.substring(13, 16)
                + "-8"
                + hex.substring(17, 20)
                + "-"
                + hex.substring(20, 32);
    }

    private static byte[] sha256(byte[] bytes) {
        return digest().digest(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
