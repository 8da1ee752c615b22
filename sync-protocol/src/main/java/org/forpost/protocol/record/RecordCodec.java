package org.forpost.protocol.record;

import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.jspecify.annotations.Nullable;

/// A record as bytes and back: SPEC.md §1.
public final class RecordCodec {
    public static final int VERSION = 1;

    /// An image of 512 KiB and what surrounds it; ten templates of 8 KiB are far below.
    public static final int MAX_RECORD_BYTES = Image.MAX_BYTES + 1024;

    static final int MAX_NODE = 63;
    static final long MAX_WALL_MILLIS = 253_402_300_799_999L; // the last of the year 9999

    private static final int KIND_CROSSING = 1;
    private static final int KIND_AUDIT = 2;
    private static final int KIND_IMAGE = 3;

    private RecordCodec() {}

    /// @throws IllegalArgumentException naming the field that is beyond its bound: what this end
    ///   could not read, it does not write, for a journal keeps it for ever and the hub would
    ///   refuse it
    public static byte[] encode(PostRecord record) {
        byte[] bytes = write(record);
        try {
            decode(bytes);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return bytes;
    }

    private static byte[] write(PostRecord record) {
        CborWriter body = new CborWriter();
        int kind =
                switch (record.body()) {
                    case Crossing crossing -> {
                        CrossingCodec.write(body, crossing);
                        yield KIND_CROSSING;
                    }
                    case Audit audit -> {
                        body.map(2).uint(1).text(audit.event()).uint(2).text(audit.detail());
                        yield KIND_AUDIT;
                    }
                    case Image image -> {
                        body.map(3).uint(1).bytes(image.crossing().bytes());
                        body.uint(2).uint(image.format().code()).uint(3).bytes(image.bytes());
                        yield KIND_IMAGE;
                    }
                };
        Stamp stamp = record.stamp();
        CborWriter out = new CborWriter().map(5);
        out.uint(1).uint(kind).uint(2).bytes(record.id().bytes()).uint(3).text(record.node());
        out.uint(4).array(4).uint(stamp.wallMillis()).uint(stamp.counter());
        out.uint(stamp.trust().code()).uint(stamp.trustAgeSeconds());
        out.uint(5).encoded(body.toByteArray());
        return versioned(out.toByteArray());
    }

    /// @throws MalformedException naming the first field that is not as SPEC.md §1 says
    public static PostRecord decode(byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new MalformedException(
                    "record.version", "1", bytes.length == 0 ? "nothing" : "" + (bytes[0] & 0xff));
        }
        if (bytes.length > MAX_RECORD_BYTES) {
            throw new MalformedException(
                    "record", "at most " + MAX_RECORD_BYTES + " bytes", bytes.length + " bytes");
        }
        CborReader in = new CborReader(bytes, 1, bytes.length);
        Draft draft = new Draft();
        in.map("record", 5, key -> draft.field(in, key));
        in.end("record");
        return draft.record();
    }

    static byte[] versioned(byte[] cbor) {
        byte[] bytes = new byte[cbor.length + 1];
        bytes[0] = VERSION;
        System.arraycopy(cbor, 0, bytes, 1, cbor.length);
        return bytes;
    }

    static MalformedException missing(String field) {
        return new MalformedException(field, "a value", "none");
    }

    static <T> T required(@Nullable T value, String field) throws MalformedException {
        if (value == null) {
            throw missing(field);
        }
        return value;
    }

    static int code(CborReader in, String field, int least, int most) throws MalformedException {
        int value = (int) in.uint(field, most);
        if (value < least) {
            throw new MalformedException(field, least + " to " + most, "" + value);
        }
        return value;
    }

    static <E extends Coded> E coded(CborReader in, String field, E[] choices)
            throws MalformedException {
        int value = (int) in.uint(field, 0xff);
        for (E choice : choices) {
            if (choice.code() == value) {
                return choice;
            }
        }
        throw new MalformedException(
                field, "one of " + choices.length + " numbers in SPEC.md", "" + value);
    }

    /// A list that is there holds something: an empty one is spelled by leaving its key out.
    static <T> List<T> list(CborReader in, String field, int max, Item<T> item)
            throws MalformedException {
        int count = in.array(field, max);
        if (count == 0) {
            throw new MalformedException(field, "1 to " + max + " items, or no such key", "none");
        }
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.read(field + "[" + i + "]"));
        }
        return items;
    }

    @FunctionalInterface
    interface Item<T> {
        T read(String field) throws MalformedException;
    }

    private static final class Draft {
        private int kind;
        private @Nullable RecordId id;
        private @Nullable String node;
        private @Nullable Stamp stamp;
        private @Nullable Body body;

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> kind = code(in, "record.kind", KIND_CROSSING, KIND_IMAGE);
                case 2 -> id = RecordId.of(in.exactly("record.id", RecordId.BYTES));
                case 3 -> node = in.text("record.node", MAX_NODE);
                case 4 -> stamp = stamp(in);
                case 5 -> body = body(in);
                default -> throw CborReader.unknownKey("record", key);
            }
        }

        private Body body(CborReader in) throws MalformedException {
            return switch (kind) {
                case KIND_CROSSING -> CrossingCodec.read(in);
                case KIND_AUDIT -> audit(in);
                case KIND_IMAGE -> image(in);
                default -> throw missing("record.kind");
            };
        }

        private static Stamp stamp(CborReader in) throws MalformedException {
            if (in.array("record.time", 4) != 4) {
                throw new MalformedException("record.time", "four numbers", "fewer");
            }
            long wall = in.uint("record.time.wall", MAX_WALL_MILLIS);
            int counter = (int) in.uint("record.time.counter", Stamp.MAX_COUNTER);
            ClockTrust trust = coded(in, "record.time.trust", ClockTrust.values());
            long age = in.uint("record.time.trust_age", 0xffff_ffffL);
            return new Stamp(wall, counter, trust, age);
        }

        private static Audit audit(CborReader in) throws MalformedException {
            String[] texts = new String[2];
            in.map(
                    "audit",
                    2,
                    key -> {
                        switch ((int) key) {
                            case 1 -> texts[0] = in.text("audit.event", Audit.MAX_EVENT);
                            case 2 -> texts[1] = in.text("audit.detail", Audit.MAX_DETAIL);
                            default -> throw CborReader.unknownKey("audit", key);
                        }
                    });
            return new Audit(required(texts[0], "audit.event"), required(texts[1], "audit.detail"));
        }

        private static Image image(CborReader in) throws MalformedException {
            byte[][] parts = new byte[2][];
            Image.Format[] format = new Image.Format[1];
            in.map(
                    "image",
                    3,
                    key -> {
                        switch ((int) key) {
                            case 1 -> parts[0] = in.exactly("image.crossing", RecordId.BYTES);
                            case 2 -> format[0] = coded(in, "image.format", Image.Format.values());
                            case 3 -> parts[1] = in.bytes("image.bytes", Image.MAX_BYTES);
                            default -> throw CborReader.unknownKey("image", key);
                        }
                    });
            return new Image(
                    RecordId.of(required(parts[0], "image.crossing")),
                    required(format[0], "image.format"),
                    required(parts[1], "image.bytes"));
        }

        PostRecord record() throws MalformedException {
            return new PostRecord(
                    required(id, "record.id"),
                    required(node, "record.node"),
                    required(stamp, "record.time"),
                    required(body, "record.body"));
        }
    }
}
