package org.forpost.edge.post.desk;

import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.RecordId;

/// What a lane and the desk say to each other of a case: CBOR as SPEC.md has it, an array with the
/// kind first and the crossing's id second. Drawn in this package's page.
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
sealed interface DeskMessage {
    int PIECE_BYTES = 256 * 1024;

    RecordId id();

    /// @param hash SHA-256 of the whole
    record Offer(RecordId id, int bytes, byte[] hash) implements DeskMessage {}

    record Want(RecordId id, int from) implements DeskMessage {}

    record Piece(RecordId id, int from, byte[] bytes) implements DeskMessage {}

    /// It is on the desk's disk, or was decided there.
    record Held(RecordId id) implements DeskMessage {}

    /// There is no room for it now.
    record Full(RecordId id) implements DeskMessage {}

    default byte[] encode() {
        CborWriter out = new CborWriter();
        switch (this) {
            case Offer(RecordId id, int bytes, byte[] hash) ->
                    out.array(4).uint(1).bytes(id.bytes()).uint(bytes).bytes(hash);
            case Want(RecordId id, int from) -> out.array(3).uint(2).bytes(id.bytes()).uint(from);
            case Piece(RecordId id, int from, byte[] bytes) ->
                    out.array(4).uint(3).bytes(id.bytes()).uint(from).bytes(bytes);
            case Held(RecordId id) -> out.array(2).uint(4).bytes(id.bytes());
            case Full(RecordId id) -> out.array(2).uint(5).bytes(id.bytes());
        }
        return out.toByteArray();
    }

    /// @throws MalformedException naming the field
    static DeskMessage decode(byte[] bytes) throws MalformedException {
        if (bytes.length > PIECE_BYTES + 64) {
            throw new MalformedException(
                    "desk", "at most " + (PIECE_BYTES + 64) + " bytes", "" + bytes.length);
        }
        CborReader in = new CborReader(bytes);
        int items = in.array("desk", 4);
        int kind = (int) in.uint("desk.kind", 5);
        int expected = kind == 1 || kind == 3 ? 4 : kind == 2 ? 3 : 2;
        if (kind == 0 || items != expected) {
            throw new MalformedException(
                    "desk.kind", "1 to 5, each with its items", kind + " with " + items);
        }
        RecordId id = RecordId.of(in.exactly("desk.crossing", RecordId.BYTES));
        DeskMessage message =
                switch (kind) {
                    case 1 ->
                            new Offer(
                                    id,
                                    (int) in.uint("desk.bytes", CaseFile.MAX_BYTES),
                                    in.exactly("desk.hash", Sha256.BYTES));
                    case 2 -> new Want(id, (int) in.uint("desk.from", CaseFile.MAX_BYTES));
                    case 3 ->
                            new Piece(
                                    id,
                                    (int) in.uint("desk.from", CaseFile.MAX_BYTES),
                                    in.bytes("desk.piece", PIECE_BYTES));
                    case 4 -> new Held(id);
                    default -> new Full(id);
                };
        in.end("desk");
        return message;
    }
}
