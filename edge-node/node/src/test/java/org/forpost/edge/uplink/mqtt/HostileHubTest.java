package org.forpost.edge.uplink.mqtt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.HubEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever answers at the hub's address need not be the hub, and what comes need not be its word.
class HostileHubTest {
    @TempDir private Path folder;

    private final TestKeys keys = TestKeys.fresh();
    private final TestCa ca = new TestCa("node-ca");
    private Post post;

    @BeforeEach
    void aPost() throws Exception {
        post = new Post(folder, keys, ca.issue(Post.NODE).tls(ca));
        post.audits(5);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        post.close();
        Patience.await("no thread of a connection is left", () -> Post.threads() == 0);
    }

    private void refusesToTalkTo(HubEndpoint impostor) throws Exception {
        post.dial(impostor.port());
        Patience.await(
                "it is said that the hub did not prove itself",
                () -> post.saidOfLink("did not prove itself over TLS 1.3"));
        assertEquals(0, impostor.connections());
        assertEquals(0, impostor.messages());
        assertFalse(post.link().up());
    }

    @Test
    void aHubOfAnotherAuthorityGetsNothing() throws Exception {
        var other = new TestCa("another-ca");
        try (var impostor = new HubEndpoint(other.issue("hub", "127.0.0.1"), ca, "TLSv1.3")) {
            refusesToTalkTo(impostor);
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        try (var impostor = new HubEndpoint(ca.issue("hub", "192.0.2.1"), ca, "TLSv1.3")) {
            refusesToTalkTo(impostor);
        }
    }

    @Test
    void aServerOfTls12IsRefused() throws Exception {
        try (var old = new HubEndpoint(ca.issue("hub", "127.0.0.1"), ca, "TLSv1.2")) {
            refusesToTalkTo(old);
        }
    }

    @Test
    void aServerThatTakesTheCallAndSaysNothingIsGivenUp() throws Exception {
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            post.dial(mute.getLocalPort(), 2, 0);
            try (var first = mute.accept()) {
                Patience.await("it is given up", () -> post.saidOfLink("no answer"));
                first.setSoTimeout(60_000);
                while (first.getInputStream().read() >= 0) {
                    // The node's ClientHello, then the end: its socket does not stay open.
                }
            } catch (java.net.SocketException e) {
                // Ended with a reset: closed as well.
            }
            try (var second = mute.accept()) {
                assertTrue(second.isConnected());
            }
        }
    }

    @Test
    void nobodyAtTheAddressIsSaidOnceAndClearly() throws Exception {
        int nobody;
        try (var gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            nobody = gone.getLocalPort();
        }
        post.dial(nobody);
        Patience.await("it is said", () -> post.saidOfLink("nobody answers at 127.0.0.1:"));
        assertEquals(1, post.linkWords.size());
    }

    @Test
    void garbageIsRefusedAndTheRecordsGoOn() throws Exception {
        try (var world = new World()) {
            world.up();
            world.endpoint.say(TestKeys.RANDOMNESS.bytes(500));
            world.endpoint.say(new byte[0]);
            world.endpoint.say(new byte[] {1, 9, 0});
            world.endpoint.say(new byte[9_000]);
            Patience.await("all four are refused", () -> post.refused.size() == 4);
            post.refused.forEach(line -> assertTrue(line.startsWith("message refused: "), line));
            assertTrue(post.link().up());

            // More than the node said it takes (MQTT 5 §3.1.2.11.4).
            world.endpoint.say(new byte[100_000]);
            Patience.await(
                    "that connection is dropped, and the next one comes",
                    () -> world.endpoint.connections() == 2);
            post.audits(5);
            Patience.await("receipts cover the journal", post::allReceipted);
            assertEquals(10, world.hub.counted().size());
        }
    }

    @Test
    void aForgedReceiptLetsNothingGo() throws Exception {
        try (var world = new World()) {
            world.endpoint.withhold = true;
            post.dial(world.endpoint.port());
            Patience.await("the node is there", () -> world.endpoint.messages() > 0);
            world.endpoint.say(receipt(Post.NODE, TestKeys.key()));
            Patience.await("it is refused", () -> post.refused.size() == 1);
            assertEquals(
                    "receipt refused: it is not signed by the hub's key", post.refused.getFirst());

            world.endpoint.say(receipt("post-1-lane-2", keys.receipts()));
            Patience.await("another node's is handed on", () -> post.peers.size() == 1);
            assertEquals(1, post.refused.size());
            assertEquals(0, post.receipted(Priority.AUDIT));
            assertEquals(Head.START, post.shelf()[Priority.AUDIT.code()]);

            world.endpoint.stopWithholding();
            Patience.await("the hub's own is believed", post::allReceipted);
        }
    }

    @Test
    void aForgedReceiptOnTheShelfIsNotBelieved() throws Exception {
        post.shelf();
        byte[] message = receipt(Post.NODE, TestKeys.key());
        Path file =
                folder.resolve("receipts").resolve("chain-" + Priority.AUDIT.code() + ".receipt");
        Files.write(file, java.util.Arrays.copyOfRange(message, 2, message.length));
        assertEquals(Head.START, post.shelf()[Priority.AUDIT.code()]);
        assertTrue(post.refused.getFirst().contains("is not believed"), post.refused::toString);
    }

    private byte[] receipt(String node, byte[] seed) {
        byte[] signed =
                new Receipt(
                                node,
                                post.incarnation(),
                                Priority.AUDIT,
                                post.head(Priority.AUDIT),
                                System.currentTimeMillis(),
                                Receipt.Verdict.COUNTED,
                                List.of())
                        .sign(Sign1.keyId(Ed25519.publicKey(seed)), Ed25519.signer(seed));
        return new Message.Receipt(signed).encode();
    }

    @Test
    void onlyASignedAndNewerReleaseIsInstalled() throws Exception {
        try (var world = new World()) {
            post.dial(world.endpoint.port(), 30, 5);
            Patience.await("the link is up", () -> post.link().up());
            byte[] content = TestKeys.RANDOMNESS.bytes(30_000);

            world.endpoint.say(offer(release(9, content, TestKeys.key())));
            Patience.await("a foreign signature is refused", () -> post.refused.size() == 1);
            assertTrue(
                    post.refused.get(0).contains("not signed by the key"), post.refused::toString);

            world.endpoint.say(offer(release(3, content, keys.releases())));
            Patience.await("a lower number is refused", () -> post.refused.size() == 2);
            assertEquals(
                    "release refused: number 3 is lower than 5, which is in force",
                    post.refused.get(1));
            assertTrue(post.installed.isEmpty());

            // 30,000 bytes take four messages.
            world.publish(7, content);
            Patience.await("the good one is in force", () -> post.installed.size() == 1);
            assertEquals(7, post.installed.getFirst().number());
            assertArrayEquals(content, post.installed.getFirst().content());

            post.installs = Optional.of("the disk is full");
            world.publish(8, TestKeys.RANDOMNESS.bytes(10_000));
            Patience.await("what cannot be stored is said", () -> post.refused.size() == 3);
            assertEquals("release refused: the disk is full", post.refused.get(2));
            assertTrue(post.link().up());
            assertEquals(1, post.installed.size());
        }
    }

    private static Manifest manifest(long number, byte[] content) {
        long now = System.currentTimeMillis();
        return new Manifest(
                Role.WATCHLIST, number, now, now + 86_400_000, Sha256.of(content), content.length);
    }

    private static byte[] release(long number, byte[] content, byte[] seed) {
        return manifest(number, content)
                .sign(Sign1.keyId(Ed25519.publicKey(seed)), Ed25519.signer(seed));
    }

    private static byte[] offer(byte[] signed) {
        return new Message.Manifest(signed).encode();
    }

    /// A hub that is the hub.
    private final class World implements AutoCloseable {
        private final HubEndpoint endpoint =
                new HubEndpoint(ca.issue("hub", "127.0.0.1"), ca, "TLSv1.3");
        private final TestHub hub =
                new TestHub(folder.resolve("ledger"), keys, Post.NODE, endpoint);

        World() throws Exception {
            endpoint.serve(hub);
        }

        void up() throws Exception {
            post.dial(endpoint.port());
            Patience.await("receipts cover the journal", post::allReceipted);
        }

        void publish(long number, byte[] content) {
            hub.tell(
                    new HubEvent.Published(
                            manifest(number, content),
                            release(number, content, keys.releases()),
                            content));
        }

        @Override
        public void close() throws IOException {
            endpoint.close();
            hub.close();
        }
    }
}
