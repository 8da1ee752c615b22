package org.forpost.edge.document.jmrtd;

import java.util.Arrays;

/// Walks BER-TLV objects of one level (ISO/IEC 7816-4 section 5.2.2), with definite lengths, never
/// beyond the end. It does not look inside of what it finds, so that nothing can be too deep.
final class Ber {
    private final byte[] bytes;
    private final String where;
    private int at;

    /// @param where what this is, for what is said about it
    Ber(byte[] bytes, String where) {
        this.bytes = bytes;
        this.where = where;
    }

    boolean more() {
        return at < bytes.length;
    }

    /// The tag of the next object: one or two bytes, `0x61`, `0x7F60`.
    int tag() throws ChipProblem {
        int first = u8(at);
        return (first & 0x1F) == 0x1F ? first << 8 | u8(at + 1) : first;
    }

    /// The content of the next object, which must have this tag; goes on behind it.
    byte[] take(int tag, String what) throws ChipProblem {
        if (!more() || tag() != tag) {
            throw ChipProblem.malformed(
                    where, what + " (tag " + Integer.toHexString(tag) + ") at byte " + at);
        }
        return next();
    }

    /// The content of the next object, whatever it is; goes on behind it.
    byte[] next() throws ChipProblem {
        int from = at + (tag() > 0xFF ? 2 : 1);
        int length = u8(from++);
        if (length > 0x80) {
            int more = length - 0x80;
            if (more > 3) {
                throw ChipProblem.malformed(where, "a length of up to 3 bytes at byte " + from);
            }
            length = 0;
            for (int i = 0; i < more; i++) {
                length = length << 8 | u8(from++);
            }
        } else if (length == 0x80) {
            throw ChipProblem.malformed(where, "a definite length at byte " + from);
        }
        if (length > bytes.length - from) {
            throw ChipProblem.malformed(
                    where, length + " bytes at byte " + from + " of " + bytes.length);
        }
        at = from + length;
        return Arrays.copyOfRange(bytes, from, at);
    }

    private int u8(int index) throws ChipProblem {
        if (index >= bytes.length) {
            throw ChipProblem.malformed(where, "more than " + bytes.length + " bytes");
        }
        return bytes[index] & 0xFF;
    }
}
