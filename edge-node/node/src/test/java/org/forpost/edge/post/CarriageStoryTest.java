package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.forpost.edge.post.tunnel.Tunnel;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction.CarriedAway.Outcome;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lane 2 has records, lane 1 the line to the hub; between them real sockets.
class CarriageStoryTest {
    private static final String OWNER = "tikhaya-2";
    private static final int RECORDS = 450;

    @TempDir private Path folder;
    private final TwoLanes post = new TwoLanes();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Journal journal;
    private Custodian custodian;
    private Carriage carrying;
    private final Hub hub = new Hub();

    @BeforeEach
    void begin() throws Exception {
        journal =
                Journal.open(
                        new FileStore(folder.resolve("journal")),
                        new SegmentKeys(
                                LaneInPost.seed(9),
                                Hpke.sealer(Hpke.publicKey(LaneInPost.HUB_SEAL), byte[]::new),
                                byte[]::new),
                        byte[]::new,
                        cut -> {});
        opened.add(journal);
        custodian = LaneInPost.custodian(folder.resolve("1"), Custodian.SHARE_BYTES);
        carrying = carriage(1, Outbox.of(journal), custodian, hub);
        Tunnel tunnel = post.tunnel(1, Map.of(Streams.Topic.CARRIAGE, carrying.arriving()));
        opened.add(tunnel);
        carrying.start(tunnel);
    }

    private Carriage carriage(int lane, Outbox outbox, Custodian keeps, Carriage.Hub to) {
        Carriage carriage =
                new Carriage(
                        post.neighbours(lane),
                        LaneInPost.keys(lane),
                        outbox,
                        keeps,
                        to,
                        () -> System.nanoTime() / 1_000_000);
        opened.add(carriage);
        return carriage;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    /// Lane 2 comes, with its journal.
    private Owner owner() throws IOException {
        Owner owner = new Owner();
        Carriage offering =
                carriage(
                        2,
                        Outbox.of(journal),
                        LaneInPost.custodian(folder.resolve("2"), Custodian.SHARE_BYTES),
                        owner);
        Tunnel tunnel = post.tunnel(2, Map.of(Streams.Topic.CARRIAGE, offering.arriving()));
        opened.add(tunnel);
        offering.start(tunnel);
        return owner;
    }

    private void recorded(int records) throws IOException {
        for (int i = 1; i <= records; i++) {
            var _ =
                    journal.append(
                            Priority.CROSSING, ("record " + i).getBytes(StandardCharsets.UTF_8));
        }
        journal.force();
    }

    @Test
    void recordsGoInFullBatchesAndTheirOwnerHearsOfIt() throws Exception {
        recorded(RECORDS);
        Owner owner = owner();
        carrying.link(true);
        TwoLanes.await("all arrived", () -> hub.whole.size() == RECORDS);
        assertEquals("record 1", hub.whole.getFirst());
        assertEquals("record " + RECORDS, hub.whole.getLast());
        assertEquals(3, hub.envelopes.get(), "450 in batches of 200");
        TwoLanes.await("and the owner knows", () -> owner.receipted == RECORDS);
        recorded(1);
        TwoLanes.await("a later one follows by itself", () -> owner.receipted == RECORDS + 1);
        assertEquals(4, hub.envelopes.get());
    }

    @Test
    void oneRecordThatTheHubCannotReadHoldsUpNoOther() throws Exception {
        recorded(40);
        hub.poison = "record 17";
        Owner owner = owner();
        carrying.link(true);
        TwoLanes.await("all arrived", () -> owner.receipted == 40);
        assertEquals(39, hub.whole.size());
        assertEquals(1, hub.withheld.get(), "by its hash");
        assertTrue(
                owner.notes.stream().anyMatch(note -> note.contains("record 17 of chain 1")),
                () -> "people are told, not " + owner.notes);
    }

    @Test
    void aByzantineLaneCarriesNothingInAndLetsNothingGo() throws Exception {
        recorded(1);
        var keys = LaneInPost.keys(2);
        byte[] forged =
                LaneInPost.receipt(
                        "tikhaya-1",
                        journal.incarnation(),
                        Priority.CROSSING,
                        journal.recorded(Priority.CROSSING),
                        Receipt.Verdict.COUNTED);
        forged[forged.length - 1] ^= 1;
        Byzantine byzantine = new Byzantine(Owner.hello(keys, journal));
        Tunnel tunnel = post.tunnel(2, Map.of(Streams.Topic.CARRIAGE, byzantine));
        opened.add(tunnel);
        carrying.link(true);
        TwoLanes.await("an envelope that was not wanted ends it", () -> byzantine.ended.get() > 0);

        Byzantine liar = new Byzantine(new byte[0]);
        tunnel.keep(post.neighbours(2).peers().getFirst(), Streams.Topic.CARRIAGE, liar);
        TwoLanes.await("it is there", () -> !liar.streams.isEmpty());
        liar.streams.getFirst().send(new CarriageMessage.Word(forged).encode());
        TwoLanes.await("so does a receipt of another hub", () -> liar.ended.get() > 0);
        assertEquals(List.of(), hub.whole);
        assertEquals(0, hub.envelopes.get());
        assertEquals(List.of(), hub.brought);
    }

    /// What lane 1 reaches: counts what it can open, and receipts it.
    private final class Hub implements Carriage.Hub {
        final List<String> whole = new CopyOnWriteArrayList<>();
        final List<EdgeEvent.Brought> brought = new CopyOnWriteArrayList<>();
        final AtomicInteger withheld = new AtomicInteger();
        final AtomicInteger envelopes = new AtomicInteger();
        volatile String poison = "";
        private final Map<Priority, Head> held = new EnumMap<>(Priority.class);

        @Override
        public void greet(EdgeEvent.CarryHello hello) {
            for (Priority priority : Priority.values()) {
                receipt(priority, Receipt.Verdict.COUNTED, new byte[0]);
            }
        }

        private void receipt(Priority priority, Receipt.Verdict verdict, byte[] object) {
            Head head = held.getOrDefault(priority, Head.START);
            long now = System.currentTimeMillis();
            Receipt receipt =
                    object.length == 0
                            ? new Receipt(
                                    OWNER,
                                    journal.incarnation(),
                                    priority,
                                    head,
                                    now,
                                    verdict,
                                    List.of())
                            : new Receipt(
                                    OWNER,
                                    journal.incarnation(),
                                    priority,
                                    head,
                                    now,
                                    verdict,
                                    List.of(),
                                    object,
                                    List.of());
            carrying.peerReceipt(
                    receipt,
                    receipt.sign(
                            Sign1.keyId(Ed25519.publicKey(LaneInPost.HUB_RECEIPTS)),
                            Ed25519.signer(LaneInPost.HUB_RECEIPTS)));
        }

        @Override
        public void carry(EdgeEvent.Carry load) {
            byte[] object = Sha256.of(load.envelope());
            carrying.carriedAway(object, new Outcome.Acknowledged());
            try {
                Batch batch =
                        BatchCodec.open(
                                load.envelope(),
                                Ed25519.check(LaneInPost.signingKey(2)),
                                Hpke.unsealer(LaneInPost.HUB_SEAL));
                assertEquals(OWNER, load.node());
                long holds = held.getOrDefault(load.priority(), Head.START).number();
                if (batch.first() != holds + 1) {
                    return; // a gap, behind one that could not be read
                }
                List<String> read = new ArrayList<>();
                int hidden = 0;
                for (Batch.Item item : batch.items()) {
                    if (item instanceof Batch.Item.Whole(byte[] record)) {
                        read.add(new String(record, StandardCharsets.UTF_8));
                    } else {
                        hidden++;
                    }
                }
                if (read.contains(poison)) {
                    receipt(load.priority(), Receipt.Verdict.UNREADABLE, object);
                    return;
                }
                envelopes.incrementAndGet();
                whole.addAll(read);
                withheld.addAndGet(hidden);
                held.put(load.priority(), journal.headAt(load.priority(), batch.last()));
                receipt(load.priority(), Receipt.Verdict.COUNTED, new byte[0]);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void brought(EdgeEvent.Brought receipts) {
            brought.add(receipts);
        }

        @Override
        public void hello(Consumer<byte[]> to) {}

        @Override
        public void heard() {}

        @Override
        public void note(String line) {}

        @Override
        public void changed() {}
    }

    /// Lane 2, which has no line.
    private final class Owner implements Carriage.Hub {
        final List<String> notes = new CopyOnWriteArrayList<>();
        volatile long receipted;

        static byte[] hello(EdgeKeys keys, Journal journal) {
            return new Hello(
                            OWNER,
                            journal.incarnation(),
                            new long[4],
                            new long[4],
                            new TreeMap<>(),
                            0)
                    .sign(keys.keyId(), keys.signer());
        }

        @Override
        public void greet(EdgeEvent.CarryHello hello) {
            throw new AssertionError("it reaches no hub");
        }

        @Override
        public void carry(EdgeEvent.Carry load) {
            throw new AssertionError("it reaches no hub");
        }

        @Override
        public void brought(EdgeEvent.Brought receipts) {
            try {
                for (byte[] signed : receipts.receipts()) {
                    Receipt receipt = Receipt.open(signed, LaneInPost.keys(2).receipts());
                    if (receipt.priority() == Priority.CROSSING) {
                        receipted = receipt.head().number();
                    }
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void hello(Consumer<byte[]> to) {
            to.accept(hello(LaneInPost.keys(2), journal));
        }

        @Override
        public void heard() {}

        @Override
        public void note(String line) {
            notes.add(line);
        }

        @Override
        public void changed() {}
    }

    /// Says that it has records, and sends something else.
    private static final class Byzantine implements Streams.Listener {
        final List<Streams.Stream> streams = new CopyOnWriteArrayList<>();
        final AtomicInteger ended = new AtomicInteger();
        private final byte[] hello;

        Byzantine(byte[] hello) {
            this.hello = hello;
        }

        @Override
        public void opened(Streams.Stream stream) {
            streams.add(stream);
            if (hello.length > 0) {
                stream.send(new CarriageMessage.Hello(hello).encode());
                stream.send(
                        new CarriageMessage.Have(OWNER, new byte[16], new long[] {9, 9, 9, 9})
                                .encode());
                stream.send(new CarriageMessage.Load(new byte[1_000]).encode());
            }
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {}

        @Override
        public void closed(Streams.Stream stream) {
            ended.incrementAndGet();
        }
    }
}
