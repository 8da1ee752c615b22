package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.forpost.edge.identity.Identity;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `forpost fsck` of a lane, from the command line: what it prints and how it ends.
class FsckCommandTest {
    private static final Randomness RANDOMNESS =
            count -> {
                byte[] bytes = new byte[count];
                ThreadLocalRandom.current().nextBytes(bytes);
                return bytes;
            };

    @TempDir private Path folder;
    private Identity identity;

    private record Said(int code, String out, String err) {}

    private Said fsck(String... more) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] arguments = new String[4 + more.length];
        arguments[0] = "fsck";
        arguments[1] = folder.resolve("data").toString();
        arguments[2] = "--identity";
        arguments[3] = folder.resolve("identity").toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Said(code, out.toString(), err.toString());
    }

    @BeforeEach
    void writeTwoRuns() throws Exception {
        TestIdentity.write(folder.resolve("identity"));
        identity = Identity.read(folder.resolve("identity"));
        for (int run = 0; run < 2; run++) {
            try (Journal journal = journal()) {
                for (int i = 0; i < 3; i++) {
                    journal.append(Priority.AUDIT, record());
                }
                journal.force();
            }
        }
    }

    private Journal journal() throws Exception {
        return Journal.open(
                new FileStore(folder.resolve("data/journal")),
                new SegmentKeys(
                        identity.storageKey(),
                        Hpke.sealer(identity.hubSealKey(), RANDOMNESS),
                        RANDOMNESS),
                RANDOMNESS,
                line -> {});
    }

    private static byte[] record() {
        return RecordCodec.encode(
                new PostRecord(
                        RecordId.random(RANDOMNESS),
                        "tikhaya-1",
                        new Stamp(1_795_000_000_000L, 0, ClockTrust.NEVER_SET, 0),
                        new Audit("health", "well")));
    }

    private void forget() throws Exception {
        try (Journal journal = journal()) {
            var retention = new Retention(journal, 1, Retention.Covered.nothing());
            for (long now = 1; now <= 2; now++) {
                for (Priority priority : Priority.values()) {
                    retention.receipted(
                            journal.incarnation(),
                            priority,
                            priority == Priority.AUDIT ? 3 : 0,
                            new Retention.Moment(now, now));
                }
            }
            journal.append(Priority.AUDIT, record());
            journal.force();
        }
    }

    private void flip(int at) throws Exception {
        Path segment = folder.resolve("data/journal/segment-00000001.fpj");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[at] ^= 1;
        Files.write(segment, bytes);
    }

    @Test
    void aJournalThatIsWhollyVerifiedEndsWithZero() {
        Said said = fsck();
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().startsWith("clean: 2 segments"), said.out());
        assertTrue(said.out().contains("6 records opened"), said.out());
        JsonObject json = new JsonObject(fsck("--json").out());
        assertTrue(json.getBoolean("verified"));
        assertEquals(6, json.getInteger("entries"));
    }

    @Test
    void oneOfWhichKeysAreDestroyedIsCleanAndNotVerified() throws Exception {
        forget();
        Said said = fsck();
        assertEquals(4, said.code(), said.out());
        assertTrue(said.out().startsWith("clean as far as it was read"), said.out());
        assertTrue(said.out().contains("3 in 1 segments that only the hub can read"), said.out());
        JsonObject json = new JsonObject(fsck("--json").out());
        assertTrue(json.getBoolean("clean"));
        assertEquals(false, json.getBoolean("verified"));
    }

    @Test
    void anotherIncarnationAfterThatIsWalkedToo() throws Exception {
        forget();
        try (Journal journal = journal()) {
            long[] held = new long[Priority.COUNT];
            Arrays.fill(held, Journal.EVERYTHING);
            journal.beginIncarnation(held, succession -> record());
        }
        JsonObject json = new JsonObject(fsck("--json").out());
        assertTrue(json.getBoolean("clean"), json.encode());
        assertEquals(2, json.getJsonArray("incarnations").size());
        assertEquals(4, fsck().code());
    }

    @Test
    void aChangedByteIsNamedAndEndsWithThree() throws Exception {
        flip(500);
        Said said = fsck();
        assertEquals(3, said.code(), said.out());
        assertTrue(said.out().contains("DAMAGED"), said.out());
        assertTrue(said.out().contains("segment-00000001.fpj"), said.out());
    }

    @Test
    void anEntryThatIsNoRecordIsDamage() throws Exception {
        try (Journal journal = journal()) {
            journal.append(Priority.AUDIT, new byte[] {99});
            journal.force();
        }
        Said said = fsck();
        assertEquals(3, said.code(), said.out());
        assertTrue(said.out().contains("entry 7 is no record"), said.out());
    }

    @Test
    void anIdentityThatIsNotThereIsSaidInOneLine() throws Exception {
        Files.delete(folder.resolve("identity/storage.key"));
        Said said = fsck();
        assertTrue(said.code() != 0);
        assertEquals(1, said.err().lines().count(), said.err());
    }
}
