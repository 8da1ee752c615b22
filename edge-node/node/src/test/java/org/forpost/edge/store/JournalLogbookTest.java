package org.forpost.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.RecordId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The logbook writes all of what belongs together, or tells the officer why it wrote nothing.
class JournalLogbookTest {
    private static final Randomness RANDOM =
            count -> {
                byte[] bytes = new byte[count];
                new SecureRandom().nextBytes(bytes);
                return bytes;
            };

    private static Draft audit(String event) {
        return new Draft(RecordId.random(RANDOM), new Audit(event, "detail"));
    }

    @Test
    void aFieldBeyondItsBoundIsNamedAndNothingIsWritten(@TempDir Path folder) throws Exception {
        byte[] key = RANDOM.bytes(32);
        SegmentKeys keys = new SegmentKeys(key, Hpke.sealer(Hpke.publicKey(key), RANDOM), RANDOM);
        List<String> fatal = new ArrayList<>();
        try (Journal journal = Journal.open(new FileStore(folder), keys, RANDOM, line -> {})) {
            JournalLogbook logbook =
                    new JournalLogbook(
                            journal,
                            "lane-1",
                            new HybridClock(
                                    System::currentTimeMillis, () -> System.nanoTime() / 1_000_000),
                            fatal::add);
            NotRecordedException refused =
                    assertThrows(
                            NotRecordedException.class,
                            () -> logbook.write(List.of(audit("start"), audit("e".repeat(65)))));
            assertTrue(refused.happened().contains("audit.event"), refused.happened());
            assertEquals(0, journal.recordedSequence());
            assertEquals(1, logbook.write(List.of(audit("start"))).getLast().number());
            assertEquals(1, journal.recordedSequence());
        }
        assertEquals(List.of(), fatal);
    }
}
