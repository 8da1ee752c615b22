package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.forpost.edge.post.ReleaseSeeker.Step;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.junit.jupiter.api.Test;

/// A lane with yesterday's releases among peers.
class ReleaseSeekerTest {
    private static final byte[] KEY = LaneInPost.seed(7);
    private static final byte[] FORGER = LaneInPost.seed(8);
    private final Map<Role, Long> held = new EnumMap<>(Role.class);
    private long now = 1_000;
    private final ReleaseSeeker seeker =
            new ReleaseSeeker(Ed25519.check(Ed25519.publicKey(KEY)), () -> held, () -> now);
    private final byte[] content = new byte[ReleaseMessage.PIECE_BYTES + 1_000];
    private final byte[] today = signed(KEY, Role.RULES, 2, content);

    ReleaseSeekerTest() {
        new Random(1).nextBytes(content);
        for (Role role : Role.values()) {
            held.put(role, 1L);
        }
    }

    private static byte[] signed(byte[] key, Role role, long number, byte[] of) {
        return new Manifest(role, number, 1, 2, Sha256.of(of), of.length)
                .sign(Sign1.keyId(Ed25519.publicKey(key)), Ed25519.signer(key));
    }

    private byte[] manifest() {
        new Random(1).nextBytes(content);
        return signed(KEY, Role.RULES, 2, content);
    }

    private ReleaseMessage.Piece piece(int offset, byte[] of) {
        return new ReleaseMessage.Piece(
                Sha256.of(content),
                offset,
                Arrays.copyOfRange(
                        of, offset, Math.min(of.length, offset + ReleaseMessage.PIECE_BYTES)));
    }

    private static void asks(String peer, int offset, List<Step> steps) {
        assertEquals(1, steps.size());
        Step.Ask ask = assertInstanceOf(Step.Ask.class, steps.getFirst());
        assertEquals(peer, ask.peer());
        assertEquals(offset, ask.offset());
    }

    @Test
    void whatItLacksItAsksOnePeerForPieceAfterPiece() throws Exception {
        byte[] offer = manifest();
        asks("a", 0, seeker.offered("a", List.of(offer)));
        assertEquals(List.of(), seeker.offered("b", List.of(offer)), "one source is enough");
        asks("a", ReleaseMessage.PIECE_BYTES, seeker.piece("a", piece(0, content)));
        List<Step> steps = seeker.piece("a", piece(ReleaseMessage.PIECE_BYTES, content));
        Step.Whole whole = assertInstanceOf(Step.Whole.class, steps.getFirst());
        assertArrayEquals(offer, whole.signed());
        assertArrayEquals(content, whole.content());
        assertEquals(1, steps.size());
        held.put(Role.RULES, 2L);
        assertEquals(List.of(), seeker.look());
        assertEquals(Map.of(Role.RULES, 2L), seeker.numbers().get("b"));
    }

    @Test
    void yesterdaysAndItsOwnAreNotAskedFor() throws Exception {
        byte[] offer = manifest();
        held.put(Role.RULES, 2L);
        assertEquals(List.of(), seeker.offered("a", List.of(offer)));
        held.put(Role.RULES, 3L);
        assertEquals(List.of(), seeker.offered("a", List.of(offer)));
    }

    @Test
    void aForgedManifestEndsTheStreamAndIsNotAskedFor() {
        byte[] forged = signed(FORGER, Role.RULES, 9, content);
        assertThrows(
                MalformedException.class, () -> seeker.offered("a", List.of(manifest(), forged)));
        assertEquals(List.of(), seeker.look());
    }

    @Test
    void otherContentIsFoundOutAndAskedForElsewhere() throws Exception {
        byte[] offer = manifest();
        var _ = seeker.offered("a", List.of(offer));
        var _ = seeker.offered("b", List.of(offer));
        byte[] other = content.clone();
        other[5] ^= 1;
        var _ = seeker.piece("a", piece(0, other));
        asks("b", 0, seeker.piece("a", piece(ReleaseMessage.PIECE_BYTES, other)));
        now += ReleaseSeeker.PATIENCE_MILLIS;
        assertEquals(List.of(), seeker.look(), "b does not answer, and a is not asked again");
        now += ReleaseSeeker.BARRED_MILLIS;
        assertEquals(1, seeker.look().size());
    }

    @Test
    void aPeerThatEndsHalfWayIsReplaced() throws Exception {
        byte[] offer = manifest();
        var _ = seeker.offered("a", List.of(offer));
        var _ = seeker.offered("b", List.of(offer));
        var _ = seeker.piece("a", piece(0, content));
        asks("b", 0, seeker.closed("a"));
    }

    @Test
    void whoeverSendsItByteAfterByteIsReplaced() throws Exception {
        byte[] offer = manifest();
        var _ = seeker.offered("a", List.of(offer));
        var _ = seeker.offered("b", List.of(offer));
        var dribble = new ReleaseMessage.Piece(Sha256.of(content), 0, Arrays.copyOf(content, 1));
        assertThrows(MalformedException.class, () -> seeker.piece("a", dribble));
        asks("b", 0, seeker.closed("a"));
    }

    @Test
    void whoeverAnswersAtTheLastMomentEachTimeIsReplaced() throws Exception {
        byte[] big = new byte[64 * ReleaseMessage.PIECE_BYTES];
        byte[] offer = signed(KEY, Role.WATCHLIST, 2, big);
        byte[] hash = Sha256.of(big);
        var _ = seeker.offered("a", List.of(offer));
        var _ = seeker.offered("b", List.of(offer));
        int offset = 0;
        for (long since = now; now - since < 120_000; offset += ReleaseMessage.PIECE_BYTES) {
            now += ReleaseSeeker.PATIENCE_MILLIS - 1;
            List<Step> steps = seeker.look();
            if (!steps.isEmpty()) {
                asks("b", 0, steps);
                return;
            }
            byte[] piece = new byte[ReleaseMessage.PIECE_BYTES];
            asks(
                    "a",
                    offset + piece.length,
                    seeker.piece("a", new ReleaseMessage.Piece(hash, offset, piece)));
        }
        throw new AssertionError("for two minutes nobody else was asked");
    }

    @Test
    void theTrustAnchorsComeFirstAndTheNewestOfTwo() throws Exception {
        byte[] small = {1, 2, 3};
        byte[] newer = {4, 5, 6};
        var _ = seeker.offered("a", List.of(signed(KEY, Role.WATCHLIST, 5, small)));
        var _ = seeker.closed("a");
        var _ = seeker.offered("b", List.of(signed(KEY, Role.TRUST, 2, small)));
        var _ = seeker.closed("b");
        asks(
                "c",
                0,
                seeker.offered(
                        "c",
                        List.of(
                                signed(KEY, Role.WATCHLIST, 6, newer),
                                signed(KEY, Role.TRUST, 3, small))));
        List<Step> steps = seeker.piece("c", new ReleaseMessage.Piece(Sha256.of(small), 0, small));
        assertInstanceOf(Step.Whole.class, steps.get(0));
        assertArrayEquals(Sha256.of(newer), ((Step.Ask) steps.get(1)).content());
    }

    @Test
    void whatWasNotAskedForEndsTheStream() throws Exception {
        assertThrows(MalformedException.class, () -> seeker.piece("a", piece(0, content)));
        byte[] offer = manifest();
        var _ = seeker.offered("a", List.of(offer));
        assertThrows(MalformedException.class, () -> seeker.piece("b", piece(0, content)));
        assertThrows(
                MalformedException.class,
                () -> seeker.piece("a", piece(ReleaseMessage.PIECE_BYTES, content)));
        asks("a", ReleaseMessage.PIECE_BYTES, seeker.piece("a", piece(0, content)));
        assertThrows(MalformedException.class, () -> seeker.piece("a", piece(0, content)));
    }

    @Test
    void everyMessageComesBackAsItWent() throws Exception {
        for (ReleaseMessage message :
                List.of(
                        new ReleaseMessage.Offer(List.of(today)),
                        new ReleaseMessage.Offer(List.of()),
                        new ReleaseMessage.Ask(new byte[32], 7),
                        new ReleaseMessage.Piece(new byte[32], 7, new byte[40]))) {
            byte[] bytes = message.encode();
            assertArrayEquals(bytes, ReleaseMessage.decode(bytes).encode());
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThrows(MalformedException.class, () -> ReleaseMessage.decode(cut));
            }
        }
    }
}
