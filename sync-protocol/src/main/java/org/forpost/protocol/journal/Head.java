package org.forpost.protocol.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.Priority;

/// How far a chain has come: the number of its last entry and the hash over everything up to it.
///
/// @param number 0 before the first entry
/// @param hash 32 bytes; all zero before the first entry
public record Head(long number, byte[] hash) {
    public static final Head START = new Head(0, new byte[Sha256.BYTES]);

    private static final byte CHAIN_VERSION = 1;

    /// The head after one more entry: SPEC.md §2.3.
    public Head next(byte[] incarnation, Priority priority, byte[] payload) {
        return nextOf(incarnation, priority, Sha256.of(payload));
    }

    /// The same from the payload's SHA-256 alone: whoever has the hash can check the chain.
    public Head nextOf(byte[] incarnation, Priority priority, byte[] payloadHash) {
        byte[] place =
                ByteBuffer.allocate(1 + incarnation.length + 1 + 8)
                        .put(CHAIN_VERSION)
                        .put(incarnation)
                        .put((byte) priority.code())
                        .putLong(number + 1)
                        .array();
        return new Head(number + 1, Sha256.of(place, hash, payloadHash));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Head that
                && number == that.number
                && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number) * 31 + Arrays.hashCode(hash);
    }

    /// Number and the first 8 bytes of the hash, for people.
    @Override
    public String toString() {
        return "#" + number + "/" + HexFormat.of().formatHex(hash, 0, 8);
    }
}
