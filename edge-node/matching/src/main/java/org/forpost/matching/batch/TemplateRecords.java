package org.forpost.matching.batch;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableTemplateException;

/// A file of templates, read one after the other: records of a 4-byte id, a 4-byte length and a
/// native SourceAFIS template of that length, integers big-endian and unsigned. An empty file has
/// no records.
///
/// A record whose template is of no use is quarantined, and reading goes on behind it. A length
/// that no template has, or a file that ends inside a record, means that the records themselves
/// cannot be told apart any more: then the file is refused.
public final class TemplateRecords implements AutoCloseable {
    /// A native template has some 500 bytes and at most [Template#LONGEST]; up to this length a
    /// record may hold something else that is quarantined, beyond it the length itself is damaged.
    static final int LONGEST_RECORD = 1 << 16;

    /// What was read.
    public sealed interface TemplateRecord {
        /// Its number in the file, the first is 1.
        long number();

        /// 0 to 4,294,967,295.
        long id();

        /// One that can be used.
        record Usable(long number, long id, Template template) implements TemplateRecord {}

        /// One that cannot, and why.
        record Quarantined(long number, long id, String reason) implements TemplateRecord {}
    }

    private final Path file;
    private final DataInputStream in;
    private long number;
    private long offset;

    /// Opens a file; nothing is read yet.
    public TemplateRecords(Path file) throws IOException {
        this.file = file;
        this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /// Bytes read so far.
    public long offset() {
        return offset;
    }

    /// The next record; empty at the end.
    ///
    /// @throws IOException where the file breaks off or a length cannot be true; names the file,
    ///   the record and where it starts
    public Optional<TemplateRecord> next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        number++;
        try {
            long id = (long) first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            long length = Integer.toUnsignedLong(in.readInt());
            if (length > LONGEST_RECORD) {
                throw new IOException(
                        where() + "length: expected at most " + LONGEST_RECORD + ", got " + length);
            }
            byte[] bytes = in.readNBytes((int) length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            offset += 8 + length;
            return Optional.of(record(id, bytes));
        } catch (EOFException e) {
            throw new IOException(where() + "the file ends inside the record", e);
        }
    }

    private TemplateRecord record(long id, byte[] bytes) {
        try {
            return new TemplateRecord.Usable(number, id, Template.decode(bytes));
        } catch (UnusableTemplateException e) {
            return new TemplateRecord.Quarantined(number, id, String.valueOf(e.getMessage()));
        }
    }

    private String where() {
        return file + ": record " + number + " at byte " + offset + ": ";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
