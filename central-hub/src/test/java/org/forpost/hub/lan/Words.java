package org.forpost.hub.lan;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.forpost.hub.identity.NodeIdentity;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;

/// What lanes say to each other, made without a class of theirs: a mistake in their codecs is not
/// made here a second time.
final class Words {
    static final byte[] INCARNATION = new byte[16];
    static final int HELD = 4;
    static final int FULL = 5;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Randomness RANDOMNESS =
            count -> {
                byte[] bytes = new byte[count];
                RANDOM.nextBytes(bytes);
                return bytes;
            };

    private Words() {}

    static byte[] keyId(NodeIdentity node) {
        return Sign1.keyId(Ed25519.publicKey(node.signingKey()));
    }

    static byte[] hello(NodeIdentity node) {
        SortedMap<org.forpost.protocol.release.Role, Long> none = new TreeMap<>();
        return new Hello(
                        node.node(),
                        INCARNATION,
                        new long[Priority.COUNT],
                        new long[Priority.COUNT],
                        none,
                        System.currentTimeMillis())
                .sign(keyId(node), Ed25519.signer(node.signingKey()));
    }

    static byte[] greeting(NodeIdentity node) {
        return new CborWriter().array(2).uint(1).bytes(hello(node)).toByteArray();
    }

    static byte[] keep(byte[] envelope) {
        return new CborWriter().array(2).uint(3).bytes(envelope).toByteArray();
    }

    static byte[] word(byte[] receipt) {
        return new CborWriter().array(2).uint(6).bytes(receipt).toByteArray();
    }

    /// Says to a carrier that there is more of a journal here than anywhere else.
    static byte[] have(String node, byte[] incarnation, long last) {
        CborWriter out = new CborWriter().array(4).uint(3).text(node).bytes(incarnation);
        out.array(Priority.COUNT);
        for (int i = 0; i < Priority.COUNT; i++) {
            out.uint(last);
        }
        return out.toByteArray();
    }

    static byte[] load(byte[] envelope) {
        return new CborWriter().array(2).uint(5).bytes(envelope).toByteArray();
    }

    /// What a carrier wants: whose, of which chain, from which record on.
    record Wanted(String node, byte[] incarnation, Priority priority, long number) {
        static Wanted of(byte[] frame) throws MalformedException {
            CborReader in = new CborReader(frame);
            in.array("want", 5);
            in.uint("kind", 99);
            return new Wanted(
                    in.text("node", 64),
                    in.exactly("incarnation", 16),
                    Priority.of((int) in.uint("priority", Priority.COUNT - 1)),
                    in.uint("number", Long.MAX_VALUE));
        }
    }

    /// Another's next records, made up, with the wrong key under them.
    static byte[] forged(NodeIdentity by, Wanted wanted) {
        return BatchCodec.seal(
                Batch.of(
                        wanted.node(),
                        wanted.incarnation(),
                        wanted.priority(),
                        new Head(wanted.number() - 1, new byte[32]),
                        List.of(RANDOMNESS.bytes(200))),
                Hpke.sealer(by.hubSealKey(), RANDOMNESS),
                keyId(by),
                Ed25519.signer(by.signingKey()));
    }

    /// Kind of a frame that a keeper sends.
    static int kind(byte[] frame) throws MalformedException {
        CborReader in = new CborReader(frame);
        int items = in.array("frame", 8);
        return items == 0 ? 0 : (int) in.uint("kind", 99);
    }

    /// Records that a node makes up about itself, sealed and signed as they should be.
    static byte[] madeUp(NodeIdentity node, Head before, int bytes) {
        return BatchCodec.seal(
                Batch.of(
                        node.node(),
                        INCARNATION,
                        Priority.CROSSING,
                        before,
                        List.of(RANDOMNESS.bytes(bytes))),
                Hpke.sealer(node.hubSealKey(), RANDOMNESS),
                keyId(node),
                Ed25519.signer(node.signingKey()));
    }

    /// A receipt for everything, with the wrong key under it.
    static byte[] forgedReceipt(NodeIdentity by, String node, byte[] incarnation) {
        return new Receipt(
                        node,
                        incarnation,
                        Priority.CROSSING,
                        new Head(1_000_000, new byte[32]),
                        System.currentTimeMillis(),
                        Receipt.Verdict.COUNTED,
                        List.of())
                .sign(Sign1.keyId(by.hubReceiptKey()), Ed25519.signer(by.signingKey()));
    }

    static byte[] altered(byte[] good, int at) {
        byte[] bad = good.clone();
        bad[at] ^= 1;
        return bad;
    }

    /// An announcement on the LAN.
    static byte[] announcement(NodeIdentity node, int lane, String host, long millis) {
        byte[] body =
                new CborWriter()
                        .array(5)
                        .uint(1)
                        .uint(lane)
                        .text(host)
                        .uint(5702)
                        .uint(millis)
                        .toByteArray();
        try {
            byte[] certificate = node.tlsCertificate().getEncoded();
            byte[] purpose = "forpost announcement 1\0".getBytes(StandardCharsets.US_ASCII);
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(node.tlsKey());
            signing.update(
                    ByteBuffer.allocate(purpose.length + 2 + body.length + certificate.length)
                            .put(purpose)
                            .putShort((short) body.length)
                            .put(body)
                            .put(certificate)
                            .array());
            return new CborWriter()
                    .array(3)
                    .bytes(body)
                    .bytes(certificate)
                    .bytes(signing.sign())
                    .toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// First bytes of what is not one of ours.
    static byte[] noise(int bytes) {
        return Arrays.copyOf(RANDOMNESS.bytes(Math.max(bytes, 1)), bytes);
    }
}
