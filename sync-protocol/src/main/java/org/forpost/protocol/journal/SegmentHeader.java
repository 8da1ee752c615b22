package org.forpost.protocol.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.Priority;

/// The first bytes of a segment: SPEC.md §2.1. The check sum leaves the node's key wrapping out,
/// which is destroyed one day and has a tag of its own.
///
/// @param heads of all four chains before the first entry
record SegmentHeader(
        byte[] incarnation,
        long segment,
        long firstSequence,
        Head[] heads,
        byte[] nodeWrap,
        int suite,
        byte[] hubWrap) {
    static final int INCARNATION_BYTES = 16;
    static final int BYTES = 370;

    private static final int MAGIC = 0x01_46_50_4a; // version 1, "FPJ"
    static final int NODE_WRAP_AT = 196;

    /// Whether the node's wrapping was written over: all zeros, which no wrapping is.
    boolean keyDestroyed() {
        return Arrays.equals(nodeWrap, new byte[SegmentKeys.NODE_WRAP_BYTES]);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putInt(MAGIC).put(incarnation).putLong(segment).putLong(firstSequence);
        for (Head head : heads) {
            out.putLong(head.number()).put(head.hash());
        }
        out.put(nodeWrap).putShort((short) suite).put(hubWrap);
        return out.put(checksum(out.array())).array();
    }

    /// @return null when these bytes are no header; whoever reads decides what that means
    static @org.jspecify.annotations.Nullable SegmentHeader decode(byte[] bytes) {
        if (!Arrays.equals(checksum(bytes), Arrays.copyOfRange(bytes, BYTES - 32, BYTES))) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getInt() != MAGIC) {
            return null;
        }
        byte[] incarnation = new byte[INCARNATION_BYTES];
        in.get(incarnation);
        long segment = in.getLong();
        long firstSequence = in.getLong();
        Head[] heads = new Head[Priority.COUNT];
        for (int i = 0; i < heads.length; i++) {
            long number = in.getLong();
            byte[] hash = new byte[Sha256.BYTES];
            in.get(hash);
            heads[i] = new Head(number, hash);
        }
        byte[] nodeWrap = new byte[SegmentKeys.NODE_WRAP_BYTES];
        in.get(nodeWrap);
        int suite = in.getShort();
        byte[] hubWrap = new byte[SegmentKeys.HUB_WRAP_BYTES];
        in.get(hubWrap);
        return new SegmentHeader(
                incarnation, segment, firstSequence, heads, nodeWrap, suite, hubWrap);
    }

    private static byte[] checksum(byte[] header) {
        int after = NODE_WRAP_AT + SegmentKeys.NODE_WRAP_BYTES;
        return Sha256.of(
                Arrays.copyOf(header, NODE_WRAP_AT), Arrays.copyOfRange(header, after, BYTES - 32));
    }
}
