package org.forpost.protocol.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.FileStoreReader;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Priority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full: a tmpfs of 256 KiB, which only root may mount.
class FullDiskTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] PAYLOAD = new byte[3_000];

    private final java.util.Random random = new java.util.Random(4);
    private final Randomness randomness =
            count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            };

    @TempDir Path folder;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.toString()),
                "skipped: only root can mount a small disk");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", folder.toString());
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Journal open() throws Exception {
        return Journal.open(
                new FileStore(folder.resolve("journal")),
                new SegmentKeys(
                        KEY, Hpke.sealer(Hpke.publicKey(new byte[32]), randomness), randomness),
                randomness,
                said -> {});
    }

    @Test
    void aFullDiskRefusesAnEntryWholeAndTakesTheNextOneWhenThereIsRoom() throws Exception {
        Path ballast = folder.resolve("ballast");
        Files.write(ballast, new byte[64 * 1024]);
        long recorded;
        try (Journal journal = open()) {
            assertThrows(IOException.class, () -> fill(journal));
            recorded = journal.recordedSequence();
            assertTrue(recorded > 10, () -> "recorded " + journal.recordedSequence());
            assertEquals(recorded, check().entries());
            assertThrows(IOException.class, () -> journal.append(Priority.AUDIT, PAYLOAD));
            Files.delete(ballast);
            journal.append(Priority.AUDIT, PAYLOAD);
            assertEquals(recorded + 1, journal.force());
        }
        JournalCheck.Report report = check();
        assertTrue(report.clean(), () -> report.findings().toString());
        assertEquals(recorded + 1, report.entries());
        try (Journal again = open()) {
            assertEquals(recorded + 1, again.recordedSequence());
        }
    }

    private static void fill(Journal journal) throws IOException {
        while (true) {
            journal.append(Priority.CROSSING, PAYLOAD);
            journal.force();
        }
    }

    private JournalCheck.Report check() throws IOException {
        return JournalCheck.check(
                new FileStoreReader(folder.resolve("journal")),
                SegmentKeys.toRead(KEY),
                (segment, offset, entry) -> {});
    }
}
