package org.forpost.protocol.bundle;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// What is being packed: fixed at the beginning, so that after the stick was pulled the same files
/// come out again, whatever was recorded meanwhile. Only a hint, and not signed: what does not fit
/// the journal any more is not followed.
///
/// @param stretches at most one of each chain
record Plan(List<Stretch> stretches) {
    static final int MAX_BYTES = 8 * 1024;

    private static final int MAX_STRETCHES = Priority.COUNT * BundleManifest.MAX_HELLOS;
    private static final int INCARNATION_BYTES = 16;
    private static final byte VERSION = 2;

    Plan {
        stretches = List.copyOf(stretches);
    }

    /// Records of one chain that go along.
    ///
    /// @param incarnation in hexadecimal
    /// @param from number of the first
    /// @param to number of the last; lower than `from` where there is none
    record Stretch(String node, String incarnation, Priority priority, long from, long to) {
        boolean isOf(String otherNode, String otherIncarnation) {
            return node.equals(otherNode) && incarnation.equals(otherIncarnation);
        }

        long records() {
            return Math.max(0, to - from + 1);
        }
    }

    /// @return null where nothing of that chain is packed
    @Nullable Stretch of(String node, String incarnation, Priority priority) {
        for (Stretch one : stretches) {
            if (one.isOf(node, incarnation) && one.priority() == priority) {
                return one;
            }
        }
        return null;
    }

    byte[] encode() {
        CborWriter out = new CborWriter().array(stretches.size());
        for (Stretch one : stretches) {
            out.array(5).text(one.node()).bytes(HexFormat.of().parseHex(one.incarnation()));
            out.uint(one.priority().code()).uint(one.from()).uint(one.to());
        }
        byte[] cbor = out.toByteArray();
        byte[] bytes = new byte[cbor.length + 1];
        bytes[0] = VERSION;
        System.arraycopy(cbor, 0, bytes, 1, cbor.length);
        return bytes;
    }

    static Plan decode(byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new MalformedException("plan.version", "" + VERSION, "another");
        }
        CborReader in = new CborReader(bytes, 1, bytes.length);
        int count = in.array("plan", MAX_STRETCHES);
        List<Stretch> stretches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String field = "plan[" + i + "]";
            if (in.array(field, 5) != 5) {
                throw new MalformedException(field, "a chain and two numbers", "fewer");
            }
            stretches.add(
                    new Stretch(
                            in.text(field + ".node", 63),
                            HexFormat.of()
                                    .formatHex(
                                            in.exactly(field + ".incarnation", INCARNATION_BYTES)),
                            Priority.of((int) in.uint(field + ".priority", Priority.COUNT - 1)),
                            in.uint(field + ".from", Long.MAX_VALUE),
                            in.uint(field + ".to", Long.MAX_VALUE - 1)));
        }
        in.end("plan");
        return new Plan(stretches);
    }
}
