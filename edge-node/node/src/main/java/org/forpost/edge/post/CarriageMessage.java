package org.forpost.edge.post;

import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.record.Priority;

/// What a lane that reaches the hub and a peer whose records it carries say to each other: CBOR, an
/// array with the kind first.
///
/// ```
/// carrier                        peer
///  │ 1 carrying: up ──────────────►│
///  │◄──────────────────── 2 hello    │ its own, and of lanes whose records it keeps
///  │◄──────────────────── 3 have     │ up to which number of each chain
///  │ 4 want: chain, number ───────►│
///  │◄──────────────────── 5 load     │ 6 none
///  │ 7 word: receipt ─────────────►│ lets go
/// ```
sealed interface CarriageMessage {
    /// Of an envelope, and what stands around it.
    int MAX_BYTES = BatchCodec.MAX_ENVELOPE_BYTES + 64;

    int MAX_NODE = 64;
    int INCARNATION_BYTES = 16;

    /// @param up whether the carrier reaches the hub now
    record Carrying(boolean up) implements CarriageMessage {}

    /// @param signed a hello (SPEC.md §5.2) of the peer itself, or of a lane whose records it keeps
    record Hello(byte[] signed) implements CarriageMessage {}

    /// @param last number of each chain, by priority, up to which the peer has records to give; 0
    ///   for none
    record Have(String node, byte[] incarnation, long[] last) implements CarriageMessage {}

    /// The envelope that has this record in it.
    record Want(String node, byte[] incarnation, Priority priority, long number)
            implements CarriageMessage {}

    record Load(byte[] envelope) implements CarriageMessage {}

    /// What was wanted is not there.
    record None(String node, byte[] incarnation, Priority priority, long number)
            implements CarriageMessage {}

    /// @param receipt signed by the hub
    record Word(byte[] receipt) implements CarriageMessage {}

    default byte[] encode() {
        CborWriter out = new CborWriter();
        switch (this) {
            case Carrying(boolean up) -> out.array(2).uint(1).uint(up ? 1 : 0);
            case Hello(byte[] signed) -> out.array(2).uint(2).bytes(signed);
            case Have(String node, byte[] incarnation, long[] last) -> {
                out.array(4).uint(3).text(node).bytes(incarnation).array(Priority.COUNT);
                for (long one : last) {
                    out.uint(one);
                }
            }
            case Want(String node, byte[] incarnation, Priority priority, long number) ->
                    chain(out, 4, node, incarnation, priority, number);
            case Load(byte[] envelope) -> out.array(2).uint(5).bytes(envelope);
            case None(String node, byte[] incarnation, Priority priority, long number) ->
                    chain(out, 6, node, incarnation, priority, number);
            case Word(byte[] receipt) -> out.array(2).uint(7).bytes(receipt);
        }
        return out.toByteArray();
    }

    private static void chain(
            CborWriter out,
            int kind,
            String node,
            byte[] incarnation,
            Priority priority,
            long number) {
        out.array(5).uint(kind).text(node).bytes(incarnation).uint(priority.code()).uint(number);
    }

    /// @throws MalformedException naming the field
    static CarriageMessage decode(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException(
                    "carriage", "at most " + MAX_BYTES + " bytes", "" + bytes.length);
        }
        CborReader in = new CborReader(bytes);
        int items = in.array("carriage", 5);
        int kind = (int) in.uint("carriage.kind", 7);
        int expected = kind == 3 ? 4 : kind == 4 || kind == 6 ? 5 : 2;
        if (kind == 0 || items != expected) {
            throw new MalformedException(
                    "carriage.kind", "1 to 7, each with its items", kind + " with " + items);
        }
        CarriageMessage message =
                switch (kind) {
                    case 1 -> new Carrying(in.uint("carriage.up", 1) == 1);
                    case 2 -> new Hello(in.bytes("carriage.hello", CustodyMessage.MAX_SIGNED));
                    case 3 -> new Have(node(in), incarnation(in), last(in));
                    case 4 -> new Want(node(in), incarnation(in), priority(in), number(in));
                    case 5 ->
                            new Load(in.bytes("carriage.envelope", BatchCodec.MAX_ENVELOPE_BYTES));
                    case 6 -> new None(node(in), incarnation(in), priority(in), number(in));
                    default -> new Word(in.bytes("carriage.receipt", CustodyMessage.MAX_SIGNED));
                };
        in.end("carriage");
        return message;
    }

    private static String node(CborReader in) throws MalformedException {
        return in.text("carriage.node", MAX_NODE);
    }

    private static byte[] incarnation(CborReader in) throws MalformedException {
        return in.exactly("carriage.incarnation", INCARNATION_BYTES);
    }

    private static Priority priority(CborReader in) throws MalformedException {
        return Priority.of((int) in.uint("carriage.priority", Priority.COUNT - 1));
    }

    private static long number(CborReader in) throws MalformedException {
        return in.uint("carriage.number", Long.MAX_VALUE - 1);
    }

    private static long[] last(CborReader in) throws MalformedException {
        if (in.array("carriage.last", Priority.COUNT) != Priority.COUNT) {
            throw new MalformedException("carriage.last", Priority.COUNT + " numbers", "fewer");
        }
        long[] last = new long[Priority.COUNT];
        for (int i = 0; i < last.length; i++) {
            last[i] = number(in);
        }
        return last;
    }
}
