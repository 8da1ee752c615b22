package org.forpost.hub.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person at the terminal sees.
class CommandLineTest {
    @TempDir Path folder;

    private record Said(int code, String out, String err) {}

    private static Said run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = HubCommand.execute(new PrintWriter(out), new PrintWriter(err), args);
        return new Said(code, out.toString(), err.toString());
    }

    private String hub() {
        String directory = folder.resolve("hub").toString();
        assertEquals(0, run("init", "--dir", directory).code());
        return directory;
    }

    private static void assertRefused(Said said, String because) {
        assertNotEquals(0, said.code());
        assertEquals(1, said.err().lines().count(), said.err());
        assertTrue(said.err().contains(because), said.err());
    }

    @Test
    void everyCommandExplainsItself() {
        for (List<String> command :
                List.of(
                        List.<String>of(),
                        List.of("init"),
                        List.of("enrol"),
                        List.of("run"),
                        List.of("release"),
                        List.of("release", "publish"))) {
            var args = new java.util.ArrayList<>(command);
            args.add("--help");
            Said said = run(args.toArray(String[]::new));
            assertEquals(0, said.code());
            assertTrue(said.out().startsWith("Usage: forpost hub"), said.out());
        }
        assertEquals(2, run().code());
        assertEquals(2, run("enrol").code());
    }

    @Test
    void aNodeIsEnrolledOnce() {
        String hub = hub();
        String out = folder.resolve("n").toString();
        String[] enrol = {"enrol", "--dir", hub, "--node", "a-1", "--post", "a", "--out", out};
        Said said = run(enrol);
        assertEquals(0, said.code(), said.err());
        assertTrue(Files.exists(folder.resolve("n/node.toml")));
        assertRefused(run(enrol), "is there already; nothing was changed");
        assertRefused(run("init", "--dir", hub), "is there already; nothing was changed");
    }

    @Test
    void aMissingHubIsSaidInOneLine() {
        assertRefused(run("run", "--dir", folder.resolve("none").toString()), "forpost hub init");
    }

    @Test
    void aTakenPortIsSaidInOneLine() throws Exception {
        String hub = hub();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "" + taken.getLocalPort();
            assertRefused(
                    run("run", "--dir", hub, "--mqtt-port", port, "--web-port", "0"),
                    "--mqtt-port " + port);
            assertRefused(
                    run("--dir", hub, "--mqtt-port", "0", "--web-port", port),
                    "--web-port " + port);
        }
    }

    /// A lane's disk that was seized, of which the lane's own key is nowhere.
    @Test
    void aSeizedDiskIsReadByTheHubsKey() throws Exception {
        String hub = hub();
        assertEquals(0, run("fsck", hub).code());
        Path disk = folder.resolve("seized");
        writeJournal(
                disk.resolve("journal"), Hpke.publicKey(HubIdentity.open(Path.of(hub)).sealKey()));
        Said said = run("fsck", hub, "--journal", disk.toString());
        assertEquals(0, said.code(), said.out() + said.err());
        assertTrue(said.out().startsWith("clean: 1 segments"), said.out());
        assertTrue(said.out().contains("2 records opened by the hub's key"), said.out());

        Path segment = disk.resolve("journal/segment-00000001.fpj");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[450] ^= 1;
        Files.write(segment, bytes);
        said = run("fsck", hub, "--json", "--journal", disk.resolve("journal").toString());
        assertEquals(3, said.code(), said.out());
        assertTrue(said.out().contains("\"clean\":false"), said.out());

        Path other = folder.resolve("other");
        assertEquals(0, run("init", "--dir", other.toString()).code());
        assertEquals(3, run("fsck", other.toString(), "--journal", disk.toString()).code());
    }

    private static void writeJournal(Path folder, byte[] hubSealKey) throws Exception {
        Randomness randomness =
                count -> {
                    byte[] bytes = new byte[count];
                    java.util.concurrent.ThreadLocalRandom.current().nextBytes(bytes);
                    return bytes;
                };
        Files.createDirectories(folder);
        byte[] storageKey = randomness.bytes(32);
        try (Journal journal =
                Journal.open(
                        new FileStore(folder),
                        new SegmentKeys(
                                storageKey, Hpke.sealer(hubSealKey, randomness), randomness),
                        randomness,
                        line -> {})) {
            for (int i = 0; i < 2; i++) {
                journal.append(
                        Priority.AUDIT,
                        RecordCodec.encode(
                                new PostRecord(
                                        RecordId.random(randomness),
                                        "a-1",
                                        new Stamp(1, 0, ClockTrust.NEVER_SET, 0),
                                        new Audit("health", "well"))));
                journal.force();
            }
        }
    }
}
