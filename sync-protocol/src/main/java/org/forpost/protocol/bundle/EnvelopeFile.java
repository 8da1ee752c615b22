package org.forpost.protocol.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.envelope.BatchCodec;

/// A file of a bundle: sealed envelopes (SPEC.md §3), each behind its length (§8.2).
public final class EnvelopeFile {
    /// A bad sector costs one file, and whoever reads it holds it in memory twice.
    public static final int MAX_BYTES = 4 << 20;

    private static final byte[] MAGIC = {1, 'F', 'P', 'B'};
    static final int LENGTH_BYTES = 4;

    /// The smallest envelope is longer than this.
    private static final int MIN_ENVELOPE_BYTES = 128;

    static final int MAX_ENVELOPES = MAX_BYTES / MIN_ENVELOPE_BYTES;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int envelopes;

    public EnvelopeFile() {
        bytes.writeBytes(MAGIC);
    }

    /// Whether this envelope still goes in.
    ///
    /// @param most bytes that the file may have, at most [#MAX_BYTES]
    boolean hasRoomFor(byte[] envelope, long most) {
        return bytes.size() + LENGTH_BYTES + envelope.length <= most;
    }

    public void add(byte[] envelope) {
        bytes.writeBytes(ByteBuffer.allocate(LENGTH_BYTES).putInt(envelope.length).array());
        bytes.writeBytes(envelope);
        envelopes++;
    }

    int envelopes() {
        return envelopes;
    }

    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    /// @throws MalformedException when this is not a file of envelopes
    public static List<byte[]> read(byte[] file) throws MalformedException {
        if (file.length > MAX_BYTES) {
            throw new MalformedException("records", "at most " + MAX_BYTES + " bytes", "more");
        }
        if (!Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            throw new MalformedException("records.magic", "01 and \"FPB\"", "other bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(file, MAGIC.length, file.length - MAGIC.length);
        List<byte[]> envelopes = new ArrayList<>();
        while (in.hasRemaining()) {
            String field = "records[" + envelopes.size() + "]";
            int length = in.remaining() < LENGTH_BYTES ? -1 : in.getInt();
            if (length < MIN_ENVELOPE_BYTES
                    || length > BatchCodec.MAX_ENVELOPE_BYTES
                    || length > in.remaining()) {
                throw new MalformedException(
                        field,
                        "a length of "
                                + MIN_ENVELOPE_BYTES
                                + " to "
                                + BatchCodec.MAX_ENVELOPE_BYTES
                                + " and as many bytes",
                        length < 0 ? "fewer" : length + " and " + in.remaining() + " bytes");
            }
            byte[] envelope = new byte[length];
            in.get(envelope);
            envelopes.add(envelope);
        }
        if (envelopes.isEmpty()) {
            throw new MalformedException("records", "one envelope at least", "none");
        }
        return envelopes;
    }
}
