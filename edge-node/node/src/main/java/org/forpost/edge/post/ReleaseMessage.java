package org.forpost.edge.post;

import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;

/// What a lane that has releases in force and a peer that may lack them say to each other: CBOR, an
/// array with the kind first.
///
/// ```
/// holder                         peer
///  │ 1 offer: signed manifests ───►│ newer than its own?
///  │◄──────────── 2 ask: hash, offset │
///  │ 3 piece: hash, offset, bytes ►│ whole? then through the same gate as from the hub
/// ```
sealed interface ReleaseMessage {
    /// A quarter of a megabyte: a list of 16 MB comes in 64 of them.
    int PIECE_BYTES = 256 * 1024;

    int MAX_BYTES = PIECE_BYTES + 64;

    /// A manifest is about 200 bytes signed.
    int MAX_MANIFEST = 512;

    /// @param manifests of the releases in force, one of a role at most
    record Offer(List<byte[]> manifests) implements ReleaseMessage {
        public Offer {
            manifests = List.copyOf(manifests);
        }
    }

    /// @param content its SHA-256
    record Ask(byte[] content, int offset) implements ReleaseMessage {}

    /// @param bytes none where the holder does not have it any more
    record Piece(byte[] content, int offset, byte[] bytes) implements ReleaseMessage {}

    default byte[] encode() {
        CborWriter out = new CborWriter();
        switch (this) {
            case Offer(List<byte[]> manifests) -> {
                out.array(2).uint(1).array(manifests.size());
                manifests.forEach(out::bytes);
            }
            case Ask(byte[] content, int offset) ->
                    out.array(3).uint(2).bytes(content).uint(offset);
            case Piece(byte[] content, int offset, byte[] bytes) ->
                    out.array(4).uint(3).bytes(content).uint(offset).bytes(bytes);
        }
        return out.toByteArray();
    }

    /// @throws MalformedException naming the field
    static ReleaseMessage decode(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException(
                    "release.message", "at most " + MAX_BYTES + " bytes", "" + bytes.length);
        }
        CborReader in = new CborReader(bytes);
        int items = in.array("release.message", 4);
        int kind = (int) in.uint("release.kind", 3);
        if (kind == 0 || items != kind + 1) {
            throw new MalformedException(
                    "release.kind", "1 to 3, each with its items", kind + " with " + items);
        }
        ReleaseMessage message =
                switch (kind) {
                    case 1 -> offer(in);
                    case 2 -> new Ask(content(in), offset(in));
                    default ->
                            new Piece(
                                    content(in),
                                    offset(in),
                                    in.bytes("release.piece", PIECE_BYTES));
                };
        in.end("release.message");
        return message;
    }

    private static Offer offer(CborReader in) throws MalformedException {
        int count = in.array("release.offer", Role.values().length);
        List<byte[]> manifests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            manifests.add(in.bytes("release.manifest", MAX_MANIFEST));
        }
        return new Offer(manifests);
    }

    private static byte[] content(CborReader in) throws MalformedException {
        return in.exactly("release.content", Sha256.BYTES);
    }

    private static int offset(CborReader in) throws MalformedException {
        return (int) in.uint("release.offset", Manifest.MAX_CONTENT_BYTES);
    }
}
