package org.forpost.edge.post;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// Runs both sides of carrying: [Carrier] while this lane reaches the hub, [Offering] for each peer
/// that does. One thread, and what comes from peers is counted before it gets there.
public final class Carriage implements AutoCloseable {
    private static final long LOOK_MILLIS = 2_000;

    /// The hub knows of a lane what its hello said; a newer one goes now and then.
    private static final long HELLO_MILLIS = 60_000;

    /// Of what a peer sends and asks for: 40,000 records a second, and a line of 100 Mbit/s.
    private static final int MESSAGES_PER_SECOND = 200;

    private static final int BYTES_PER_SECOND = 16 << 20;

    /// Many records that come at once are told of once.
    private static final long GATHER_MILLIS = 20;

    private final Neighbours neighbours;
    private final String own;
    private final Hub hub;
    private final SignatureCheck receipts;
    private final Custodian custodian;
    private final OwnRecords records;
    private final Carrier carrier;
    private final LongSupplier millis;
    private final PeerDesk desk;

    /// Streams that this lane opened, by peer: on them it carries. The desk's only.
    private final Map<String, Streams.Stream> carrying = new HashMap<>();

    /// Streams that peers opened: on them they carry. The desk's only.
    private final Map<Streams.Stream, Offering> offering = new HashMap<>();

    /// The hub's last words on this lane's chains, as peers brought them. The desk's only.
    private final Map<Priority, byte[]> ownWords = new EnumMap<>(Priority.class);

    private final AtomicBoolean gathering = new AtomicBoolean();
    private final Map<String, Boolean> reaching = new ConcurrentHashMap<>();
    private byte @Nullable [] hello;
    private long helloAt;
    private byte[] helloOf = {};
    private volatile long hubMillis;

    /// The way to the hub, and what it makes of what comes back by a peer.
    public interface Hub {
        void greet(EdgeEvent.CarryHello hello);

        void carry(EdgeEvent.Carry load);

        /// The hub's receipts for this lane, brought by a peer.
        void brought(EdgeEvent.Brought receipts);

        /// Gives this lane's own signed hello, on whatever thread.
        void hello(Consumer<byte[]> to);

        /// The hub has signed something later than what was known here.
        void heard();

        /// Something for the audit, in one line.
        void note(String line);

        /// A peer reaches the hub, or does not any more.
        void changed();
    }

    /// @param keys of this lane
    /// @param outbox its journal
    public Carriage(
            Neighbours neighbours,
            EdgeKeys keys,
            Outbox outbox,
            Custodian custodian,
            Hub hub,
            LongSupplier millis) {
        this.neighbours = neighbours;
        this.own = keys.node();
        this.hub = hub;
        this.receipts = keys.receipts();
        this.custodian = custodian;
        this.records = new OwnRecords(keys, outbox);
        this.millis = millis;
        this.desk = new PeerDesk("carriage", MESSAGES_PER_SECOND, BYTES_PER_SECOND, millis);
        this.carrier = new Carrier(own, records::incarnation, custodian, millis);
    }

    /// Begins; goes on until closed.
    public void start(Streams streams) {
        neighbours.each(peer -> streams.keep(peer, Streams.Topic.CARRIAGE, new Carrying()));
        desk.every(LOOK_MILLIS, this::look);
    }

    /// Streams that peers open, for the tunnel.
    public Streams.Listener arriving() {
        return new Arriving();
    }

    /// The journal has more durable entries. Returns at once.
    public void recorded() {
        if (gathering.compareAndSet(false, true)) {
            desk.later(
                    GATHER_MILLIS,
                    () -> {
                        gathering.set(false);
                        offer();
                    });
        }
    }

    /// This lane's link to the hub came up or went down. Returns at once.
    public void link(boolean up) {
        desk.run(() -> perform(carrier.link(up)));
    }

    /// The hub's word on a chain of another lane, from the hub. Returns at once.
    public void peerReceipt(Receipt receipt, byte[] signed) {
        desk.run(() -> {
            var _ = custodian.word(signed);
            later(receipt);
            perform(carrier.receipt(receipt, signed));
        });
    }

    /// The hub's word on a chain of this lane. Returns at once.
    public void ownReceipt(Receipt receipt, byte[] signed) {
        desk.run(() -> {
            later(receipt);
            perform(carrier.ownReceipt(receipt, signed));
        });
    }

    /// What became of an envelope that was carried. Returns at once.
    public void carriedAway(byte[] object, EdgeAction.CarriedAway.Outcome outcome) {
        desk.run(() -> perform(carrier.away(object, outcome)));
    }

    /// Whether a peer reaches the hub and carries, as it said last.
    public boolean reaches(String node) {
        return reaching.getOrDefault(node, false);
    }

    private void later(Receipt receipt) {
        if (receipt.hubMillis() > hubMillis) {
            hubMillis = receipt.hubMillis();
            hub.heard();
        }
    }

    private void look() {
        boolean changed = !Arrays.equals(helloOf, records.incarnation());
        if (changed || millis.getAsLong() - helloAt >= HELLO_MILLIS) {
            helloAt = millis.getAsLong();
            helloOf = records.incarnation();
            if (changed) {
                hello = null;
                ownWords.clear();
            }
            hub.hello(signed ->
                    desk.run(() -> {
                        hello = signed;
                        offer();
                    }));
        }
        perform(carrier.look());
        offer();
    }

    private void offer() {
        offering.forEach((stream, one) -> one.look(hello).forEach(message -> say(stream, message)));
    }

    private static void say(Streams.Stream stream, CarriageMessage message) {
        stream.send(message.encode());
    }

    private void perform(List<Carrier.Step> steps) {
        for (Carrier.Step step : steps) {
            switch (step) {
                case Carrier.Step.Say(String peer, CarriageMessage message) -> {
                    Streams.Stream stream = carrying.get(peer);
                    if (stream != null) {
                        say(stream, message);
                    }
                }
                case Carrier.Step.SayAll(CarriageMessage message) ->
                        carrying.values().forEach(stream -> say(stream, message));
                case Carrier.Step.Greet(byte[] signed) ->
                        hub.greet(new EdgeEvent.CarryHello(signed));
                case Carrier.Step.Carry(String node, Priority priority, byte[] envelope) ->
                        hub.carry(new EdgeEvent.Carry(node, priority, envelope));
            }
        }
    }

    /// This lane's streams to its peers, on which it carries.
    private final class Carrying implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {
            desk.run(() -> {
                carrying.put(stream.peer(), stream);
                perform(carrier.opened(stream.peer()));
            });
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {
            desk.hear(
                    stream,
                    frame.length,
                    () -> perform(carrier.on(stream.peer(), CarriageMessage.decode(frame))));
        }

        @Override
        public void closed(Streams.Stream stream) {
            desk.run(() -> {
                if (carrying.remove(stream.peer(), stream)) {
                    perform(carrier.closed(stream.peer()));
                }
            });
        }
    }

    /// Streams that peers opened.
    private final class Arriving implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {
            desk.run(() -> offering.put(stream, new Offering(records, custodian)));
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {
            desk.hear(
                    stream,
                    frame.length,
                    () -> {
                        Offering one = offering.get(stream);
                        if (one != null) {
                            answer(stream, one, frame);
                        }
                    });
        }

        @Override
        public void closed(Streams.Stream stream) {
            desk.run(() -> {
                offering.remove(stream);
                tellReaching(stream.peer());
            });
        }
    }

    private void answer(Streams.Stream stream, Offering one, byte[] frame)
            throws MalformedException, IOException {
        switch (CarriageMessage.decode(frame)) {
            case CarriageMessage.Carrying(boolean up) -> {
                one.carrying(up);
                tellReaching(stream.peer());
                one.look(hello).forEach(message -> say(stream, message));
            }
            case CarriageMessage.Want want -> say(stream, one.wanted(want));
            case CarriageMessage.Word(byte[] signed) -> word(signed);
            case CarriageMessage.Hello _,
                    CarriageMessage.Have _,
                    CarriageMessage.Load _,
                    CarriageMessage.None _ ->
                    throw new MalformedException(
                            "carriage.kind", "1, 4 or 7 of a carrier", "other");
        }
    }

    private void tellReaching(String peer) {
        boolean now =
                offering.entrySet().stream()
                        .anyMatch(one -> one.getKey().peer().equals(peer) && one.getValue().up());
        Boolean before = reaching.put(peer, now);
        if (before == null ? now : before != now) {
            hub.changed();
        }
    }

    /// The hub's word, brought by a peer, who can't have forged it.
    private void word(byte[] signed) throws MalformedException {
        Receipt receipt;
        try {
            receipt = Receipt.open(signed, receipts);
        } catch (NotAuthenticException e) {
            throw new MalformedException("carriage.receipt", "the hub's signature", "another");
        }
        later(receipt);
        if (!receipt.node().equals(own)) {
            var _ = custodian.word(signed);
            return;
        }
        if (!Arrays.equals(receipt.incarnation(), records.incarnation())) {
            return;
        }
        byte[] object = receipt.object();
        if (object != null) {
            long withheld = records.unreadable(object);
            if (withheld > 0) {
                hub.note(
                        "the hub cannot read record "
                                + withheld
                                + " of chain "
                                + receipt.priority().code()
                                + ": it goes by its hash, and stays here");
            }
            return;
        }
        if (!Arrays.equals(signed, ownWords.put(receipt.priority(), signed))) {
            // All of them each time: another history is believed of four receipts only (SPEC.md
            // §8.3).
            hub.brought(new EdgeEvent.Brought(List.copyOf(ownWords.values()), List.of()));
        }
    }

    @Override
    public void close() {
        desk.close();
    }
}
