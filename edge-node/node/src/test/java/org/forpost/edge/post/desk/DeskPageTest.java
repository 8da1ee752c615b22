package org.forpost.edge.post.desk;

import java.util.HexFormat;
import java.util.List;
import org.forpost.edge.post.LanPage;
import org.forpost.edge.post.LanPage.Line;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.RecordId;
import org.junit.jupiter.api.Test;

/// SPEC.md §10 on the desk, byte for byte.
class DeskPageTest {
    @Test
    void desk() throws Exception {
        RecordId id = RecordId.of(HexFormat.of().parseHex("101112131415161718191a1b1c1d1e1f"));
        byte[] file = {1, 2, 3};
        LanPage.assertShows(
                "desk",
                List.of(
                        new Line(
                                new DeskMessage.Offer(id, file.length, Sha256.of(file)).encode(),
                                "1 offer: a case of 3 bytes, and their SHA-256"),
                        new Line(new DeskMessage.Want(id, 0).encode(), "2 want: from byte 0 on"),
                        new Line(
                                new DeskMessage.Piece(id, 0, file).encode(),
                                "3 piece: at most 262,144 bytes of it"),
                        new Line(
                                new DeskMessage.Held(id).encode(),
                                "4 held: on the desk's disk, or decided there"),
                        new Line(new DeskMessage.Full(id).encode(), "5 full: no room for it now")));
    }
}
