package org.forpost.hub.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys and certificates as they lie on disks.
class IdentityTest {
    @TempDir Path folder;

    private HubIdentity hub() throws IOException {
        return HubIdentity.create(
                folder.resolve("hub"),
                List.of("127.0.0.1", "hub.example.org"),
                InstantSource.system(),
                new SecureRandom());
    }

    private static void enrol(HubIdentity hub, String node, Path out) throws IOException {
        hub.enrol(node, "tikhaya", out, InstantSource.system(), new SecureRandom());
    }

    private static Map<String, String> contents(Path root) throws IOException {
        var all = new TreeMap<String, String>();
        try (var paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                all.put(root.relativize(path).toString(), Files.readString(path));
            }
        }
        return all;
    }

    @Test
    void aNodeCanBeWhomItsDirectorySays() throws Exception {
        HubIdentity hub = hub();
        enrol(hub, "tikhaya-1", folder.resolve("node"));

        NodeIdentity node = NodeIdentity.open(folder.resolve("node"));

        assertEquals("tikhaya-1", node.node());
        assertEquals("tikhaya", node.post());
        assertEquals("tikhaya-1", NodeName.of(node.tlsCertificate()));
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), node.tlsCertificate().getExtendedKeyUsage());
        node.tlsCertificate().verify(node.nodeCa().getPublicKey());
        hub.tlsCertificate().verify(node.nodeCa().getPublicKey());
        assertEquals(
                List.of("127.0.0.1", "hub.example.org"),
                hub.tlsCertificate().getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1))
                        .toList());

        // What the one signs or seals the other can check or open.
        EnrolledNode known = hub.node("tikhaya-1").orElseThrow();
        byte[] message = {1, 2, 3};
        byte[] signature = Ed25519.signer(node.signingKey()).sign(message);
        assertTrue(Ed25519.check(known.signingKey()).verifies(message, signature));
        assertArrayEquals(Ed25519.publicKey(hub.receiptKey()), node.hubReceiptKey());
        assertArrayEquals(Ed25519.publicKey(hub.releaseKey()), node.releaseKey());
        assertArrayEquals(Hpke.publicKey(hub.sealKey()), node.hubSealKey());
        assertEquals(32, node.storageKey().length);
        assertEquals(List.of("tikhaya-1"), hub.nodeNames());
    }

    @Test
    void onlyTheirOwnerMayReadThem() throws Exception {
        enrol(hub(), "tikhaya-1", folder.resolve("node"));
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> !path.equals(folder)).toList()) {
                assertEquals(
                        Files.isDirectory(path) ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)),
                        path.toString());
            }
        }
    }

    @Test
    void nothingIsEverReplaced() throws Exception {
        HubIdentity hub = hub();
        enrol(hub, "tikhaya-1", folder.resolve("node"));
        Map<String, String> before = contents(folder);

        assertThrows(FileAlreadyExistsException.class, this::hub);
        assertThrows(
                FileAlreadyExistsException.class,
                () -> enrol(hub, "tikhaya-1", folder.resolve("second")));
        assertThrows(
                FileAlreadyExistsException.class,
                () -> enrol(hub, "tikhaya-2", folder.resolve("node")));

        assertEquals(before, contents(folder), "also tikhaya-2 must not stay registered");
    }

    @Test
    void namesThatCouldMeanSomethingElseAreRefused() throws Exception {
        HubIdentity hub = hub();
        for (String name :
                List.of("", "-a", "A", "a/b", "..", "a b", "a#", "é", "a\n", "x".repeat(64))) {
            var refusal =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> enrol(hub, name, folder.resolve("node")));
            assertTrue(String.valueOf(refusal.getMessage()).contains("node name"));
        }
        assertTrue(hub.node("../../node").isEmpty());
        assertFalse(Files.exists(folder.resolve("node")));
        assertTrue(NodeName.isValid("x".repeat(63)));
    }

    @Test
    void whatIsMissingOrDamagedIsNamed() throws Exception {
        assertThrows(NoSuchFileException.class, () -> HubIdentity.open(folder.resolve("none")));
        Path node = folder.resolve("node");
        enrol(hub(), "tikhaya-1", node);
        Path key = node.resolve("signing.key.pem");
        String good = Files.readString(key);
        for (String bad :
                List.of(
                        "",
                        "nonsense",
                        good.replace("PRIVATE KEY", "PUBLIC KEY"),
                        good.substring(0, good.length() / 2),
                        Files.readString(node.resolve("node.key.pem")))) {
            Files.writeString(key, bad);
            var refusal = assertThrows(IOException.class, () -> NodeIdentity.open(node));
            assertTrue(String.valueOf(refusal.getMessage()).contains("signing.key.pem"));
        }
    }
}
