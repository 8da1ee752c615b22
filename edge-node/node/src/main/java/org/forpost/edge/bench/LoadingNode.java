package org.forpost.edge.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.uplink.Transport;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sealer;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.synthetic.SyntheticCrossings;
import org.jspecify.annotations.Nullable;

/// A node whose backlog was sealed and signed beforehand, so that what is measured is the hub and
/// not the sender. It keeps as much in flight as a real node does, and counts a record only when
/// the hub's receipt, whose signature it checks, covers it.
final class LoadingNode implements Transport.Listener {
    private static final long NOVEMBER_2026 = 1_795_000_000_000L;

    /// As a node cuts its batches, see SPEC.md §3 and §7.1.
    private static final int BATCH_RECORDS = 200;

    private static final int IN_FLIGHT = 2;

    private final String node;
    private final byte[] incarnation;
    private final byte[] keyId;
    private final Signer signer;
    private final Sealer hub;
    private final SignatureCheck receipts;
    private final SyntheticCrossings synthetic;
    private Head head = Head.START;

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private Transport.@Nullable Connection connection;
    private long ticket;
    private int inFlight;
    private long receipted;
    private boolean greeted;
    private @Nullable String trouble;

    LoadingNode(Identity identity, long seed, Randomness randomness) {
        this.node = identity.node();
        this.incarnation = randomness.bytes(16);
        this.keyId = Sign1.keyId(Ed25519.publicKey(identity.signingKey()));
        this.signer = Ed25519.signer(identity.signingKey());
        this.hub = Hpke.sealer(identity.hubSealKey(), randomness);
        this.receipts = Ed25519.check(identity.hubReceiptKey());
        this.synthetic = new SyntheticCrossings(seed, node, NOVEMBER_2026);
    }

    /// Seals so many records that follow those before; they are sent when [#send] is called.
    List<byte[]> seal(int records) {
        List<byte[]> messages = new ArrayList<>();
        List<byte[]> batch = new ArrayList<>();
        Head before = head;
        for (int left = records; left > 0; ) {
            var record = synthetic.withoutTemplates();
            if (record.priority() != Priority.CROSSING) {
                continue;
            }
            left--;
            byte[] bytes = RecordCodec.encode(record);
            batch.add(bytes);
            head = head.next(incarnation, Priority.CROSSING, bytes);
            if (batch.size() == BATCH_RECORDS || left == 0) {
                messages.addAll(
                        messages(Batch.of(node, incarnation, Priority.CROSSING, before, batch)));
                batch.clear();
                before = head;
            }
        }
        return messages;
    }

    private List<byte[]> messages(Batch batch) {
        List<byte[]> messages = new ArrayList<>();
        for (Chunk chunk : Chunk.cut(BatchCodec.seal(batch, hub, keyId, signer))) {
            messages.add(new Message.Piece(chunk).encode());
        }
        return messages;
    }

    synchronized void dial(Transport transport) {
        connection = transport.dial(this);
    }

    synchronized void send(List<byte[]> messages) {
        waiting.addAll(messages);
        fill();
    }

    private void fill() {
        while (greeted && inFlight < IN_FLIGHT && !waiting.isEmpty()) {
            publish(waiting.removeFirst());
        }
    }

    private void publish(byte[] message) {
        Transport.Connection line = connection;
        if (line != null) {
            inFlight++;
            line.publish(++ticket, message);
        }
    }

    @Override
    public synchronized void connected() {
        Hello hello = new Hello(node, incarnation, new long[4], new long[4], new TreeMap<>(), 0);
        publish(new Message.Hello(hello.sign(keyId, signer)).encode());
    }

    @Override
    public synchronized void acknowledged(long which) {
        inFlight--;
        fill();
    }

    @Override
    public synchronized void rejected(long which, int code) {
        fail("the hub refused a message with 0x" + Integer.toHexString(code));
    }

    @Override
    public synchronized void lost(String why) {
        fail("the connection was lost: " + why);
    }

    @Override
    public void arrived(byte[] message) {
        try {
            if (Message.decode(message, Manifest.MAX_CONTENT_BYTES)
                    instanceof Message.Receipt(byte[] signed)) {
                take(Receipt.open(signed, receipts));
            }
        } catch (MalformedException | NotAuthenticException e) {
            synchronized (this) {
                fail("a receipt that is not the hub's: " + e.getMessage());
            }
        }
    }

    private synchronized void take(Receipt receipt) {
        if (!Arrays.equals(receipt.incarnation(), incarnation)) {
            fail("a receipt for another journal");
        } else if (!receipt.refused().isEmpty()) {
            fail("the hub refused a record: " + receipt.refused().getFirst().field());
        } else if (receipt.priority() == Priority.CROSSING) {
            receipted = receipt.head().number();
            greeted = true;
            fill();
            notifyAll();
        }
    }

    private void fail(String why) {
        trouble = trouble == null ? node + ": " + why : trouble;
        notifyAll();
    }

    /// Waits until the hub's receipts cover all that was sealed.
    ///
    /// @return what went wrong, null when nothing did
    synchronized @Nullable String awaitReceipted(long deadlineNanos) throws InterruptedException {
        while (receipted < head.number() && trouble == null) {
            long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return node + ": receipts up to " + receipted + " of " + head.number();
            }
            wait(left);
        }
        return trouble;
    }

    synchronized void hangUp() {
        if (connection != null) {
            connection.drop();
        }
    }
}
