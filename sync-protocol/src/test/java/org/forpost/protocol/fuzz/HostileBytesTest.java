package org.forpost.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Unsealer;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.LedgerEntry;

/// Whatever arrives is read, or refused by the name of a field: no other exception, and what was
/// read is spelled in its only way. Signatures are taken for good, so that what stands behind them
/// is reached.
class HostileBytesTest {
    private static final SignatureCheck ALWAYS = (message, signature) -> true;
    private static final Unsealer UNSEALER = Hpke.unsealer(counting(0x60));

    private static byte[] counting(int from) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    private interface Reader {
        void read() throws MalformedException, NotAuthenticException;
    }

    private static void readOrRefused(Reader reader) {
        try {
            reader.read();
        } catch (MalformedException e) {
            assertFalse(e.field().isEmpty());
        } catch (NotAuthenticException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
        }
    }

    @FuzzTest
    void aRecord(byte[] bytes) {
        readOrRefused(
                () -> assertArrayEquals(bytes, RecordCodec.encode(RecordCodec.decode(bytes))));
    }

    @FuzzTest
    void anEnvelope(byte[] bytes) {
        readOrRefused(() -> BatchCodec.open(bytes, ALWAYS, UNSEALER));
    }

    @FuzzTest
    void aReceipt(byte[] bytes) {
        readOrRefused(() -> Receipt.open(bytes, ALWAYS));
    }

    @FuzzTest
    void aHello(byte[] bytes) {
        readOrRefused(() -> Hello.open(bytes, ALWAYS));
    }

    @FuzzTest
    void aRelease(byte[] bytes) {
        readOrRefused(() -> Manifest.open(bytes, ALWAYS));
    }

    @FuzzTest
    void aWatchlist(byte[] bytes) {
        readOrRefused(() -> assertArrayEquals(bytes, Watchlist.decode(bytes).encode()));
    }

    @FuzzTest
    void aMessage(byte[] bytes) {
        readOrRefused(() -> assertArrayEquals(bytes, Message.decode(bytes, 1 << 24).encode()));
    }

    @FuzzTest
    void aLedgerEntry(byte[] bytes) {
        readOrRefused(() -> assertArrayEquals(bytes, LedgerEntry.decode(bytes).encode()));
    }
}
