package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.uplink.ReceiptShelf;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.KeyDestroyedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lane that forgets what the hub has held for long enough, over restarts.
class ForgettingTest {
    private static final Randomness RANDOMNESS =
            count -> {
                byte[] bytes = new byte[count];
                java.util.concurrent.ThreadLocalRandom.current().nextBytes(bytes);
                return bytes;
            };

    @TempDir Path folder;

    private long uptime;
    private final List<String> notes = new ArrayList<>();

    private Journal journal() throws Exception {
        return Journal.open(
                new FileStore(folder.resolve("journal")),
                new SegmentKeys(
                        new byte[32],
                        Hpke.sealer(Hpke.publicKey(new byte[32]), RANDOMNESS),
                        RANDOMNESS),
                RANDOMNESS,
                notes::add);
    }

    private Forgetting forgetting(Journal journal) throws Exception {
        return new Forgetting(
                journal,
                10_000,
                new ReceiptShelf(folder.resolve("receipts"), (message, signature) -> true),
                () -> uptime,
                (event, detail) -> notes.add(event + ": " + detail),
                notes::add);
    }

    /// The hub holds all of the audit chain, and nothing was written to the others.
    private void receipts(Forgetting forgetting, Journal journal, long hub, long running)
            throws Exception {
        uptime = running;
        for (Priority priority : Priority.values()) {
            forgetting.receipted(
                    new Receipt(
                            "lane-1",
                            journal.incarnation(),
                            priority,
                            journal.recorded(priority),
                            hub,
                            Receipt.Verdict.COUNTED,
                            List.of()));
        }
    }

    @Test
    void aKeyGoesTheRetentionTimeAfterTheReceiptAlsoOverARestart() throws Exception {
        try (Journal journal = journal()) {
            journal.append(Priority.AUDIT, new byte[] {1});
            journal.force();
        }
        try (Journal journal = journal()) {
            journal.append(Priority.AUDIT, new byte[] {2});
            journal.force();
            Forgetting forgetting = forgetting(journal);
            receipts(forgetting, journal, 50_000, 1_000);
            receipts(forgetting, journal, 59_999, 11_000);
            // The hub's clock jumps: this machine was not running for so long.
            receipts(forgetting, journal, 50_000_000, 10_999);
            assertEquals(1, journal.read(Priority.AUDIT, 1, 1, 100).size());
        }
        assertEquals(List.of(), notes);
        try (Journal journal = journal()) {
            receipts(forgetting(journal), journal, 60_000, 11_000);
            assertThrows(
                    KeyDestroyedException.class, () -> journal.read(Priority.AUDIT, 1, 1, 100));
            assertEquals(1, journal.read(Priority.AUDIT, 2, 1, 100).size());
        }
        assertEquals(
                List.of("keys-destroyed: journal segments 1 to 1 can be read by the hub only"),
                notes);
        try (Journal journal = journal()) {
            assertEquals(2, journal.recordedSequence());
            assertTrue(journal.firstReadable(Priority.AUDIT) == 2);
        }
    }
}
