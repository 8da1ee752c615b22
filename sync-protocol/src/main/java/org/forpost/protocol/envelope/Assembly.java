package org.forpost.protocol.envelope;

import java.util.Arrays;
import java.util.BitSet;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;

/// Puts the pieces of one object together, in whatever order and however often they come.
public final class Assembly {
    private final byte[] object;
    private final byte[] whole;
    private final BitSet have = new BitSet();

    /// @param first any piece of the object; its total was bounded when it was read
    public Assembly(Chunk first) {
        this.object = first.object();
        this.whole = new byte[first.total()];
    }

    public boolean isFor(Chunk chunk) {
        return Arrays.equals(object, chunk.object()) && chunk.total() == whole.length;
    }

    /// @return whether this piece was new
    public boolean add(Chunk chunk) {
        int place = chunk.offset() / Chunk.PIECE_BYTES;
        if (have.get(place)) {
            return false;
        }
        System.arraycopy(chunk.piece(), 0, whole, chunk.offset(), chunk.piece().length);
        have.set(place);
        return true;
    }

    public boolean complete() {
        return have.cardinality() == (whole.length + Chunk.PIECE_BYTES - 1) / Chunk.PIECE_BYTES;
    }

    /// @throws MalformedException when the pieces are not of the object that their heads named
    public byte[] whole() throws MalformedException {
        if (!Arrays.equals(object, Sha256.of(whole))) {
            throw new MalformedException("chunk.object", "the SHA-256 of its pieces", "another");
        }
        return whole.clone();
    }

    /// Which pieces have come: piece *i* is bit *i* mod 8, the lowest first, of byte *i* / 8; no
    /// trailing zero bytes.
    public byte[] bitmap() {
        return have.toByteArray();
    }

    /// Offset of the first piece that has not come.
    public int firstMissing() {
        return Math.min(have.nextClearBit(0) * Chunk.PIECE_BYTES, whole.length);
    }

    public byte[] object() {
        return object.clone();
    }
}
