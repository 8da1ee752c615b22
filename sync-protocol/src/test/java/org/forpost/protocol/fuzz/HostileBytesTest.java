package org.forpost.protocol.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.bundle.BundleAnswer;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.EnvelopeFile;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Unsealer;
import org.forpost.protocol.envelope.Assembly;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.MemorySegments;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.TrustAnchors;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.LedgerEntry;
import org.forpost.protocol.world.FaultyDisk;

/// Whatever arrives is read, or refused by the name of a field: no other exception, and what was
/// read is spelled in its only way. Signatures are taken for good, so that what stands behind them
/// is reached.
class HostileBytesTest {
    private static final SignatureCheck ALWAYS = (message, signature) -> true;
    private static final Unsealer UNSEALER = Hpke.unsealer(counting(0x60));

    private static byte[] counting(int from) {
        return counting(from, 32);
    }

    private static byte[] counting(int from, int count) {
        byte[] bytes = new byte[count];
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
    void operators(byte[] bytes) {
        readOrRefused(() -> assertArrayEquals(bytes, Operators.decode(bytes).encode()));
    }

    @FuzzTest
    void trustAnchors(byte[] bytes) {
        readOrRefused(() -> assertArrayEquals(bytes, TrustAnchors.decode(bytes).encode()));
    }

    @FuzzTest
    void aMessage(byte[] bytes) {
        readOrRefused(() -> assertArrayEquals(bytes, Message.decode(bytes, 1 << 24).encode()));
    }

    /// What a hostile carrier sends, at a hub whose every signature check says yes: it answers each
    /// message once, and nothing is thrown.
    @FuzzTest
    void aCarriedMessage(byte[] bytes) {
        HubConversation hub =
                new HubConversation(
                        new HubKeys(
                                new byte[8],
                                Ed25519.signer(counting(0x20)),
                                UNSEALER,
                                node -> ALWAYS),
                        () -> 1_795_000_009_000L);
        var _ = hub.on(new HubEvent.Joined("lane-2"));
        for (int again = 1; again <= 2; again++) {
            List<HubAction> done =
                    new ArrayList<>(hub.on(new HubEvent.Arrived("lane-2", again, bytes)));
            for (HubAction action : List.copyOf(done)) {
                if (action instanceof HubAction.Append(long ticket, LedgerEntry entry)) {
                    readOrRefused(() ->
                            assertArrayEquals(
                                    entry.encode(), LedgerEntry.decode(entry.encode()).encode()));
                    done.addAll(hub.on(new HubEvent.Forced(ticket)));
                }
            }
            long answers =
                    done.stream()
                            .filter(one ->
                                    one instanceof HubAction.Acknowledge
                                            || one instanceof HubAction.Reject)
                            .count();
            assertEquals(1, answers);
        }
    }

    @FuzzTest
    void aLedgerEntry(byte[] bytes) {
        readOrRefused(() -> assertArrayEquals(bytes, LedgerEntry.decode(bytes).encode()));
    }

    @FuzzTest
    void aBundleManifest(byte[] bytes) {
        readOrRefused(() -> BundleManifest.open(bytes, ALWAYS));
    }

    @FuzzTest
    void aBundleAnswer(byte[] bytes) {
        readOrRefused(() -> BundleAnswer.open(bytes, ALWAYS));
    }

    @FuzzTest
    void aFileOfEnvelopes(byte[] bytes) {
        readOrRefused(() -> {
            EnvelopeFile again = new EnvelopeFile();
            EnvelopeFile.read(bytes).forEach(again::add);
            assertArrayEquals(bytes, again.toByteArray());
        });
    }

    @FuzzTest
    void aChunk(byte[] bytes) {
        readOrRefused(() -> {
            byte[] message = new byte[bytes.length + 2];
            message[0] = 1;
            message[1] = 2;
            System.arraycopy(bytes, 0, message, 2, bytes.length);
            if (Message.decode(message, BatchCodec.MAX_ENVELOPE_BYTES)
                    instanceof Message.Piece(Chunk chunk)) {
                Assembly assembly = new Assembly(chunk);
                assembly.add(chunk);
                if (assembly.complete()) {
                    assembly.whole();
                }
            }
        });
    }

    /// The checker and the recovery of a node come to the same of any bytes.
    @FuzzTest
    void aJournalSegment(byte[] bytes) throws IOException {
        String name = "segment-00000001.fpj";
        SegmentKeys keys = SegmentKeys.toRead(counting(0x80));
        JournalCheck.Report report =
                JournalCheck.check(
                        new MemorySegments(Map.of(name, bytes)),
                        keys,
                        (segment, offset, entry) -> {});
        int[] made = {0};
        Randomness randomness = count -> counting(made[0]++, count);
        try (Journal journal =
                Journal.open(
                        FaultyDisk.of(Map.of(name, bytes)),
                        new SegmentKeys(
                                counting(0x80),
                                Hpke.sealer(Hpke.publicKey(counting(0x60)), randomness),
                                randomness),
                        randomness,
                        said -> {})) {
            assertTrue(report.clean(), () -> report.findings().toString());
            assertEquals(report.entries(), journal.recordedSequence());
        } catch (JournalDamagedException e) {
            assertFalse(report.clean(), e.getMessage());
        }
    }
}
