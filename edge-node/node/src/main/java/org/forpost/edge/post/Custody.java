package org.forpost.edge.post;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs both sides of custody: hands this lane's records to the next two lanes that are there, and
/// keeps those of its peers. One thread for the handing, one for each peer's stream.
public final class Custody implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Custody.class);

    /// Two boxes must be smashed with this one before a record is lost; more would fill eight disks
    /// with the same.
    private static final int COPIES = 2;

    /// A peer that was full is asked again, and a clone's new incarnation is noticed.
    private static final long LOOK_MILLIS = 5_000;

    /// One answer to each envelope, and two envelopes are under way.
    private static final int ANSWERS_PER_SECOND = 10_000;

    private static final int BYTES_PER_SECOND = 4 << 20;

    private final Neighbours neighbours;
    private final PeerDesk desk;

    /// By peer. The desk's only, once it was started.
    private final Map<String, Hand> hands = new HashMap<>();

    private final Supplier<Hand> begin;

    /// The last receipt of each chain of this lane, as the hub signed it. The desk's only.
    private final Map<Priority, byte[]> receipts = new HashMap<>();

    private volatile List<Holder> holders = List.of();

    /// One peer's part in it.
    private static final class Hand {
        final Handover handover;
        Streams.@Nullable Stream stream;
        boolean active;

        Hand(Handover handover) {
            this.handover = handover;
        }
    }

    /// A peer, and what it has of this lane's records.
    ///
    /// @param upTo number of each chain up to which it has all that the hub has not receipted
    /// @param full whether it lately had no room
    public record Holder(String node, int lane, boolean connected, List<Long> upTo, boolean full) {
        public Holder {
            upTo = List.copyOf(upTo);
        }
    }

    /// @param receipted up to which number of each chain the hub's receipts are known
    public Custody(
            Neighbours neighbours,
            EdgeKeys keys,
            Outbox outbox,
            long[] receipted,
            LongSupplier wallMillis,
            LongSupplier monotonicMillis) {
        this.neighbours = neighbours;
        this.desk = new PeerDesk("custody", ANSWERS_PER_SECOND, BYTES_PER_SECOND, monotonicMillis);
        this.begin =
                () -> new Hand(new Handover(keys, outbox, receipted, wallMillis, monotonicMillis));
        neighbours.peers().forEach(peer -> hands.put(peer.node(), begin.get()));
        tellHolders();
    }

    /// Begins to hand over; goes on until closed.
    public void start(Streams streams) {
        neighbours.each(peer -> {
            desk.run(() -> hands.computeIfAbsent(peer.node(), _ -> begin.get()));
            streams.keep(peer, Streams.Topic.CUSTODY, new Handing());
        });
        desk.every(LOOK_MILLIS, this::look);
    }

    /// The journal has more durable entries. Returns at once.
    public void recorded() {
        desk.run(this::look);
    }

    /// The hub's receipt for a chain of this lane. Returns at once.
    public void receipted(Receipt receipt, byte[] signed) {
        desk.run(() -> {
            receipts.put(receipt.priority(), signed);
            for (Hand hand : hands.values()) {
                hand.handover.receipted(receipt.priority(), receipt.head().number());
                if (hand.stream != null) {
                    hand.stream.send(new CustodyMessage.Word(signed).encode());
                }
            }
        });
    }

    /// The peers, and what each has of this lane's records.
    public List<Holder> holders() {
        return holders;
    }

    /// How many peers have a record on their disks.
    public int holders(Priority priority, long number) {
        return (int)
                holders.stream().filter(one -> one.upTo().get(priority.code()) >= number).count();
    }

    private void look() {
        for (Hand hand : hands.values()) {
            if (hand.active) {
                say(hand, hand.handover::look);
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        List<CustodyMessage> run() throws MalformedException, IOException;
    }

    private void say(Hand hand, Step step) {
        Streams.Stream stream = hand.stream;
        if (stream != null) {
            desk.with(stream, () -> step.run().forEach(message -> stream.send(message.encode())));
            tellHolders();
        }
    }

    /// The first that are there do it.
    private void choose() {
        int chosen = 0;
        for (Neighbours.Peer peer : neighbours.fromHereOn()) {
            Hand hand = hands.get(peer.node());
            if (hand == null) {
                continue;
            }
            boolean wanted = hand.stream != null && chosen < COPIES;
            chosen += wanted ? 1 : 0;
            if (wanted && !hand.active) {
                hand.active = true;
                say(hand, hand.handover::opened);
            }
            if (!wanted && hand.active) {
                hand.active = false;
                hand.handover.closed();
            }
        }
        tellHolders();
    }

    private void tellHolders() {
        List<Holder> now = new ArrayList<>();
        for (Neighbours.Peer peer : neighbours.fromHereOn()) {
            Hand hand = hands.get(peer.node());
            if (hand != null) {
                List<Long> upTo = new ArrayList<>();
                for (Priority priority : Priority.values()) {
                    upTo.add(hand.handover.heldUpTo(priority));
                }
                now.add(
                        new Holder(
                                peer.node(),
                                peer.lane(),
                                hand.stream != null,
                                upTo,
                                hand.handover.full()));
            }
        }
        holders = List.copyOf(now);
    }

    /// This lane's streams to its peers.
    private final class Handing implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {
            desk.run(() -> {
                Hand hand = hands.get(stream.peer());
                if (hand == null) {
                    stream.close();
                    return;
                }
                hand.stream = stream;
                receipts.values()
                        .forEach(one -> stream.send(new CustodyMessage.Word(one).encode()));
                choose();
            });
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {
            desk.hear(
                    stream,
                    frame.length,
                    () -> {
                        Hand hand = hands.get(stream.peer());
                        if (hand != null && stream.equals(hand.stream)) {
                            say(hand, () -> hand.handover.on(CustodyMessage.decode(frame)));
                        }
                    });
        }

        @Override
        public void closed(Streams.Stream stream) {
            desk.run(() -> {
                Hand hand = hands.get(stream.peer());
                if (hand != null && stream.equals(hand.stream)) {
                    hand.stream = null;
                    choose();
                }
            });
        }
    }

    /// Streams that peers have opened, for the tunnel.
    ///
    /// @param custodian keeps what comes
    public static Streams.Listener keeping(Custodian custodian) {
        return new Keeping(custodian);
    }

    private record Keeping(Custodian custodian) implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {}

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {
            try {
                custodian
                        .on(stream.peer(), CustodyMessage.decode(frame))
                        .ifPresent(answer -> stream.send(answer.encode()));
            } catch (MalformedException e) {
                LOG.warn("{} sends what no lane sends: {}", stream.peer(), e.getMessage());
                stream.close();
            } catch (IOException e) {
                LOG.warn("nothing is kept for {}: {}", stream.peer(), e.getMessage());
                stream.close();
            }
        }

        @Override
        public void closed(Streams.Stream stream) {}
    }

    @Override
    public void close() {
        desk.close();
    }
}
