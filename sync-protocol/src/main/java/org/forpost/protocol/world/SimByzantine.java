package org.forpost.protocol.world;

import java.util.List;
import java.util.TreeMap;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeEvent;
import org.jspecify.annotations.Nullable;

/// A lane that is validly enrolled and lies: it alters, replays and forges, tells two histories,
/// sends too much and too long. It must not be able to do anything to anybody else.
final class SimByzantine implements Node {
    static final String NAME = "lane-x";

    private final Scheduler scheduler;
    private final Chance chance;
    private final Faults faults;
    private final SimHub hub;
    private @Nullable SimLink link;
    private byte[] incarnation;
    private Head head = Head.START;
    private boolean connected;
    private boolean on = true;
    private long ticket;

    SimByzantine(Scheduler scheduler, Chance chance, Faults faults, SimHub hub) {
        this.scheduler = scheduler;
        this.chance = chance;
        this.faults = faults;
        this.hub = hub;
        this.incarnation = chance.bytes(16);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String label() {
        return NAME;
    }

    void connectBy(SimLink line) {
        link = line;
    }

    /// Its lies end.
    void off() {
        on = false;
    }

    @Override
    public void on(EdgeEvent event) {
        switch (event) {
            case EdgeEvent.Connected _ -> {
                connected = true;
                send(hello(NAME));
            }
            case EdgeEvent.Lost _ -> connected = false;
            default -> {}
        }
    }

    /// One lie, or a try to be heard at all.
    void lie() {
        SimLink line = link;
        if (!on || line == null) {
            return;
        }
        if (!connected) {
            line.dial();
            return;
        }
        switch (chance.below(13)) {
            case 0 -> send(hello(NAME));
            case 1 -> send(hello("lane-1"));
            case 2 -> send(hub.overheard(chance));
            case 3 -> send(altered(hub.overheard(chance)));
            case 4 -> next(NAME, head, true);
            case 5 -> next(NAME, Head.START, false);
            case 6 -> next("lane-1", Head.START, false);
            case 7 -> send(chance.bytes(chance.below(12_000)));
            case 8 -> flood();
            case 9 -> send(new Message.Want(chance.bytes(32), 8000 * chance.below(3)).encode());
            case 10 -> next(NAME, new Head(head.number() + 5, chance.bytes(32)), false);
            case 11 -> incarnation = chance.bytes(16);
            default -> send(sealedWrongly());
        }
    }

    private void send(byte[] message) {
        SimLink line = link;
        if (line != null) {
            faults.count(Fault.BYZANTINE_MESSAGE);
            line.toHub(++ticket, message);
        }
    }

    private byte[] hello(String node) {
        long[] numbers = {chance.below(9), chance.below(9), chance.below(9), chance.below(9)};
        Hello hello =
                new Hello(
                        node,
                        incarnation,
                        numbers,
                        numbers,
                        new TreeMap<>(),
                        scheduler.now(),
                        numbers,
                        chance.nextBoolean() ? null : chance.bytes(16));
        return new Message.Hello(hello.sign(new byte[8], ToyCrypto.signer(NAME))).encode();
    }

    private byte[] altered(byte[] message) {
        byte[] altered = message.clone();
        if (altered.length > 0) {
            altered[chance.below(altered.length)] ^= (byte) (1 << chance.below(8));
        }
        return altered;
    }

    /// A batch of its own, or in another's name, or of another history, or behind a gap.
    private void next(String node, Head before, boolean goesOn) {
        byte[] record = chance.bytes(30 + chance.below(60));
        Batch batch =
                Batch.of(node, incarnation, Priority.CROSSING, before, List.of(record, record));
        if (goesOn) {
            Head one = head.next(incarnation, Priority.CROSSING, record);
            head = one.next(incarnation, Priority.CROSSING, record);
        }
        byte[] envelope =
                BatchCodec.seal(
                        batch, ToyCrypto.sealer(chance), new byte[8], ToyCrypto.signer(NAME));
        Chunk.cut(envelope).forEach(chunk -> send(new Message.Piece(chunk).encode()));
    }

    private byte[] sealedWrongly() {
        byte[] rubbish = chance.bytes(200);
        return new Message.Piece(Chunk.cut(rubbish).getFirst()).encode();
    }

    /// Last pieces of large objects that never become whole.
    private void flood() {
        for (int i = 0; i < 12; i++) {
            int offset = Chunk.PIECE_BYTES * (1 + chance.below(90));
            byte[] piece = chance.bytes(5);
            Chunk chunk = new Chunk(Sha256.of(piece), offset + piece.length, offset, piece);
            send(new Message.Piece(chunk).encode());
        }
    }
}
