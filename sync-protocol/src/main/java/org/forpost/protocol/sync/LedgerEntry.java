package org.forpost.protocol.sync;

import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt.Refused;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// What the hub writes down before it answers: SPEC.md §7.3. The envelope is kept as it came, so
/// that the node's signature can be shown for ever.
public sealed interface LedgerEntry {
    String node();

    /// A journal that the hub had not met before.
    ///
    /// @param follows the incarnation that it took over from; null for a journal's first
    /// @param atMillis the hub's clock
    record Contact(String node, byte[] incarnation, byte @Nullable [] follows, long atMillis)
            implements LedgerEntry {}

    /// Records that count from now on: the last ones of the envelope, up to the head.
    ///
    /// @param first number of the first one that had not been counted before
    /// @param head of the chain after the last one
    /// @param road how the envelope came, such as `mqtt`
    /// @param refused those in quarantine
    /// @param carrier the other node that carried it; null when its own did, or where that is not
    ///   known
    record Accepted(
            String node,
            byte[] incarnation,
            Priority priority,
            long first,
            Head head,
            long atMillis,
            String road,
            List<Refused> refused,
            byte[] envelope,
            @Nullable String carrier)
            implements LedgerEntry {
        public Accepted {
            refused = List.copyOf(refused);
        }

        /// Carried by nobody else.
        public Accepted(
                String node,
                byte[] incarnation,
                Priority priority,
                long first,
                Head head,
                long atMillis,
                String road,
                List<Refused> refused,
                byte[] envelope) {
            this(node, incarnation, priority, first, head, atMillis, road, refused, envelope, null);
        }
    }

    /// A piece of an envelope that is not whole yet.
    record Partial(String node, Chunk chunk) implements LedgerEntry {}

    /// Evidence of a second history; its incarnation is blocked from the first of these on.
    record Forked(
            String node, byte[] incarnation, Priority priority, long atMillis, byte[] envelope)
            implements LedgerEntry {}

    default byte[] encode() {
        CborWriter out = new CborWriter();
        switch (this) {
            case Contact contact ->
                    out.array(5)
                            .uint(1)
                            .text(contact.node())
                            .bytes(contact.incarnation())
                            .bytes(contact.follows() == null ? new byte[0] : contact.follows())
                            .uint(contact.atMillis());
            case Accepted accepted -> {
                out.array(accepted.carrier() == null ? 11 : 12).uint(2).text(accepted.node());
                out.bytes(accepted.incarnation());
                out.uint(accepted.priority().code()).uint(accepted.first());
                out.uint(accepted.head().number()).bytes(accepted.head().hash());
                out.uint(accepted.atMillis()).text(accepted.road());
                out.array(accepted.refused().size());
                accepted.refused()
                        .forEach(one -> out.array(2).uint(one.number()).text(one.field()));
                out.bytes(accepted.envelope());
                if (accepted.carrier() != null) {
                    out.text(accepted.carrier());
                }
            }
            case Partial partial -> {
                Chunk chunk = partial.chunk();
                out.array(6).uint(3).text(partial.node()).bytes(chunk.object());
                out.uint(chunk.total()).uint(chunk.offset()).bytes(chunk.piece());
            }
            case Forked forked -> {
                out.array(6).uint(4).text(forked.node()).bytes(forked.incarnation());
                out.uint(forked.priority().code()).uint(forked.atMillis());
                out.bytes(forked.envelope());
            }
        }
        byte[] cbor = out.toByteArray();
        byte[] bytes = new byte[cbor.length + 1];
        bytes[0] = 1;
        System.arraycopy(cbor, 0, bytes, 1, cbor.length);
        return bytes;
    }

    /// @throws MalformedException when this is not what a hub of this version wrote
    static LedgerEntry decode(byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || bytes[0] != 1) {
            throw new MalformedException("ledger.version", "1", "another");
        }
        CborReader in = new CborReader(bytes, 1, bytes.length);
        int items = in.array("ledger", 12);
        int kind = (int) in.uint("ledger.kind", 4);
        int expected = new int[] {0, 5, 11, 6, 6}[kind];
        if (items != expected && !(kind == 2 && items == 12)) {
            throw new MalformedException("ledger", expected + " items", items + " items");
        }
        String node = in.text("ledger.node", 63);
        LedgerEntry entry =
                switch (kind) {
                    case 1 -> new Contact(node, incarnation(in), follows(in), time(in));
                    case 2 -> accepted(in, node, items == 12);
                    case 3 ->
                            new Partial(
                                    node,
                                    new Chunk(
                                            in.exactly("ledger.object", Sha256.BYTES),
                                            (int)
                                                    in.uint(
                                                            "ledger.total",
                                                            BatchCodec.MAX_ENVELOPE_BYTES),
                                            (int)
                                                    in.uint(
                                                            "ledger.offset",
                                                            BatchCodec.MAX_ENVELOPE_BYTES),
                                            in.bytes("ledger.piece", Chunk.PIECE_BYTES)));
                    case 4 ->
                            new Forked(node, incarnation(in), priority(in), time(in), envelope(in));
                    default -> throw new MalformedException("ledger.kind", "1 to 4", "0");
                };
        in.end("ledger");
        return entry;
    }

    private static Accepted accepted(CborReader in, String node, boolean carried)
            throws MalformedException {
        byte[] incarnation = incarnation(in);
        Priority priority = priority(in);
        long first = in.uint("ledger.first", Long.MAX_VALUE);
        Head head =
                new Head(
                        in.uint("ledger.number", Long.MAX_VALUE),
                        in.exactly("ledger.head", Sha256.BYTES));
        long at = time(in);
        String road = in.text("ledger.road", 32);
        int count = in.array("ledger.refused", 256);
        List<Refused> refused = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (in.array("ledger.refused", 2) != 2) {
                throw new MalformedException("ledger.refused", "a number and a field", "fewer");
            }
            refused.add(
                    new Refused(
                            in.uint("ledger.refused.number", Long.MAX_VALUE),
                            in.text("ledger.refused.field", 80)));
        }
        byte[] envelope = envelope(in);
        String carrier = carried ? in.text("ledger.carrier", 63) : null;
        return new Accepted(
                node, incarnation, priority, first, head, at, road, refused, envelope, carrier);
    }

    private static byte @Nullable [] follows(CborReader in) throws MalformedException {
        byte[] follows = in.bytes("ledger.follows", 16);
        if (follows.length != 0 && follows.length != 16) {
            throw new MalformedException("ledger.follows", "0 or 16 bytes", "others");
        }
        return follows.length == 0 ? null : follows;
    }

    private static byte[] incarnation(CborReader in) throws MalformedException {
        return in.exactly("ledger.incarnation", 16);
    }

    private static Priority priority(CborReader in) throws MalformedException {
        return Priority.of((int) in.uint("ledger.priority", Priority.COUNT - 1));
    }

    private static long time(CborReader in) throws MalformedException {
        return in.uint("ledger.time", Long.MAX_VALUE);
    }

    private static byte[] envelope(CborReader in) throws MalformedException {
        return in.bytes("ledger.envelope", BatchCodec.MAX_ENVELOPE_BYTES);
    }
}
