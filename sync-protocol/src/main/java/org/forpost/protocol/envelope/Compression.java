package org.forpost.protocol.envelope;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.forpost.protocol.cbor.MalformedException;

/// Raw Deflate (RFC 1951) with a preset dictionary of 16 KiB, which a record of 187 bytes needs to
/// become smaller at all. Method 1 of SPEC.md §3.3; another dictionary is another method.
final class Compression {
    static final int DEFLATE_DICTIONARY_1 = 1;

    private static final byte[] DICTIONARY_1 = dictionary();

    private Compression() {}

    static byte[] compress(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setDictionary(DICTIONARY_1);
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2 + 64);
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /// @param plainBytes what the signed header promised; one byte more or less is refused, so that
    ///   a small bomb cannot fill the memory
    static byte[] expand(byte[] compressed, int plainBytes) throws MalformedException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(DICTIONARY_1);
            inflater.setInput(compressed);
            byte[] plain = new byte[plainBytes + 1];
            int length = 0;
            while (!inflater.finished()) {
                int more = inflater.inflate(plain, length, plain.length - length);
                length += more;
                if (length > plainBytes || (more == 0 && !inflater.finished())) {
                    break;
                }
            }
            if (!inflater.finished() || length != plainBytes || inflater.getRemaining() > 0) {
                throw new MalformedException(
                        "batch.plain_bytes", plainBytes + " bytes after expansion", "others");
            }
            byte[] exact = new byte[plainBytes];
            System.arraycopy(plain, 0, exact, 0, plainBytes);
            return exact;
        } catch (DataFormatException e) {
            throw new MalformedException("batch.ciphertext", "Deflate data inside", "other bytes");
        } finally {
            inflater.end();
        }
    }

    static byte[] dictionary() {
        try (InputStream in = Compression.class.getResourceAsStream("dictionary-1.bin")) {
            if (in == null) {
                throw new IllegalStateException("dictionary-1.bin is missing from the build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
