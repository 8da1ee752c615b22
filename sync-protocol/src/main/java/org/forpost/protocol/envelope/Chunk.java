package org.forpost.protocol.envelope;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;

/// A piece of something larger than a message: SPEC.md §4.
///
/// @param object SHA-256 of the whole
/// @param total bytes of the whole
/// @param offset where this piece begins, a multiple of [#PIECE_BYTES]
public record Chunk(byte[] object, int total, int offset, byte[] piece) {
    /// A message of 8 KiB holds one piece with its head and the transport's: the smallest unit that
    /// an urgent record has to wait for takes one second at 64 kbit/s.
    public static final int PIECE_BYTES = 8000;

    static final int HEAD_BYTES = Sha256.BYTES + 4 + 4;

    public static List<Chunk> cut(byte[] whole) {
        byte[] object = Sha256.of(whole);
        List<Chunk> chunks = new ArrayList<>(whole.length / PIECE_BYTES + 1);
        for (int offset = 0; offset < whole.length; offset += PIECE_BYTES) {
            int end = Math.min(whole.length, offset + PIECE_BYTES);
            chunks.add(
                    new Chunk(
                            object, whole.length, offset, Arrays.copyOfRange(whole, offset, end)));
        }
        return chunks;
    }

    byte[] encode() {
        return ByteBuffer.allocate(HEAD_BYTES + piece.length)
                .put(object)
                .putInt(total)
                .putInt(offset)
                .put(piece)
                .array();
    }

    static Chunk decode(ByteBuffer in, int maxTotal) throws MalformedException {
        if (in.remaining() <= HEAD_BYTES) {
            throw new MalformedException(
                    "chunk", "more than " + HEAD_BYTES + " bytes", in.remaining() + " bytes");
        }
        byte[] object = new byte[Sha256.BYTES];
        in.get(object);
        int total = in.getInt();
        int offset = in.getInt();
        byte[] piece = new byte[in.remaining()];
        in.get(piece);
        if (total < 1 || total > maxTotal) {
            throw new MalformedException("chunk.total", "1 to " + maxTotal + " bytes", "" + total);
        }
        if (offset < 0 || offset >= total || offset % PIECE_BYTES != 0) {
            throw new MalformedException(
                    "chunk.offset",
                    "a multiple of " + PIECE_BYTES + " below " + total,
                    "" + offset);
        }
        int expected = Math.min(PIECE_BYTES, total - offset);
        if (piece.length != expected) {
            throw new MalformedException(
                    "chunk.piece", expected + " bytes", piece.length + " bytes");
        }
        return new Chunk(object, total, offset, piece);
    }

    /// Whether the whole is in this one piece.
    public boolean whole() {
        return offset == 0 && piece.length == total;
    }
}
