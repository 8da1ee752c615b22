package org.forpost.edge.device.record;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Reads the big-endian fields of an ISO/IEC 19794 record one after another and never beyond its
/// end. Every complaint names the field and the byte at which it begins.
final class RecordReader {
    private final ByteBuffer bytes;
    private final String path;

    RecordReader(byte[] record, String path) {
        this(ByteBuffer.wrap(record), path);
    }

    private RecordReader(ByteBuffer bytes, String path) {
        this.bytes = bytes;
        this.path = path;
    }

    int u8(String field) throws BadRecordException {
        need(1, field);
        return bytes.get() & 0xff;
    }

    int u16(String field) throws BadRecordException {
        need(2, field);
        return bytes.getShort() & 0xffff;
    }

    long u32(String field) throws BadRecordException {
        need(4, field);
        return bytes.getInt() & 0xffffffffL;
    }

    long u48(String field) throws BadRecordException {
        return ((long) u16(field) << 32) | u32(field);
    }

    byte[] take(long length, String field) throws BadRecordException {
        need(length, field);
        byte[] taken = new byte[(int) length];
        bytes.get(taken);
        return taken;
    }

    void skip(long length, String field) throws BadRecordException {
        need(length, field);
        bytes.position(bytes.position() + (int) length);
    }

    /// A reader of the next `length` bytes alone; this one goes on behind them.
    RecordReader part(long length, String field) throws BadRecordException {
        need(length, field);
        ByteBuffer part = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return new RecordReader(part, path + "." + field);
    }

    int left() {
        return bytes.remaining();
    }

    /// Whether the record begins with these characters; does not move on.
    boolean beginsWith(byte[] magic) {
        byte[] head = new byte[Math.min(magic.length, bytes.remaining())];
        bytes.get(bytes.position(), head);
        return Arrays.equals(head, magic);
    }

    BadRecordException wrong(String field, String expected, String found) {
        return new BadRecordException(path + "." + field, expected, found);
    }

    private void need(long length, String field) throws BadRecordException {
        if (length > bytes.remaining()) {
            throw wrong(
                    field,
                    length + " more bytes at byte " + bytes.position(),
                    bytes.remaining() + " before the end");
        }
    }
}
