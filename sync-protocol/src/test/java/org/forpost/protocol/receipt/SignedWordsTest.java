package org.forpost.protocol.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.junit.jupiter.api.Test;

/// What the hub and a node sign about each other's journals.
class SignedWordsTest {
    private static final Signer SIGNER = Ed25519.signer(new byte[32]);
    private static final SignatureCheck CHECK = Ed25519.check(Ed25519.publicKey(new byte[32]));

    private static Receipt receipt(Receipt.Verdict verdict, List<Receipt.Refused> refused) {
        Head head = new Head(Long.MAX_VALUE, new byte[32]);
        return verdict == Receipt.Verdict.UNREADABLE
                ? new Receipt(
                        "lane-1",
                        new byte[16],
                        Priority.IMAGE,
                        head,
                        1,
                        verdict,
                        refused,
                        new byte[32],
                        List.of(new Receipt.Held(new byte[32], new byte[] {5, 1})))
                : new Receipt("lane-1", new byte[16], Priority.IMAGE, head, 1, verdict, refused);
    }

    @Test
    void receiptsSurviveWithEveryVerdictAndAsManyRefusedAsFitAMessage() throws Exception {
        List<Receipt.Refused> refused =
                Collections.nCopies(
                        Receipt.MAX_REFUSED, new Receipt.Refused(Long.MAX_VALUE, "х".repeat(300)));
        assertEquals(80, refused.getFirst().field().getBytes(StandardCharsets.UTF_8).length);
        for (Receipt.Verdict verdict : Receipt.Verdict.values()) {
            byte[] signed = receipt(verdict, refused).sign(new byte[8], SIGNER);
            assertTrue(new Message.Receipt(signed).encode().length <= Message.MAX_BYTES);
            Receipt again = Receipt.open(signed, CHECK);
            assertEquals(verdict, again.verdict());
            assertEquals(verdict == Receipt.Verdict.UNREADABLE ? 1 : 0, again.held().size());
            assertEquals(refused, again.refused());
            assertEquals(Long.MAX_VALUE, again.head().number());
        }
    }

    @Test
    void aFlippedBitOfAReceiptIsRefused() {
        byte[] signed = receipt(Receipt.Verdict.COUNTED, List.of()).sign(new byte[8], SIGNER);
        for (int bit = 0; bit < signed.length * 8; bit++) {
            byte[] flipped = signed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                Receipt.open(flipped, CHECK);
                throw new AssertionError("bit " + bit + " made no difference");
            } catch (MalformedException | NotAuthenticException e) {
                assertTrue(!String.valueOf(e.getMessage()).isEmpty());
            }
        }
    }

    @Test
    void aReceiptWithAnUnknownVerdictOrAnEmptyListIsRefused() {
        refused("receipt.verdict", 0, false);
        refused("receipt.verdict", 4, false);
        refused("receipt.object", 3, false);
        refused("receipt.refused", 1, true);
    }

    private static void refused(String field, int verdict, boolean emptyList) {
        CborWriter out = new CborWriter().map(emptyList ? 8 : 7);
        out.uint(1).text("lane-1").uint(2).bytes(new byte[16]).uint(3).uint(0);
        out.uint(4).uint(1).uint(5).bytes(new byte[32]).uint(6).uint(1).uint(7).uint(verdict);
        if (emptyList) {
            out.uint(8).array(0);
        }
        byte[] signed = Sign1.sign(Sign1.Purpose.RECEIPT, new byte[8], out.toByteArray(), SIGNER);
        MalformedException e =
                assertThrows(MalformedException.class, () -> Receipt.open(signed, CHECK));
        assertEquals(field, e.field());
    }

    @Test
    void aHelloTellsTheBacklogAndWhatIsInForce() throws Exception {
        Hello hello =
                new Hello(
                        "lane-1",
                        new byte[16],
                        new long[] {5, 100, 0, 7},
                        new long[] {5, 60, 0, 9},
                        new TreeMap<>(Map.of(Role.WATCHLIST, 41L, Role.TRUST, 2L)),
                        1);
        assertEquals(40, hello.backlog());
        Hello again = Hello.open(hello.sign(new byte[8], SIGNER), CHECK);
        assertEquals(hello.releases(), again.releases());
        assertEquals(40, again.backlog());
        assertThrows(
                NotAuthenticException.class,
                () ->
                        Hello.open(
                                receipt(Receipt.Verdict.COUNTED, List.of())
                                        .sign(new byte[8], SIGNER),
                                CHECK));
    }
}
