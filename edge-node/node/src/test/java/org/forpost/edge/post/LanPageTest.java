package org.forpost.edge.post;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forpost.edge.post.LanPage.Line;
import org.forpost.protocol.record.Priority;
import org.junit.jupiter.api.Test;

/// SPEC.md §10 on custody, carriage and releases, byte for byte.
class LanPageTest {
    private static final byte[] INCARNATION = new byte[16];
    private static final byte[] HASH = new byte[32];

    static {
        for (int i = 0; i < HASH.length; i++) {
            HASH[i] = (byte) (0x40 + i);
            INCARNATION[i % 16] = (byte) (0xa0 + i % 16);
        }
    }

    /// In the place of something signed or sealed.
    private static byte[] some(String what) {
        return what.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void custody() throws Exception {
        var run = new CustodyMessage.Run(1, 44, 42, HASH);
        LanPage.assertShows(
                "custody",
                List.of(
                        new Line(
                                new CustodyMessage.Greeting(some("hello")).encode(),
                                "1 greeting: the owner's signed hello"),
                        new Line(
                                new CustodyMessage.Stand(
                                                List.of(
                                                        List.of(),
                                                        List.of(run),
                                                        List.of(),
                                                        List.of()))
                                        .encode(),
                                "2 stand: of chain 1 it has 1 to 44, the last envelope from 42 on"),
                        new Line(
                                new CustodyMessage.Keep(some("envelope")).encode(),
                                "3 keep: an envelope (§3)"),
                        new Line(
                                new CustodyMessage.Held(Priority.CROSSING, 45, 47).encode(),
                                "4 held: 45 to 47 of chain 1 are on the peer's disk"),
                        new Line(
                                new CustodyMessage.Full(Priority.IMAGE, 9, 9).encode(),
                                "5 full: 9 of chain 3 is not"),
                        new Line(
                                new CustodyMessage.Word(some("receipt")).encode(),
                                "6 word: the hub's receipt (§5)")));
    }

    @Test
    void carriage() throws Exception {
        LanPage.assertShows(
                "carriage",
                List.of(
                        new Line(
                                new CarriageMessage.Carrying(true).encode(),
                                "1 carrying: the sender reaches the hub (0: does not)"),
                        new Line(
                                new CarriageMessage.Hello(some("hello")).encode(),
                                "2 hello: the peer's own, or of a lane that it keeps records of"),
                        new Line(
                                new CarriageMessage.Have(
                                                "lane-2", INCARNATION, new long[] {0, 47, 12, 9})
                                        .encode(),
                                "3 have: up to which number of each chain"),
                        new Line(
                                new CarriageMessage.Want(
                                                "lane-2", INCARNATION, Priority.CROSSING, 45)
                                        .encode(),
                                "4 want: the envelope that has 45 of chain 1 in it"),
                        new Line(
                                new CarriageMessage.Load(some("envelope")).encode(),
                                "5 load: an envelope (§3)"),
                        new Line(
                                new CarriageMessage.None(
                                                "lane-2", INCARNATION, Priority.CROSSING, 45)
                                        .encode(),
                                "6 none: what was wanted is not there"),
                        new Line(
                                new CarriageMessage.Word(some("receipt")).encode(),
                                "7 word: the hub's receipt (§5)")));
    }

    @Test
    void releases() throws Exception {
        List<Line> lines = new ArrayList<>();
        lines.add(
                new Line(
                        new ReleaseMessage.Offer(List.of(some("manifest"))).encode(),
                        "1 offer: signed manifests (§6.1) of what is in force"));
        lines.add(
                new Line(
                        new ReleaseMessage.Ask(HASH, 262_144).encode(),
                        "2 ask: the content of this hash, from this byte on"));
        lines.add(
                new Line(
                        new ReleaseMessage.Piece(HASH, 262_144, Arrays.copyOf(HASH, 4)).encode(),
                        "3 piece: at most 262,144 bytes of it; none where it is gone"));
        LanPage.assertShows("releases", lines);
    }
}
