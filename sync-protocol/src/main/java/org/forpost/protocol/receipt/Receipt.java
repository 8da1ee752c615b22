package org.forpost.protocol.receipt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// The hub's signed word: of this chain I hold everything up to here, durably (SPEC.md §5).
///
/// @param node whose chain it is
/// @param incarnation of the node's journal, 16 bytes
/// @param head what the hub holds without a gap
/// @param hubMillis the hub's clock when it signed
/// @param verdict whether the chain may go on
/// @param refused records that were quarantined: counted as held, not as records
/// @param object of an envelope that could not be read, its SHA-256: there with
///   [Verdict#UNREADABLE] and with no other
public record Receipt(
        String node,
        byte[] incarnation,
        Priority priority,
        Head head,
        long hubMillis,
        Verdict verdict,
        List<Refused> refused,
        byte @Nullable [] object,
        List<Held> held) {
    /// As many as fit a message with the rest; more of them take more receipts.
    public static final int MAX_REFUSED = 32;

    private static final int MAX_PAYLOAD = 4096;

    public Receipt {
        refused = List.copyOf(refused);
        held = List.copyOf(held);
        if ((object != null) != (verdict == Verdict.UNREADABLE)) {
            throw new IllegalArgumentException("an object goes with verdict 3 and no other");
        }
    }

    /// One that names no object.
    public Receipt(
            String node,
            byte[] incarnation,
            Priority priority,
            Head head,
            long hubMillis,
            Verdict verdict,
            List<Refused> refused) {
        this(node, incarnation, priority, head, hubMillis, verdict, refused, null, List.of());
    }

    /// The same, and which pieces of unfinished envelopes are held.
    public Receipt with(List<Held> pieces) {
        return new Receipt(
                node, incarnation, priority, head, hubMillis, verdict, refused, object, pieces);
    }

    /// An envelope that is not whole yet.
    ///
    /// @param object its SHA-256
    /// @param bitmap see [org.forpost.protocol.envelope.Assembly#bitmap()]
    public record Held(byte[] object, byte[] bitmap) {
        /// A hub holds so many unfinished envelopes of a node.
        public static final int MAX = 8;

        /// 104 pieces; the largest envelope has 99.
        static final int MAX_BITMAP = 13;
    }

    public enum Verdict {
        /// Send on from the number after the head.
        COUNTED(1),
        /// Two histories of one incarnation exist. Nothing more is taken from it.
        FORKED(2),
        /// An envelope behind the head was signed, sealed or packed wrongly: its records come in
        /// smaller ones, or one of them by its hash alone.
        UNREADABLE(3);

        private final int code;

        Verdict(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    /// One record that the hub holds in quarantine.
    ///
    /// @param number in the chain
    /// @param field the one that was not as SPEC.md says
    public record Refused(long number, String field) {
        static final int MAX_FIELD = 80;

        public Refused {
            while (field.getBytes(StandardCharsets.UTF_8).length > MAX_FIELD) {
                field = field.substring(0, field.offsetByCodePoints(field.length(), -1));
            }
        }
    }

    public byte[] sign(byte[] keyId, Signer hub) {
        CborWriter out = new CborWriter();
        out.map(
                7
                        + (refused.isEmpty() ? 0 : 1)
                        + (object == null ? 0 : 1)
                        + (held.isEmpty() ? 0 : 1));
        out.uint(1).text(node).uint(2).bytes(incarnation).uint(3).uint(priority.code());
        out.uint(4).uint(head.number()).uint(5).bytes(head.hash()).uint(6).uint(hubMillis);
        out.uint(7).uint(verdict.code());
        if (!refused.isEmpty()) {
            out.uint(8).array(refused.size());
            refused.forEach(one -> out.array(2).uint(one.number()).text(one.field()));
        }
        if (object != null) {
            out.uint(9).bytes(object);
        }
        if (!held.isEmpty()) {
            out.uint(10).array(held.size());
            held.forEach(one -> out.array(2).bytes(one.object()).bytes(one.bitmap()));
        }
        return Sign1.sign(Sign1.Purpose.RECEIPT, keyId, out.toByteArray(), hub);
    }

    /// @throws NotAuthenticException when it is not the hub's word
    public static Receipt open(byte[] signed, SignatureCheck hub)
            throws MalformedException, NotAuthenticException {
        byte[] payload = Sign1.open(Sign1.Purpose.RECEIPT, signed, MAX_PAYLOAD, hub);
        CborReader in = new CborReader(payload);
        Draft draft = new Draft();
        in.map("receipt", 10, key -> draft.field(in, key));
        in.end("receipt");
        return draft.receipt();
    }

    private static final class Draft {
        private @Nullable String node;
        private byte @Nullable [] incarnation;
        private @Nullable Priority priority;
        private long number = -1;
        private byte @Nullable [] hash;
        private long hubMillis = -1;
        private @Nullable Verdict verdict;
        private List<Refused> refused = List.of();
        private byte @Nullable [] object;
        private List<Held> held = List.of();

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> node = in.text("receipt.node", 63);
                case 2 -> incarnation = in.exactly("receipt.incarnation", 16);
                case 3 -> priority = Priority.of((int) in.uint("receipt.priority", 3));
                case 4 -> number = in.uint("receipt.number", Long.MAX_VALUE);
                case 5 -> hash = in.exactly("receipt.head", Sha256.BYTES);
                case 6 -> hubMillis = in.uint("receipt.hub_time", Long.MAX_VALUE);
                case 7 -> verdict = verdict(in);
                case 8 -> refused = refused(in);
                case 9 -> object = in.exactly("receipt.object", Sha256.BYTES);
                case 10 -> held = held(in);
                default -> throw CborReader.unknownKey("receipt", key);
            }
        }

        private static Verdict verdict(CborReader in) throws MalformedException {
            long code = in.uint("receipt.verdict", 3);
            for (Verdict one : Verdict.values()) {
                if (one.code() == code) {
                    return one;
                }
            }
            throw new MalformedException("receipt.verdict", "1 to 3", "" + code);
        }

        private static List<Held> held(CborReader in) throws MalformedException {
            int count = in.array("receipt.held", Held.MAX);
            if (count == 0) {
                throw new MalformedException(
                        "receipt.held", "1 to " + Held.MAX + " items, or no such key", "none");
            }
            List<Held> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                String field = "receipt.held[" + i + "]";
                if (in.array(field, 2) != 2) {
                    throw new MalformedException(field, "an object and a bitmap", "fewer");
                }
                all.add(
                        new Held(
                                in.exactly(field + ".object", Sha256.BYTES),
                                in.bytes(field + ".bitmap", Held.MAX_BITMAP)));
            }
            return all;
        }

        private static List<Refused> refused(CborReader in) throws MalformedException {
            int count = in.array("receipt.refused", MAX_REFUSED);
            if (count == 0) {
                throw new MalformedException(
                        "receipt.refused",
                        "1 to " + MAX_REFUSED + " items, or no such key",
                        "none");
            }
            List<Refused> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                String field = "receipt.refused[" + i + "]";
                if (in.array(field, 2) != 2) {
                    throw new MalformedException(field, "a number and a field", "fewer");
                }
                all.add(
                        new Refused(
                                in.uint(field + ".number", Long.MAX_VALUE),
                                in.text(field + ".field", Refused.MAX_FIELD)));
            }
            return all;
        }

        Receipt receipt() throws MalformedException {
            if (node == null
                    || incarnation == null
                    || priority == null
                    || number < 0
                    || hash == null
                    || hubMillis < 0
                    || verdict == null) {
                throw new MalformedException("receipt", "keys 1 to 7", "fewer");
            }
            if ((object != null) != (verdict == Verdict.UNREADABLE)) {
                throw new MalformedException(
                        "receipt.object", "an object with verdict 3 and no other", "otherwise");
            }
            return new Receipt(
                    node,
                    incarnation,
                    priority,
                    new Head(number, hash),
                    hubMillis,
                    verdict,
                    refused,
                    object,
                    held);
        }
    }
}
