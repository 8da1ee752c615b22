package org.forpost.protocol.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Randomness that follows from a secret: the same secret gives the same bytes. SHA-256 in counter
/// mode over it.
public final class Derived implements Randomness {
    private final byte[] secret;
    private int blocks;

    /// @param secret at least 32 bytes that nobody can guess
    public Derived(byte[] secret) {
        this.secret = secret.clone();
    }

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[0];
        while (bytes.length < count) {
            byte[] block = Sha256.of(secret, ByteBuffer.allocate(4).putInt(blocks++).array());
            int at = bytes.length;
            bytes = Arrays.copyOf(bytes, at + block.length);
            System.arraycopy(block, 0, bytes, at, block.length);
        }
        return Arrays.copyOf(bytes, count);
    }
}
