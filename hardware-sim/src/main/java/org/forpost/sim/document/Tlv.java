package org.forpost.sim.document;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// BER-TLV as chips have it (ISO/IEC 7816-4 section 5.2.2): tags of one or two bytes, definite
/// lengths of up to three.
final class Tlv {
    private Tlv() {}

    /// @param tag `0x61` or `0x7F49`
    static byte[] of(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var out = new ByteArrayOutputStream(length + 6);
        if (tag > 0xFF) {
            out.write(tag >> 8);
        }
        out.write(tag);
        if (length > 0xFFFF) {
            out.write(0x83);
            out.write(length >> 16);
            out.write(length >> 8);
        } else if (length > 0xFF) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7F) {
            out.write(0x81);
        }
        out.write(length);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// The objects of one level, by their tags.
    ///
    /// @throws BadCommand when lengths reach beyond the end
    static Map<Integer, byte[]> parse(byte[] bytes) throws BadCommand {
        Map<Integer, byte[]> objects = new LinkedHashMap<>();
        int at = 0;
        while (at < bytes.length) {
            int tag = bytes[at++] & 0xFF;
            if ((tag & 0x1F) == 0x1F) {
                tag = tag << 8 | at(bytes, at++);
            }
            int length = at(bytes, at++);
            if (length > 0x80) {
                int more = length - 0x80;
                length = 0;
                for (int i = 0; i < more; i++) {
                    length = length << 8 | at(bytes, at++);
                }
            }
            if (length < 0 || length > bytes.length - at) {
                throw new BadCommand(0x6A80);
            }
            objects.put(tag, Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return objects;
    }

    private static int at(byte[] bytes, int index) throws BadCommand {
        if (index >= bytes.length) {
            throw new BadCommand(0x6A80);
        }
        return bytes[index] & 0xFF;
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
