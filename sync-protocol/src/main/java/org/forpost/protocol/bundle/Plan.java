package org.forpost.protocol.bundle;

import java.util.Arrays;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.Priority;

/// What is being packed: fixed at the beginning, so that after the stick was pulled the same files
/// come out again, whatever was recorded meanwhile. Only a hint, and not signed: what does not fit
/// the journal any more is not followed.
///
/// @param from number of the first record of each chain, by priority
/// @param to number of the last one; lower than `from` where there is none
record Plan(byte[] incarnation, long[] from, long[] to) {
    static final int MAX_BYTES = 256;

    private static final int INCARNATION_BYTES = 16;

    byte[] encode() {
        CborWriter out = new CborWriter().array(1 + 2 * Priority.COUNT).bytes(incarnation);
        for (int i = 0; i < Priority.COUNT; i++) {
            out.uint(from[i]).uint(to[i]);
        }
        byte[] cbor = out.toByteArray();
        byte[] bytes = new byte[cbor.length + 1];
        bytes[0] = 1;
        System.arraycopy(cbor, 0, bytes, 1, cbor.length);
        return bytes;
    }

    static Plan decode(byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || bytes[0] != 1) {
            throw new MalformedException("plan.version", "1", "another");
        }
        CborReader in = new CborReader(bytes, 1, bytes.length);
        if (in.array("plan", 1 + 2 * Priority.COUNT) != 1 + 2 * Priority.COUNT) {
            throw new MalformedException("plan", "an incarnation and 8 numbers", "fewer");
        }
        byte[] incarnation = in.exactly("plan.incarnation", INCARNATION_BYTES);
        long[] from = new long[Priority.COUNT];
        long[] to = new long[Priority.COUNT];
        for (int i = 0; i < Priority.COUNT; i++) {
            from[i] = in.uint("plan.from", Long.MAX_VALUE);
            to[i] = in.uint("plan.to", Long.MAX_VALUE);
        }
        in.end("plan");
        return new Plan(incarnation, from, to);
    }

    long records() {
        long sum = 0;
        for (int i = 0; i < Priority.COUNT; i++) {
            sum += Math.max(0, to[i] - from[i] + 1);
        }
        return sum;
    }

    boolean isOf(byte[] other) {
        return Arrays.equals(incarnation, other);
    }
}
