package org.forpost.edge.post.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.forpost.edge.post.Admission;
import org.forpost.edge.post.NodeCa;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.TwoLanes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Machines of the LAN that have no business here, with real sockets.
class StrangersTest {
    private final TwoLanes post = new TwoLanes();
    private final Heard heard = new Heard();
    private Tunnel tunnel;

    @BeforeEach
    void open() throws IOException {
        tunnel = post.tunnel(1, heard);
    }

    @AfterEach
    void close() {
        tunnel.close();
    }

    @Test
    void whoeverHasNoGoodCertificateIsNeitherHeardNorAnswered() throws Exception {
        var wrongPost = post.ca.lane("kuma-1", "kuma");
        var stranger = post.ca.lane("tikhaya-9", TwoLanes.POST);
        var expired = post.ca.expiring("tikhaya-2", TwoLanes.POST, -1);
        var selfMade = NodeCa.selfSigned("tikhaya-2", TwoLanes.POST);
        var taken = post.ca.lane("tikhaya-2", TwoLanes.POST);
        post.revoked.add(post.ca.revoking(taken.certificate()));
        refusedFor("another post", wrongPost);
        refusedFor("no lane tikhaya-9", stranger);
        refusedFor("expired", expired);
        refusedFor("not issued", selfMade);
        refusedFor("revoked", taken);
        refusedFor("not of a node", post.ca.hub());
        theDoorIsFree();
        assertTrue(isSentAway(null, "forpost-custody/1"), "no certificate");
        assertTrue(isSentAway(post.second, "h2"), "another purpose");
        assertTrue(isSentAway(post.second, "forpost-news/1"), "a topic that nobody listens to");
        assertTrue(isSentAway(post.second, ""), "no purpose");
        assertTrue(heard.frames.isEmpty(), "not a byte of theirs was heard");
        aPeerIsHeard();
    }

    /// Whoever was sent away from one address too often is not asked for a while.
    private static void theDoorIsFree() throws InterruptedException {
        Thread.sleep(1_500);
    }

    private void refusedFor(String why, NodeCa.Issued bad) throws Exception {
        for (String purpose : List.of("forpost-custody/1", "forpost-member/1")) {
            post.said.clear();
            TwoLanes.await(
                    "refused for: " + why + ", and found " + post.said,
                    () -> {
                        assertTrue(isSentAway(bad, purpose), why);
                        return post.said.stream().anyMatch(line -> line.contains(why));
                    });
        }
    }

    @Test
    void whoeverConnectsAndSaysNothingKeepsNoPeerOut() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int from = 1; from <= 40; from++) {
                Socket one = new Socket();
                one.bind(
                        new InetSocketAddress(
                                InetAddress.getByName("127.9.9." + (1 + from % 10)), 0));
                one.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), 5_000);
                silent.add(one);
            }
            // A record of TLS that never ends.
            silent.getFirst().getOutputStream().write(new byte[] {22, 3, 1, 64, 0, 1});
            aPeerIsHeard();
            // The first of them are sent away by their time, the others were at once.
            for (Socket one : silent) {
                one.setSoTimeout(60_000);
                assertTrue(ended(one));
            }
        } finally {
            for (Socket one : silent) {
                one.close();
            }
        }
    }

    @Test
    void aPeerThatOpensTooMuchIsHeldToItsShare() throws Exception {
        List<SSLSocket> open = new ArrayList<>();
        int kept = 0;
        try {
            for (int i = 0; i < 10; i++) {
                SSLSocket one = socket(post.second, "forpost-custody/1");
                open.add(one);
                one.startHandshake();
            }
            for (SSLSocket one : open) {
                one.setSoTimeout(60_000);
                kept += ended(one) ? 0 : 1;
            }
        } finally {
            for (SSLSocket one : open) {
                one.close();
            }
        }
        assertEquals(4, kept);
    }

    @Test
    void aFrameOfTooManyBytesEndsTheStreamBeforeItIsHeld() throws Exception {
        try (SSLSocket peer = socket(post.second, "forpost-custody/1")) {
            peer.getOutputStream().write(new byte[] {0x7f, 0, 0, 0, 1, 2, 3});
            peer.getOutputStream().flush();
            peer.setSoTimeout(60_000);
            // What had been said to it before may still come.
            while (!ended(peer)) {
                assertTrue(heard.frames.isEmpty());
            }
        }
        assertTrue(heard.frames.isEmpty());
        aPeerIsHeard();
    }

    @Test
    void whereACertificateCannotBeJudgedItsConnectionEndsAndTheOthersAreStillAskedFor()
            throws Exception {
        tunnel.close();
        AtomicBoolean broken = new AtomicBoolean();
        tunnel =
                Tunnel.open(
                        post.neighbours(1),
                        post.first.key(),
                        post.first.certificate(),
                        new Admission(
                                post.ca.certificate(),
                                TwoLanes.POST,
                                Set.of("tikhaya-2"),
                                certificate -> {
                                    if (broken.get()) {
                                        throw new IllegalStateException("no list can be read");
                                    }
                                    return false;
                                },
                                System::currentTimeMillis),
                        Map.of(Streams.Topic.CUSTODY, heard),
                        post.said::add);
        try (SSLSocket peer = socket(post.second, "forpost-custody/1")) {
            peer.getOutputStream().write(new byte[] {0, 0, 0, 1, 1});
            peer.getOutputStream().flush();
            assertArrayEquals(new byte[] {1}, heard.frames.poll(60, TimeUnit.SECONDS));
            assertFalse(ended(peer), "what it is greeted with");
            broken.set(true);
            tunnel.recheck();
            peer.setSoTimeout(60_000);
            while (!ended(peer)) {
                // the rest of the greeting
            }
        }
        broken.set(false);
        aPeerIsHeard();
    }

    private int port() {
        return post.neighbours(1).listen().port();
    }

    private void aPeerIsHeard() throws Exception {
        byte[] word = "held".getBytes(StandardCharsets.US_ASCII);
        try (SSLSocket peer = socket(post.second, "forpost-custody/1")) {
            peer.getOutputStream().write(new byte[] {0, 0, 0, 4});
            peer.getOutputStream().write(word);
            peer.getOutputStream().flush();
            assertArrayEquals(word, heard.frames.poll(60, TimeUnit.SECONDS));
            assertEquals("tikhaya-2", heard.from);
        }
    }

    private boolean isSentAway(NodeCa.@Nullable Issued shows, String purpose) {
        try (SSLSocket socket = socket(shows, purpose)) {
            socket.setSoTimeout(60_000);
            socket.startHandshake();
            // In TLS 1.3 a client ends its handshake before it hears what became of it.
            socket.getOutputStream().write(new byte[] {0, 0, 0, 1, 1});
            socket.getOutputStream().flush();
            return ended(socket);
        } catch (IOException e) {
            return true;
        }
    }

    /// Whether it ended without a byte having come.
    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither in nor out", e);
        } catch (IOException e) {
            return true;
        }
    }

    private SSLSocket socket(NodeCa.@Nullable Issued shows, String purpose) throws IOException {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, new char[0]);
            if (shows != null) {
                own.setKeyEntry(
                        "own", shows.key(), new char[0], new Certificate[] {shows.certificate()});
            }
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            SSLContext tls = SSLContext.getInstance("TLSv1.3");
            tls.init(keys.getKeyManagers(), new TrustManager[] {new Anybody()}, new SecureRandom());
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port());
            if (!purpose.isEmpty()) {
                var parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {purpose});
                socket.setSSLParameters(parameters);
            }
            return socket;
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What peers said, and who they were.
    private static final class Heard implements Streams.Listener {
        final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
        volatile String from = "";

        @Override
        public void opened(Streams.Stream stream) {
            stream.send(new byte[] {1});
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {
            from = stream.peer();
            frames.add(frame);
        }

        @Override
        public void closed(Streams.Stream stream) {}
    }

    /// A machine that does not care whom it talks to.
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
