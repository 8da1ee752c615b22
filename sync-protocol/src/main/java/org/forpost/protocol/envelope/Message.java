package org.forpost.protocol.envelope;

import java.nio.ByteBuffer;
import org.forpost.protocol.cbor.MalformedException;

/// What one message of the transport carries: a version byte, a kind, and the rest (SPEC.md §4).
public sealed interface Message {
    /// Most bytes of a message: at 64 kbit/s it takes one second.
    int MAX_BYTES = 8 * 1024;

    /// Node to hub: where my journal is, and which releases I hold. A signed [Sign1].
    record Hello(byte[] signed) implements Message {}

    /// Node to hub: a piece of a batch. Hub to node: a piece of a release.
    record Piece(Chunk chunk) implements Message {}

    /// Hub to node: how far a chain has been counted. A signed [Sign1].
    record Receipt(byte[] signed) implements Message {}

    /// Hub to node: a release exists. A signed [Sign1].
    record Manifest(byte[] signed) implements Message {}

    /// Node to hub: send me the content of that release, pieces from this offset on.
    record Want(byte[] object, int offset) implements Message {}

    /// Node to hub: the hello of another node of its post, as that node signed it. A signed
    /// [Sign1].
    record CarriedHello(byte[] signed) implements Message {}

    /// Node to hub: a piece of a batch of another node of its post.
    record CarriedPiece(Chunk chunk) implements Message {}

    /// @param maxTotal most bytes of an object that a piece may belong to
    /// @throws MalformedException naming the field that is not as SPEC.md §4 says
    static Message decode(byte[] bytes, int maxTotal) throws MalformedException {
        if (bytes.length < 3 || bytes.length > MAX_BYTES) {
            throw new MalformedException(
                    "message", "3 to " + MAX_BYTES + " bytes", bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = in.get() & 0xff;
        if (version != 1) {
            throw new MalformedException("message.version", "1", "" + version);
        }
        int kind = in.get() & 0xff;
        return switch (kind) {
            case 1 -> new Hello(rest(in));
            case 2 -> new Piece(Chunk.decode(in, maxTotal));
            case 3 -> new Receipt(rest(in));
            case 4 -> new Manifest(rest(in));
            case 5 -> want(in);
            case 6 -> new CarriedHello(rest(in));
            case 7 -> new CarriedPiece(Chunk.decode(in, maxTotal));
            default -> throw new MalformedException("message.kind", "1 to 7", "" + kind);
        };
    }

    default byte[] encode() {
        return switch (this) {
            case Hello hello -> bytes(1, hello.signed());
            case Piece piece -> bytes(2, piece.chunk().encode());
            case Receipt receipt -> bytes(3, receipt.signed());
            case Manifest manifest -> bytes(4, manifest.signed());
            case Want want ->
                    bytes(
                            5,
                            ByteBuffer.allocate(36)
                                    .put(want.object())
                                    .putInt(want.offset())
                                    .array());
            case CarriedHello hello -> bytes(6, hello.signed());
            case CarriedPiece piece -> bytes(7, piece.chunk().encode());
        };
    }

    private static Want want(ByteBuffer in) throws MalformedException {
        if (in.remaining() != 36) {
            throw new MalformedException("want", "36 bytes", in.remaining() + " bytes");
        }
        byte[] object = new byte[32];
        in.get(object);
        int offset = in.getInt();
        if (offset < 0 || offset % Chunk.PIECE_BYTES != 0) {
            throw new MalformedException(
                    "want.offset", "a multiple of " + Chunk.PIECE_BYTES, "" + offset);
        }
        return new Want(object, offset);
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private static byte[] bytes(int kind, byte[] rest) {
        return ByteBuffer.allocate(2 + rest.length)
                .put((byte) 1)
                .put((byte) kind)
                .put(rest)
                .array();
    }
}
