package org.forpost.protocol.envelope;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.crypto.Unsealer;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;
import org.junit.jupiter.api.Test;

/// A batch arrives as it was signed and sealed, or not at all.
class EnvelopeTest {
    private static final byte[] NODE = seed(1);
    private static final byte[] HUB = seed(2);
    private static final Signer SIGNER = Ed25519.signer(NODE);
    private static final SignatureCheck CHECK = Ed25519.check(Ed25519.publicKey(NODE));
    private static final Unsealer UNSEALER = Hpke.unsealer(HUB);

    private static byte[] seed(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return seed;
    }

    private static byte[] sealed(List<byte[]> records) {
        Random random = new Random(1);
        return BatchCodec.seal(
                Batch.of("lane-1", new byte[16], Priority.ALERT, Head.START, records),
                Hpke.sealer(
                        Hpke.publicKey(HUB),
                        count -> {
                            byte[] bytes = new byte[count];
                            random.nextBytes(bytes);
                            return bytes;
                        }),
                Sign1.keyId(Ed25519.publicKey(NODE)),
                SIGNER);
    }

    @Test
    void oneFlippedBitAnywhereIsRefused() throws Exception {
        byte[] envelope = sealed(List.of(new byte[] {1, 1, 1}, new byte[] {2}));
        assertEquals(2, BatchCodec.open(envelope, CHECK, UNSEALER).items().size());
        for (int bit = 0; bit < envelope.length * 8; bit++) {
            byte[] flipped = envelope.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                BatchCodec.open(flipped, CHECK, UNSEALER);
                throw new AssertionError("bit " + bit + " made no difference");
            } catch (MalformedException e) {
                assertFalse(e.field().isEmpty());
            } catch (NotAuthenticException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("signature"), e.getMessage());
            }
        }
    }

    @Test
    void anotherHubAndAnotherNodeAreRefused() {
        byte[] envelope = sealed(List.of(new byte[] {1}));
        assertThrows(
                NotAuthenticException.class,
                () -> BatchCodec.open(envelope, CHECK, Hpke.unsealer(seed(3))));
        assertThrows(
                NotAuthenticException.class,
                () ->
                        BatchCodec.open(
                                envelope, Ed25519.check(Ed25519.publicKey(seed(4))), UNSEALER));
    }

    @Test
    void aSignatureForOnePurposeIsNoneForAnother() throws Exception {
        byte[] signed = Sign1.sign(Sign1.Purpose.HELLO, new byte[8], new byte[] {1, 2}, SIGNER);
        assertArrayEquals(new byte[] {1, 2}, Sign1.open(Sign1.Purpose.HELLO, signed, 10, CHECK));
        for (Sign1.Purpose other : Sign1.Purpose.values()) {
            if (other != Sign1.Purpose.HELLO) {
                assertThrows(
                        NotAuthenticException.class, () -> Sign1.open(other, signed, 10, CHECK));
            }
        }
        assertThrows(
                MalformedException.class, () -> Sign1.open(Sign1.Purpose.HELLO, signed, 1, CHECK));
    }

    @Test
    void theLargestBatchFitsAndTheCountsAreBounded() throws Exception {
        byte[] noise = new byte[3000];
        new Random(3).nextBytes(noise);
        List<byte[]> records = Collections.nCopies(256, noise);
        byte[] envelope = sealed(records);
        assertTrue(envelope.length <= BatchCodec.MAX_ENVELOPE_BYTES);
        assertEquals(256, BatchCodec.open(envelope, CHECK, UNSEALER).items().size());
        List<byte[]> incompressible = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 255; i++) {
            byte[] one = new byte[3070];
            random.nextBytes(one);
            incompressible.add(one);
        }
        assertTrue(sealed(incompressible).length <= BatchCodec.MAX_ENVELOPE_BYTES);
        MalformedException e =
                assertThrows(
                        MalformedException.class,
                        () ->
                                BatchCodec.open(
                                        sealed(Collections.nCopies(257, new byte[1])),
                                        CHECK,
                                        UNSEALER));
        assertEquals("batch.count", e.field());
    }

    @Test
    void aBombStopsAtWhatTheHeaderPromised() throws Exception {
        byte[] bomb = Compression.compress(new byte[50_000_000]);
        assertTrue(bomb.length < 60_000);
        MalformedException e =
                assertThrows(MalformedException.class, () -> Compression.expand(bomb, 100));
        assertEquals("batch.plain_bytes", e.field());
        byte[] small = Compression.compress(new byte[100]);
        assertArrayEquals(new byte[100], Compression.expand(small, 100));
        assertThrows(MalformedException.class, () -> Compression.expand(small, 99));
        assertThrows(MalformedException.class, () -> Compression.expand(small, 101));
        assertThrows(
                MalformedException.class,
                () -> Compression.expand(Arrays.copyOf(small, small.length + 1), 100));
        assertThrows(
                MalformedException.class,
                () -> Compression.expand(Arrays.copyOf(small, small.length - 1), 100));
        assertThrows(MalformedException.class, () -> Compression.expand(new byte[0], 1));
        assertThrows(MalformedException.class, () -> Compression.expand(new byte[] {7, 7}, 1));
    }

    @Test
    void aSignedBatchWhoseInsideLiesIsRefusedByField() {
        byte[] payload =
                new CborWriter()
                        .array(3)
                        .bytes(new CborWriter().map(1).uint(1).text("lane-1").toByteArray())
                        .bytes(new byte[32])
                        .bytes(new byte[16])
                        .toByteArray();
        byte[] envelope = Sign1.sign(Sign1.Purpose.BATCH, new byte[8], payload, SIGNER);
        MalformedException e =
                assertThrows(
                        MalformedException.class, () -> BatchCodec.open(envelope, CHECK, UNSEALER));
        assertEquals("batch.header", e.field());
    }

    @Test
    void piecesComeInAnyOrderAndTwice() throws Exception {
        byte[] whole = new byte[5 * Chunk.PIECE_BYTES + 17];
        new Random(2).nextBytes(whole);
        List<Chunk> chunks = new ArrayList<>();
        for (Chunk chunk : Chunk.cut(whole)) {
            byte[] message = new Message.Piece(chunk).encode();
            assertTrue(message.length <= Message.MAX_BYTES);
            chunks.add(((Message.Piece) Message.decode(message, whole.length)).chunk());
        }
        assertEquals(6, chunks.size());
        for (int seed = 0; seed < 50; seed++) {
            List<Chunk> order = new ArrayList<>(chunks);
            order.addAll(chunks.subList(0, 3));
            Collections.shuffle(order, new Random(seed));
            Assembly assembly = new Assembly(order.getFirst());
            int fresh = 0;
            for (Chunk chunk : order) {
                assertTrue(assembly.isFor(chunk));
                fresh += assembly.add(chunk) ? 1 : 0;
                assertEquals(fresh == 6, assembly.complete());
            }
            assertArrayEquals(whole, assembly.whole());
            assertEquals(whole.length, assembly.firstMissing());
        }
    }

    @Test
    void piecesThatLieAreFoundOut() {
        byte[] whole = new byte[2 * Chunk.PIECE_BYTES];
        List<Chunk> chunks = Chunk.cut(whole);
        Assembly assembly = new Assembly(chunks.getFirst());
        assertEquals(0, assembly.firstMissing());
        assembly.add(chunks.getFirst());
        assertEquals(Chunk.PIECE_BYTES, assembly.firstMissing());
        byte[] other = new byte[Chunk.PIECE_BYTES];
        other[5] = 1;
        assembly.add(new Chunk(chunks.getFirst().object(), whole.length, Chunk.PIECE_BYTES, other));
        assertTrue(assembly.complete());
        assertThrows(MalformedException.class, assembly::whole);
    }

    @Test
    void messagesAreBoundedBeforeTheyAreRead() {
        Chunk chunk = Chunk.cut(new byte[100]).getFirst();
        byte[] good = new Message.Piece(chunk).encode();
        refused("message", new byte[2]);
        refused("message", new byte[Message.MAX_BYTES + 1]);
        refused("message.version", changed(good, 0, 2));
        refused("message.kind", changed(good, 1, 8));
        refused("message.kind", changed(good, 1, 0));
        refused("chunk.total", changed(changed(good, 1, 7), 34, 0x7f));
        refused("chunk.total", changed(good, 34, 0x7f)); // 2 GB
        refused("chunk.total", changed(good, 34, 0x80)); // below zero
        refused("chunk.offset", changed(good, 41, 1));
        refused("chunk.offset", changed(good, 38, 0x80));
        refused("chunk.piece", Arrays.copyOf(good, good.length - 1));
        refused("chunk.piece", Arrays.copyOf(good, good.length + 1));
        refused("chunk", Arrays.copyOf(good, 42));
        byte[] want = new Message.Want(new byte[32], 8000).encode();
        refused("want", Arrays.copyOf(want, want.length + 1));
        refused("want.offset", changed(want, want.length - 1, 1));
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static void refused(String field, byte[] message) {
        MalformedException e =
                assertThrows(MalformedException.class, () -> Message.decode(message, 1 << 20));
        assertEquals(field, e.field());
    }
}
