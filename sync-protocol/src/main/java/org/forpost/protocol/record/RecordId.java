package org.forpost.protocol.record;

import java.util.Arrays;
import java.util.HexFormat;
import org.forpost.protocol.crypto.Randomness;

/// Names one record for ever: 16 random bytes, chosen at the lane.
public final class RecordId {
    public static final int BYTES = 16;

    private final byte[] bytes;

    private RecordId(byte[] bytes) {
        this.bytes = bytes;
    }

    public static RecordId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "record id of 16 bytes expected, got " + bytes.length);
        }
        return new RecordId(bytes.clone());
    }

    public static RecordId random(Randomness randomness) {
        return of(randomness.bytes(BYTES));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// 32 lower-case hex digits.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
