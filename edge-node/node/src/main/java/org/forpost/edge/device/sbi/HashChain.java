package org.forpost.edge.device.sbi;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Ties the captures of a crossing together: each `hash` is the upper-case hexadecimal of
/// SHA-256(the previous hash's 32 bytes ‖ SHA-256(the record's bytes, decoded from `bioValue`)).
final class HashChain {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private HashChain() {}

    /// @param previous 64 upper-case hexadecimal digits
    static String next(String previous, byte[] record) {
        MessageDigest sha256 = sha256();
        byte[] own = sha256.digest(record);
        sha256.update(HEX.parseHex(previous));
        sha256.update(own);
        return HEX.formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
