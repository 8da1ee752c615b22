package org.forpost.matching.sourceafis;

import java.nio.charset.StandardCharsets;

/// A reader for the handful of CBOR items (RFC 8949) that occur in a native template. It allocates
/// nothing that the input asks for without having seen as many bytes, and knows no nesting.
final class CborReader {
    private static final int BREAK = 0xFF;
    private final byte[] bytes;
    private int at;

    CborReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    /// @return the number of entries, or -1 for a map that ends with a break
    int mapHeader() throws MalformedTemplateException {
        return header(5, 0xBF, "a map");
    }

    /// @return the number of elements, or -1 for an array that ends with a break
    int arrayHeader(String field) throws MalformedTemplateException {
        return header(4, 0x9F, "an array in field " + field);
    }

    /// Consumes the break that ends an item of indefinite length, if it stands here.
    boolean tookBreak() throws MalformedTemplateException {
        if (peek() == BREAK) {
            at++;
            return true;
        }
        return false;
    }

    String text(String field, int longest) throws MalformedTemplateException {
        int first = next();
        if (first >> 5 != 3) {
            throw new MalformedTemplateException("field " + field + ": expected a text string");
        }
        long length = argument(first);
        if (length > longest || length > bytes.length - at) {
            throw new MalformedTemplateException(
                    "field " + field + ": text of " + length + " bytes, at most " + longest);
        }
        String text = new String(bytes, at, (int) length, StandardCharsets.UTF_8);
        at += (int) length;
        return text;
    }

    int integer(String field, int smallest, int largest) throws MalformedTemplateException {
        int first = next();
        int major = first >> 5;
        if (major > 1) {
            throw new MalformedTemplateException("field " + field + ": expected an integer");
        }
        long argument = argument(first);
        long value = major == 0 ? argument : -1 - argument;
        if (value < smallest || value > largest) {
            throw new MalformedTemplateException(
                    "field " + field + ": " + value + " is not in " + smallest + ".." + largest);
        }
        return (int) value;
    }

    float real(String field) throws MalformedTemplateException {
        int first = next();
        if (first == 0xFA) {
            return Float.intBitsToFloat((int) big(4));
        }
        if (first == 0xFB) {
            return (float) Double.longBitsToDouble(big(8));
        }
        throw new MalformedTemplateException("field " + field + ": expected a real number");
    }

    private int header(int major, int indefinite, String what) throws MalformedTemplateException {
        int first = next();
        if (first == indefinite) {
            return -1;
        }
        if (first >> 5 != major) {
            throw new MalformedTemplateException("expected " + what);
        }
        long count = argument(first);
        if (count > bytes.length - at) {
            throw new MalformedTemplateException(
                    "expected " + what + ", but it claims " + count + " elements");
        }
        return (int) count;
    }

    private long argument(int first) throws MalformedTemplateException {
        int low = first & 31;
        if (low < 24) {
            return low;
        }
        return switch (low) {
            case 24 -> big(1);
            case 25 -> big(2);
            case 26 -> big(4);
            default -> throw new MalformedTemplateException("a length or number of 8 bytes");
        };
    }

    private long big(int count) throws MalformedTemplateException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | next();
        }
        return value;
    }

    private int next() throws MalformedTemplateException {
        int value = peek();
        at++;
        return value;
    }

    private int peek() throws MalformedTemplateException {
        if (at >= bytes.length) {
            throw new MalformedTemplateException("truncated after " + bytes.length + " bytes");
        }
        return bytes[at] & 0xFF;
    }
}
