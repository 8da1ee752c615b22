package org.forpost.hub.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.release.ReleaseShelf;
import org.forpost.protocol.crypto.Ed25519;
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
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.TrustAnchors;
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
                        List.of("revoke"),
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

    /// The list that lanes read out of the trust release: the node CA's, of every node taken back.
    @Test
    void aRevokedNodeIsOnTheListOfTheNextTrustRelease() throws Exception {
        String hub = hub();
        for (String node : List.of("a-1", "a-2", "a-3")) {
            String out = folder.resolve(node).toString();
            assertEquals(
                    0,
                    run("enrol", "--dir", hub, "--node", node, "--post", "a", "--out", out).code());
        }
        assertRefused(run("revoke", "a-9", "--dir", hub), "no node \"a-9\" is enrolled here");
        assertRefused(run("revoke", "../x", "--dir", hub), "is enrolled here");
        assertEquals(2, run("revoke", "--dir", hub).code());
        assertEquals(2, run("revoke", "a-1", "--dir", hub, "--reason", "bored").code());
        assertTrue(lists(hub).isEmpty());

        Said said = run("revoke", "a-1", "--dir", hub, "--json");
        assertEquals(0, said.code(), said.err());
        JsonNode told = new ObjectMapper().readTree(said.out());
        assertEquals("a-1", told.get("node").asText());
        assertEquals("stolen", told.get("reason").asText());
        assertEquals(1, told.get("trustRelease").asInt());
        // Once more changes nothing but the release's number.
        said = run("revoke", "a-1", "--dir", hub, "--reason", "retired", "--json");
        assertEquals(told.get("revoked"), new ObjectMapper().readTree(said.out()).get("revoked"));
        assertEquals("stolen", new ObjectMapper().readTree(said.out()).get("reason").asText());
        assertEquals(0, run("revoke", "a-2", "--dir", hub, "--reason", "retired").code());

        HubIdentity identity = HubIdentity.open(Path.of(hub));
        List<X509CRL> lists = lists(hub);
        assertEquals(1, lists.size());
        X509CRL list = lists.getFirst();
        list.verify(identity.nodeCa().getPublicKey());
        assertEquals(identity.nodeCa().getSubjectX500Principal(), list.getIssuerX500Principal());
        assertTrue(list.getNextUpdate().toInstant().isAfter(list.getThisUpdate().toInstant()));
        assertNotNull(list.getExtensionValue("2.5.29.20"), "CRL number, RFC 5280 §5.2.3");
        X509CRLEntry stolen = list.getRevokedCertificate(certificate(identity, "a-1"));
        assertEquals(CRLReason.KEY_COMPROMISE, stolen.getRevocationReason());
        assertEquals(
                CRLReason.CESSATION_OF_OPERATION,
                list.getRevokedCertificate(certificate(identity, "a-2")).getRevocationReason());
        assertNull(list.getRevokedCertificate(certificate(identity, "a-3")));
    }

    private static X509Certificate certificate(HubIdentity identity, String node) throws Exception {
        return identity.node(node).orElseThrow().tlsCertificate();
    }

    /// Revocation lists of the newest trust release.
    private static List<X509CRL> lists(String hub) throws Exception {
        HubIdentity identity = HubIdentity.open(Path.of(hub));
        var newest =
                new ReleaseShelf(identity.releaseDirectory())
                        .newest(Role.TRUST, Ed25519.publicKey(identity.releaseKey()));
        if (newest.isEmpty()) {
            return List.of();
        }
        var factory = CertificateFactory.getInstance("X.509");
        List<X509CRL> lists = new ArrayList<>();
        for (byte[] der : TrustAnchors.decode(newest.get().content()).revocations()) {
            lists.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(der)));
        }
        return lists;
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
