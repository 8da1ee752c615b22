package org.forpost.protocol.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes deterministic CBOR (RFC 8949 §4.2.1): shortest heads, definite lengths. The caller writes
/// map keys in ascending order; [CborReader] refuses anything else.
public final class CborWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public CborWriter uint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("unsigned integer expected, got " + value);
        }
        head(0, value);
        return this;
    }

    /// Any integer; negative ones take major type 1 (COSE algorithm numbers are negative).
    public CborWriter integer(long value) {
        if (value >= 0) {
            head(0, value);
        } else {
            head(1, -1 - value);
        }
        return this;
    }

    public CborWriter bytes(byte[] value) {
        head(2, value.length);
        out.writeBytes(value);
        return this;
    }

    public CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(3, utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    public CborWriter array(int length) {
        head(4, length);
        return this;
    }

    public CborWriter map(int entries) {
        head(5, entries);
        return this;
    }

    public CborWriter bool(boolean value) {
        out.write(value ? 0xf5 : 0xf4);
        return this;
    }

    /// Bytes that already are one or more well-formed items.
    public CborWriter encoded(byte[] items) {
        out.writeBytes(items);
        return this;
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private void head(int major, long value) {
        int type = major << 5;
        if (value < 24) {
            out.write(type | (int) value);
        } else if (value < 0x100) {
            out.write(type | 24);
            out.write((int) value);
        } else if (value < 0x1_0000) {
            out.write(type | 25);
            big(value, 2);
        } else if (value < 0x1_0000_0000L) {
            out.write(type | 26);
            big(value, 4);
        } else {
            out.write(type | 27);
            big(value, 8);
        }
    }

    private void big(long value, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }
}
