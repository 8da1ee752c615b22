package org.forpost.edge.post;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.forpost.edge.post.tunnel.Tunnel;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Body;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;

/// One lane with a real journal, real custody and a real tunnel, and no uplink.
final class LaneInPost implements AutoCloseable {
    static final byte[] HUB_RECEIPTS = seed(3);
    static final byte[] HUB_SEAL = seed(4);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Randomness RANDOMNESS =
            count -> {
                byte[] bytes = new byte[count];
                RANDOM.nextBytes(bytes);
                return bytes;
            };

    final String node;
    final Journal journal;
    final Custodian custodian;
    final Custody custody;
    private final HybridClock clock =
            new HybridClock(System::currentTimeMillis, () -> System.nanoTime() / 1_000_000);
    private final Tunnel tunnel;

    LaneInPost(TwoLanes post, int lane, Path folder) throws IOException, JournalDamagedException {
        node = "tikhaya-" + lane;
        journal =
                Journal.open(
                        new FileStore(folder.resolve("journal")),
                        new SegmentKeys(
                                seed(9),
                                Hpke.sealer(Hpke.publicKey(HUB_SEAL), RANDOMNESS),
                                RANDOMNESS),
                        RANDOMNESS,
                        cut -> {});
        custodian = custodian(folder, Custodian.SHARE_BYTES);
        custody =
                new Custody(
                        post.neighbours(lane),
                        keys(lane),
                        Outbox.of(journal),
                        new long[Priority.COUNT],
                        System::currentTimeMillis,
                        () -> System.nanoTime() / 1_000_000);
        tunnel = post.tunnel(lane, Custody.keeping(custodian));
        custody.start(tunnel);
    }

    static Custodian custodian(Path folder, long share) throws IOException {
        return new Custodian(
                CustodyFolder.open(folder.resolve("custody")),
                Ed25519.check(Ed25519.publicKey(HUB_RECEIPTS)),
                share);
    }

    /// As somebody looks at it while the lane runs.
    static Custodian custodyAsItLies(Path folder) throws IOException {
        return new Custodian(
                CustodyFolder.asItLies(folder.resolve("custody")),
                Ed25519.check(Ed25519.publicKey(HUB_RECEIPTS)),
                Custodian.SHARE_BYTES);
    }

    static EdgeKeys keys(int lane) {
        return new EdgeKeys(
                "tikhaya-" + lane,
                Sign1.keyId(signingKey(lane)),
                Ed25519.signer(seed(20 + lane)),
                Hpke.sealer(Hpke.publicKey(HUB_SEAL), RANDOMNESS),
                Ed25519.check(Ed25519.publicKey(HUB_RECEIPTS)));
    }

    static byte[] signingKey(int lane) {
        return Ed25519.publicKey(seed(20 + lane));
    }

    /// The hub's word that it holds a chain up to a head.
    static byte[] receipt(
            String node,
            byte[] incarnation,
            Priority priority,
            Head head,
            Receipt.Verdict verdict) {
        return new Receipt(
                        node,
                        incarnation,
                        priority,
                        head,
                        System.currentTimeMillis(),
                        verdict,
                        List.of())
                .sign(Sign1.keyId(Ed25519.publicKey(HUB_RECEIPTS)), Ed25519.signer(HUB_RECEIPTS));
    }

    static byte[] seed(int which) {
        byte[] seed = new byte[32];
        java.util.Arrays.fill(seed, (byte) which);
        return seed;
    }

    void audit(String detail) throws IOException {
        write(new Audit("test", detail));
    }

    void image(int bytes) throws IOException {
        write(
                new Image(
                        RecordId.random(RANDOMNESS),
                        Image.Format.FINGER_RECORD,
                        RANDOMNESS.bytes(bytes)));
    }

    private void write(Body body) throws IOException {
        PostRecord record = new PostRecord(RecordId.random(RANDOMNESS), node, clock.next(), body);
        var _ = journal.append(record.priority(), RecordCodec.encode(record));
        journal.force();
        custody.recorded();
    }

    void awaitHeld(Priority priority, long number) throws Exception {
        TwoLanes.await(
                "held by a peer: " + priority + " " + number,
                () -> custody.holders(priority, number) == 1);
    }

    @Override
    public void close() throws IOException {
        custody.close();
        tunnel.close();
        journal.close();
    }
}
