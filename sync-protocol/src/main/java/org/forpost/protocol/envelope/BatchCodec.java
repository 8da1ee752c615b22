package org.forpost.protocol.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Derived;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sealed;
import org.forpost.protocol.crypto.Sealer;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.crypto.Unsealer;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.jspecify.annotations.Nullable;

/// A batch as bytes and back: records, compressed, sealed to the hub, then signed (SPEC.md §3).
public final class BatchCodec {
    /// Most bytes of an envelope: what incompressible records of the largest batch come to.
    public static final int MAX_ENVELOPE_BYTES = Batch.MAX_PLAIN_BYTES + 1024;

    /// Of an envelope, what tells whose it is: heads, the protected header and the batch's.
    public static final int BEGINNING_BYTES = 512;

    private static final byte[] INFO = "forpost/v1/batch".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DRAWN =
            "forpost/v1/batch-randomness".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_NODE = 63;
    private static final int MAX_HEADER = 256;

    private BatchCodec() {}

    /// The same batch makes the same bytes again, also after a restart, so that an image goes on
    /// where the link broke: what sealing draws follows from the node's signature over what is
    /// sealed. Nobody else can know it, and it differs with every bit of that.
    public static byte[] seal(Batch batch, Sealer hub, byte[] keyId, Signer node) {
        CborWriter records = new CborWriter().array(batch.items().size());
        for (Batch.Item item : batch.items()) {
            switch (item) {
                case Batch.Item.Whole(byte[] record) -> records.bytes(record);
                case Batch.Item.Withheld(byte[] hash) -> records.array(1).bytes(hash);
            }
        }
        byte[] plain = records.toByteArray();
        byte[] compressed = Compression.compress(plain);
        byte[] header = header(batch, plain.length, hub.suite());
        byte[] drawn = Sha256.of(node.sign(drawnFrom(header, compressed)));
        Sealed sealed = hub.drawing(new Derived(drawn)).seal(INFO, header, compressed);
        byte[] payload =
                new CborWriter()
                        .array(3)
                        .bytes(header)
                        .bytes(sealed.encapsulated())
                        .bytes(sealed.ciphertext())
                        .toByteArray();
        return Sign1.sign(Sign1.Purpose.BATCH, keyId, payload, node);
    }

    private static byte[] drawnFrom(byte[] header, byte[] compressed) {
        byte[] hash = Sha256.of(header, compressed);
        byte[] bytes = Arrays.copyOf(DRAWN, DRAWN.length + hash.length);
        System.arraycopy(hash, 0, bytes, DRAWN.length, hash.length);
        return bytes;
    }

    private static byte[] header(Batch batch, int plainBytes, int suite) {
        return new CborWriter()
                .map(9)
                .uint(1)
                .text(batch.node())
                .uint(2)
                .bytes(batch.incarnation())
                .uint(3)
                .uint(batch.priority().code())
                .uint(4)
                .uint(batch.first())
                .uint(5)
                .uint(batch.items().size())
                .uint(6)
                .bytes(batch.before().hash())
                .uint(7)
                .uint(Compression.DEFLATE_DICTIONARY_1)
                .uint(8)
                .uint(plainBytes)
                .uint(9)
                .uint(suite)
                .toByteArray();
    }

    /// Checks the signature, then opens and unpacks. Records themselves are not read here: a bad
    /// one is its own matter and not its batch's.
    ///
    /// @throws MalformedException naming the field that is not as SPEC.md §3 says
    /// @throws NotAuthenticException when the signature or the seal does not fit
    public static Batch open(byte[] envelope, SignatureCheck node, Unsealer hub)
            throws MalformedException, NotAuthenticException {
        byte[] payload = Sign1.open(Sign1.Purpose.BATCH, envelope, MAX_ENVELOPE_BYTES, node);
        CborReader in = new CborReader(payload);
        if (in.array("batch", 3) != 3) {
            throw new MalformedException("batch", "an array of 3 items", "fewer");
        }
        byte[] headerBytes = in.bytes("batch.header", MAX_HEADER);
        byte[] encapsulated = in.exactly("batch.encapsulated", Hpke.ENCAPSULATED_BYTES);
        byte[] ciphertext = in.bytes("batch.ciphertext", MAX_ENVELOPE_BYTES);
        in.end("batch");
        Header header = new Header();
        CborReader headerIn = new CborReader(headerBytes);
        headerIn.map("batch.header", 9, key -> header.field(headerIn, key));
        headerIn.end("batch.header");
        header.check();
        byte[] compressed = hub.open(INFO, headerBytes, new Sealed(encapsulated, ciphertext));
        byte[] plain = Compression.expand(compressed, header.plainBytes);
        return header.batch(items(plain, header.count));
    }

    private static List<Batch.Item> items(byte[] plain, int count) throws MalformedException {
        CborReader in = new CborReader(plain);
        int found = in.array("batch.records", Batch.MAX_RECORDS);
        if (found != count) {
            throw new MalformedException("batch.records", count + " records", found + " records");
        }
        List<Batch.Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String field = "batch.records[" + i + "]";
            if (in.isArray()) {
                if (in.array(field, 1) != 1) {
                    throw new MalformedException(field, "one hash in the place of it", "none");
                }
                items.add(new Batch.Item.Withheld(in.exactly(field, Sha256.BYTES)));
            } else {
                items.add(new Batch.Item.Whole(in.bytes(field, RecordCodec.MAX_RECORD_BYTES)));
            }
        }
        in.end("batch.records");
        return items;
    }

    /// Whose chain an envelope claims to be of, and which records, with nothing of it checked: good
    /// for telling its sender that it could not be read, for keeping it in its place until the hub
    /// has it, and for nothing else.
    ///
    /// @param first number of the first record
    /// @param before hash of the head before it
    public record Claim(
            String node,
            byte[] incarnation,
            Priority priority,
            long first,
            int count,
            byte[] before) {
        /// Number of the last record.
        public long last() {
            return first + count - 1;
        }
    }

    /// @return null when not even that can be read
    public static @Nullable Claim claim(byte[] envelope) {
        try {
            byte[] payload =
                    Sign1.open(
                            Sign1.Purpose.BATCH,
                            envelope,
                            MAX_ENVELOPE_BYTES,
                            (message, signature) -> true);
            return claim(new CborReader(payload));
        } catch (MalformedException | NotAuthenticException e) {
            return null;
        }
    }

    /// The same, from the first [#BEGINNING_BYTES] of an envelope, or fewer if it is shorter.
    public static @Nullable Claim claimOfBeginning(byte[] beginning) {
        try {
            return claim(Sign1.peek(beginning, MAX_ENVELOPE_BYTES));
        } catch (MalformedException e) {
            return null;
        }
    }

    private static @Nullable Claim claim(CborReader in) throws MalformedException {
        in.array("batch", 3);
        byte[] headerBytes = in.bytes("batch.header", MAX_HEADER);
        Header header = new Header();
        CborReader headerIn = new CborReader(headerBytes);
        headerIn.map("batch.header", 9, key -> header.field(headerIn, key));
        return header.claim();
    }

    private static final class Header {
        private @Nullable String node;
        private byte @Nullable [] incarnation;
        private @Nullable Priority priority;
        private long first;
        private int count;
        private byte @Nullable [] before;
        private boolean compression;
        private int plainBytes;
        private boolean suite;

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> node = in.text("batch.node", MAX_NODE);
                case 2 -> incarnation = in.exactly("batch.incarnation", 16);
                case 3 -> priority = Priority.of((int) in.uint("batch.priority", 3));
                case 4 -> first = in.uint("batch.first", Long.MAX_VALUE - Batch.MAX_RECORDS);
                case 5 -> count = (int) in.uint("batch.count", Batch.MAX_RECORDS);
                case 6 -> before = in.exactly("batch.before", Sha256.BYTES);
                case 7 -> {
                    long found = in.uint("batch.compression", 255);
                    if (found != Compression.DEFLATE_DICTIONARY_1) {
                        throw new MalformedException("batch.compression", "1", "" + found);
                    }
                    compression = true;
                }
                case 8 -> plainBytes = (int) in.uint("batch.plain_bytes", Batch.MAX_PLAIN_BYTES);
                case 9 -> {
                    long found = in.uint("batch.suite", 255);
                    if (found != Hpke.SUITE_X25519) {
                        throw new MalformedException("batch.suite", "1", "" + found);
                    }
                    suite = true;
                }
                default -> throw CborReader.unknownKey("batch.header", key);
            }
        }

        void check() throws MalformedException {
            if (node == null
                    || incarnation == null
                    || priority == null
                    || first == 0
                    || count == 0
                    || before == null
                    || !compression
                    || plainBytes == 0
                    || !suite) {
                throw new MalformedException(
                        "batch.header", "keys 1 to 9, none of them 0", "fewer");
            }
        }

        @Nullable Claim claim() {
            return node == null
                            || incarnation == null
                            || priority == null
                            || before == null
                            || first == 0
                            || count == 0
                    ? null
                    : new Claim(node, incarnation, priority, first, count, before);
        }

        Batch batch(List<Batch.Item> items) throws MalformedException {
            if (node == null || incarnation == null || priority == null || before == null) {
                throw new MalformedException("batch.header", "keys 1 to 9", "fewer");
            }
            return new Batch(node, incarnation, priority, new Head(first - 1, before), items);
        }
    }
}
