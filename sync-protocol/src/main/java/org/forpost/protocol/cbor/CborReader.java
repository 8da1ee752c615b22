package org.forpost.protocol.cbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads deterministic CBOR (RFC 8949 §4.2.1) from hostile bytes.
///
/// Every read names the field and its bound. Refused, with [MalformedException]: indefinite
/// lengths, heads longer than needed, floats, tags, invalid UTF-8, map keys out of order or twice,
/// lengths beyond the bound or the input, and bytes left over. Nothing is allocated before its
/// length was checked against both.
public final class CborReader {
    /// Keys of one byte's value are enough for every map in SPEC.md, and a key that a caller
    /// narrows to an `int` can then never pass for another one.
    private static final int MAX_KEY = 0xff;

    private final byte[] input;
    private int at;
    private final int end;

    public CborReader(byte[] input) {
        this(input, 0, input.length);
    }

    public CborReader(byte[] input, int from, int to) {
        this.input = input;
        this.at = from;
        this.end = to;
    }

    /// What is done with the value that follows each key of a map.
    @FunctionalInterface
    public interface Entry {
        void read(long key) throws MalformedException;
    }

    /// A map whose keys are unsigned integers in strictly ascending order.
    ///
    /// @param max most entries allowed; it bounds the work, not only the memory
    public void map(String field, int max, Entry entry) throws MalformedException {
        int entries = (int) head(field, 5, "a map of at most " + max + " entries", max);
        long last = -1;
        for (int i = 0; i < entries; i++) {
            long key = uint(field + " key", MAX_KEY);
            if (key <= last) {
                throw new MalformedException(
                        field,
                        "keys in ascending order, each once",
                        "key " + key + " after " + last);
            }
            last = key;
            entry.read(key);
        }
    }

    /// A key that the specification does not know. Unknown keys are refused: a version byte, not a
    /// silent extra field, announces new ones.
    public static MalformedException unknownKey(String field, long key) {
        return new MalformedException(field, "a key that SPEC.md names", "key " + key);
    }

    /// Number of items that follow.
    public int array(String field, int max) throws MalformedException {
        return (int) head(field, 4, "an array of at most " + max + " items", max);
    }

    /// Whether an array comes next: for the few places where SPEC.md allows two shapes.
    public boolean isArray() {
        return at < end && (input[at] & 0xe0) == 0x80;
    }

    public long uint(String field, long max) throws MalformedException {
        return head(field, 0, "an unsigned integer of at most " + max, max);
    }

    /// Any integer that fits a long.
    public long integer(String field) throws MalformedException {
        if (at < end && (input[at] & 0xe0) == 0x20) {
            return -1 - head(field, 1, "an integer", Long.MAX_VALUE);
        }
        return head(field, 0, "an integer", Long.MAX_VALUE);
    }

    public byte[] bytes(String field, int max) throws MalformedException {
        int length = length(field, 2, "at most " + max + " bytes", max);
        byte[] value = Arrays.copyOfRange(input, at, at + length);
        at += length;
        return value;
    }

    /// Steps to the first byte of a byte string's content, of which not all need be there: for
    /// whoever reads the beginning of something long.
    ///
    /// @return the length that it says it has
    public int enter(String field, int max) throws MalformedException {
        return (int) head(field, 2, "at most " + max + " bytes", max);
    }

    public byte[] exactly(String field, int length) throws MalformedException {
        byte[] value = bytes(field, length);
        if (value.length != length) {
            throw new MalformedException(field, length + " bytes", value.length + " bytes");
        }
        return value;
    }

    /// @param max most UTF-8 bytes allowed
    public String text(String field, int max) throws MalformedException {
        int length = length(field, 3, "a text of at most " + max + " bytes", max);
        try {
            String value =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(input, at, length))
                            .toString();
            at += length;
            return value;
        } catch (CharacterCodingException e) {
            throw new MalformedException(field, "valid UTF-8", "bytes that are not");
        }
    }

    public boolean bool(String field) throws MalformedException {
        int head = at < end ? input[at] & 0xff : -1;
        if (head != 0xf4 && head != 0xf5) {
            throw new MalformedException(field, "true or false", found());
        }
        at++;
        return head == 0xf5;
    }

    /// The whole input was this one value.
    public void end(String field) throws MalformedException {
        if (at != end) {
            throw new MalformedException(field, "nothing after its end", (end - at) + " bytes");
        }
    }

    private int length(String field, int major, String expected, int max)
            throws MalformedException {
        int length = (int) head(field, major, expected, max);
        if (length > end - at) {
            throw new MalformedException(
                    field, length + " bytes as its head says", (end - at) + " bytes of input");
        }
        return length;
    }

    private long head(String field, int major, String expected, long max)
            throws MalformedException {
        if (at >= end || (input[at] & 0xff) >>> 5 != major) {
            throw new MalformedException(field, expected, found());
        }
        int info = input[at] & 0x1f;
        int extra = info < 24 ? 0 : info <= 27 ? 1 << (info - 24) : -1;
        if (extra < 0) {
            throw new MalformedException(
                    field,
                    "a definite length",
                    info == 31 ? "an indefinite one" : "a reserved head");
        }
        if (extra > end - at - 1) {
            throw new MalformedException(field, expected, "the end of the input");
        }
        long value = info;
        if (extra > 0) {
            value = 0;
            for (int i = 1; i <= extra; i++) {
                value = value << 8 | (input[at + i] & 0xff);
            }
            long least = extra == 1 ? 24 : extra == 8 ? 1L << 32 : 1L << (extra * 4);
            if (value >= 0 && value < least) {
                throw new MalformedException(
                        field, "the shortest form of " + value, "a longer one");
            }
        }
        if (value < 0 || value > max) {
            throw new MalformedException(field, expected, Long.toUnsignedString(value));
        }
        at += 1 + extra;
        return value;
    }

    private String found() {
        if (at >= end) {
            return "the end of the input";
        }
        return switch ((input[at] & 0xff) >>> 5) {
            case 0 -> "an unsigned integer";
            case 1 -> "a negative integer";
            case 2 -> "a byte string";
            case 3 -> "a text";
            case 4 -> "an array";
            case 5 -> "a map";
            case 6 -> "a tag";
            default -> "a simple value or float";
        };
    }
}
