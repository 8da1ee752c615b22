package org.forpost.edge.post;

import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.record.Priority;

/// What the owner of records and a peer that keeps them say to each other: CBOR as SPEC.md has it,
/// an array with the kind first.
///
/// ```
/// owner                          peer
///  │ 1 greeting: hello ───────────►│
///  │◄────────── 2 stand: what it has │
///  │ 3 keep: envelope ────────────►│ durable?
///  │◄──────────────── 4 held, 5 full │
///  │ 6 word: receipt ─────────────►│ lets go
/// ```
sealed interface CustodyMessage {
    /// Of an envelope, and what stands around it.
    int MAX_BYTES = BatchCodec.MAX_ENVELOPE_BYTES + 64;

    /// A hello is at most 640 bytes, a receipt 4,224 (SPEC.md §8.1).
    int MAX_SIGNED = 4_224;

    /// Runs of one chain: one, and one more for each time that a peer was full.
    int MAX_RUNS = 16;

    /// @param hello signed, of the owner
    record Greeting(byte[] hello) implements CustodyMessage {}

    /// @param chains what the peer has of each chain of the greeting's incarnation, by priority
    record Stand(List<List<Run>> chains) implements CustodyMessage {
        public Stand {
            chains = chains.stream().map(List::copyOf).toList();
        }
    }

    /// Records without a gap.
    ///
    /// @param from number of the first record of the last envelope
    /// @param before hash of the head before `from`: an owner whose disk was restored sees by it
    ///   that these are not its records
    record Run(long first, long last, long from, byte[] before) {}

    record Keep(byte[] envelope) implements CustodyMessage {}

    /// These records are on the peer's disk.
    record Held(Priority priority, long first, long last) implements CustodyMessage {}

    /// These are not: there is no room for them.
    record Full(Priority priority, long first, long last) implements CustodyMessage {}

    /// @param receipt signed by the hub
    record Word(byte[] receipt) implements CustodyMessage {}

    default byte[] encode() {
        CborWriter out = new CborWriter();
        switch (this) {
            case Greeting(byte[] hello) -> out.array(2).uint(1).bytes(hello);
            case Stand(List<List<Run>> chains) -> {
                out.array(1 + Priority.COUNT).uint(2);
                for (List<Run> runs : chains) {
                    out.array(runs.size());
                    runs.forEach(run ->
                            out.array(4)
                                    .uint(run.first())
                                    .uint(run.last())
                                    .uint(run.from())
                                    .bytes(run.before()));
                }
            }
            case Keep(byte[] envelope) -> out.array(2).uint(3).bytes(envelope);
            case Held(Priority priority, long first, long last) ->
                    out.array(4).uint(4).uint(priority.code()).uint(first).uint(last);
            case Full(Priority priority, long first, long last) ->
                    out.array(4).uint(5).uint(priority.code()).uint(first).uint(last);
            case Word(byte[] receipt) -> out.array(2).uint(6).bytes(receipt);
        }
        return out.toByteArray();
    }

    /// @throws MalformedException naming the field
    static CustodyMessage decode(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException(
                    "custody", "at most " + MAX_BYTES + " bytes", "" + bytes.length);
        }
        CborReader in = new CborReader(bytes);
        int items = in.array("custody", 1 + Priority.COUNT);
        int kind = (int) in.uint("custody.kind", 6);
        int expected = kind == 2 ? 1 + Priority.COUNT : kind == 4 || kind == 5 ? 4 : 2;
        if (kind == 0 || items != expected) {
            throw new MalformedException(
                    "custody.kind", "1 to 6, each with its items", kind + " with " + items);
        }
        CustodyMessage message =
                switch (kind) {
                    case 1 -> new Greeting(in.bytes("custody.hello", MAX_SIGNED));
                    case 2 -> stand(in);
                    case 3 -> new Keep(in.bytes("custody.envelope", BatchCodec.MAX_ENVELOPE_BYTES));
                    case 4 -> new Held(priority(in), number(in), number(in));
                    case 5 -> new Full(priority(in), number(in), number(in));
                    default -> new Word(in.bytes("custody.receipt", MAX_SIGNED));
                };
        in.end("custody");
        return message;
    }

    private static Priority priority(CborReader in) throws MalformedException {
        return Priority.of((int) in.uint("custody.priority", Priority.COUNT - 1));
    }

    private static long number(CborReader in) throws MalformedException {
        return in.uint("custody.number", Long.MAX_VALUE - 1);
    }

    private static Stand stand(CborReader in) throws MalformedException {
        List<List<Run>> chains = new ArrayList<>();
        for (int i = 0; i < Priority.COUNT; i++) {
            int count = in.array("custody.runs", MAX_RUNS);
            List<Run> runs = new ArrayList<>();
            for (int k = 0; k < count; k++) {
                if (in.array("custody.run", 4) != 4) {
                    throw new MalformedException("custody.run", "4 items", "fewer");
                }
                runs.add(
                        new Run(
                                number(in),
                                number(in),
                                number(in),
                                in.exactly("custody.before", Sha256.BYTES)));
            }
            chains.add(runs);
        }
        return new Stand(chains);
    }
}
