package org.forpost.protocol.world;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.forpost.protocol.crypto.Sealed;
import org.forpost.protocol.crypto.Unsealer;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.record.Audit;

/// A record over which this hub's program fails, as one did that nobody foresaw: it opens no
/// envelope that has one in it.
final class Unreadable {
    private static final String EVENT = "unreadable";
    static final Audit BODY = new Audit(EVENT, "");
    private static final byte[] MARK = EVENT.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DICTIONARY = dictionary();

    /// Batches of the world are smaller.
    private static final int MAX_BATCH = 1 << 20;

    private Unreadable() {}

    /// The hub's way to open envelopes, with this mistake in it.
    static Unsealer failing(Unsealer unsealer) {
        return (byte[] info, byte[] associated, Sealed sealed) -> {
            byte[] compressed = unsealer.open(info, associated, sealed);
            if (isIn(expanded(compressed))) {
                throw new IllegalStateException("a bug of this hub");
            }
            return compressed;
        };
    }

    static boolean isIn(byte[] bytes) {
        for (int at = 0; at <= bytes.length - MARK.length; at++) {
            if (bytes[at] == MARK[0]
                    && Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] expanded(byte[] compressed) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(compressed);
            byte[] plain = new byte[MAX_BATCH];
            return Arrays.copyOf(plain, inflater.inflate(plain));
        } catch (DataFormatException e) {
            return new byte[0]; // the program itself says what is wrong with it
        } finally {
            inflater.end();
        }
    }

    private static byte[] dictionary() {
        try (InputStream in = Batch.class.getResourceAsStream("dictionary-1.bin")) {
            return Objects.requireNonNull(in, "dictionary-1.bin").readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
