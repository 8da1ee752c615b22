package org.forpost.protocol.envelope;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.synthetic.SyntheticCrossings;

/// Makes `dictionary-1.bin` again, byte for byte, from one seed. Frozen: another seed, another name
/// or another record shape is another dictionary, with another method number (SPEC.md §3.3).
public final class DictionaryMaker {
    static final int BYTES = 16 * 1024;

    private static final long SEED = 20261122;
    private static final long YEAR_2026 = 1_767_225_600_000L;

    private DictionaryMaker() {}

    /// `DictionaryMaker FILE` writes it.
    public static void main(String[] args) throws IOException {
        Files.write(Path.of(args[0]), make());
    }

    /// Deflate reaches back 32 KiB and spells near matches shorter, and what lies at the end of the
    /// dictionary stays in reach longest. So the rarest comes first (audits, exempt people) and
    /// plain crossings, as a list of records in a batch spells them, come last.
    static byte[] make() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SyntheticCrossings synthetic = new SyntheticCrossings(SEED, "lane-1", YEAR_2026);
        for (int i = 0; i < 12; i++) {
            write(out, synthetic.audit());
        }
        while (out.size() < 2 * BYTES) {
            write(out, synthetic.withoutTemplates());
        }
        byte[] all = out.toByteArray();
        byte[] audits = Arrays.copyOf(all, 1024);
        byte[] made = Arrays.copyOfRange(all, all.length - BYTES, all.length);
        System.arraycopy(audits, 0, made, 0, audits.length);
        return made;
    }

    /// Without the record's id: sixteen random bytes are never seen again.
    private static void write(ByteArrayOutputStream out, PostRecord record) {
        byte[] bytes = new CborWriter().bytes(RecordCodec.encode(record)).toByteArray();
        byte[] id = record.id().bytes();
        int at = 0;
        while (!Arrays.equals(id, 0, id.length, bytes, at, at + id.length)) {
            at++;
        }
        out.write(bytes, 0, at);
        out.write(bytes, at + id.length, bytes.length - at - id.length);
    }
}
