package org.forpost.sim.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import org.forpost.sim.Refusal;
import org.forpost.sim.link.netty.LinkProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A line between real sockets, with a hub that says back what it hears.
class LinkProxyTest {
    private static final int PATIENCE_MILLIS = 60_000;

    private ServerSocket hub;
    private Thread listening;
    private LinkProxy line;

    @BeforeEach
    void open() throws IOException {
        hub = new ServerSocket(0, 50, NetUtil.LOCALHOST4);
        listening = Thread.ofVirtual().start(this::echo);
        line = new LinkProxy(0, new InetSocketAddress(NetUtil.LOCALHOST4, hub.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        line.close();
        hub.close();
    }

    private void echo() {
        try {
            while (true) {
                Socket caller = hub.accept();
                Thread.ofVirtual().start(() -> echo(caller));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void echo(Socket caller) {
        try (caller) {
            byte[] piece = new byte[8_192];
            InputStream in = caller.getInputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                caller.getOutputStream().write(piece, 0, n);
            }
        } catch (IOException e) {
            // Resets are what some tests are about.
        }
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket(NetUtil.LOCALHOST4, line.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    @Test
    void bytesComeBackAsTheyWent() throws Exception {
        byte[] much = new byte[1_000_000];
        new Random(7).nextBytes(much);
        line.weather(new Weather(5, 50_000_000));
        try (Socket post = dial()) {
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    post.getOutputStream().write(much);
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            assertArrayEquals(much, post.getInputStream().readNBytes(much.length));
            sender.join();
        }
    }

    @Test
    void aResetIsNoticedByOpenConnectionsAndByNewOnesUntilRestored() throws Exception {
        try (Socket before = dial()) {
            assertEchoes(before);
            line.cut(new Reset());
            assertEquals("reset", line.state());
            assertCutOff(before);
            assertThrows(
                    IOException.class,
                    () -> {
                        try (Socket during = dial()) {
                            assertCutOff(during);
                            throw new IOException("accepted, then reset");
                        }
                    });
        }
        line.restore();
        assertEquals("up", line.state());
        try (Socket after = dial()) {
            assertEchoes(after);
        }
    }

    @Test
    void aBlackHoleTellsNobodyAndGivesBackWhatWasOnTheWay() throws Exception {
        try (Socket before = dial()) {
            assertEchoes(before);
            line.cut(new BlackHole());
            before.getOutputStream()
                    .write("lost?".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertSilent(before);
            try (Socket during = dial()) {
                during.getOutputStream().write('x');
                assertSilent(during);
                line.restore();
                during.setSoTimeout(PATIENCE_MILLIS);
                assertEquals('x', during.getInputStream().read());
            }
            before.setSoTimeout(PATIENCE_MILLIS);
            assertEquals(
                    "lost?",
                    new String(
                            before.getInputStream().readNBytes(5),
                            java.nio.charset.StandardCharsets.US_ASCII));
            assertEchoes(before);
        }
    }

    @Test
    void aHubThatIsNotThereResetsTheCaller() throws Exception {
        hub.close();
        // A thread that is still in accept() may take one more connection.
        listening.join();
        try (Socket post = dial()) {
            assertCutOff(post);
        }
    }

    @Test
    void theEndOfOneSideIsTheEndOfTheOther() throws Exception {
        try (Socket post = dial()) {
            assertEchoes(post);
            post.shutdownOutput();
            assertEquals(-1, post.getInputStream().read());
        }
    }

    @Test
    void aTakenPortIsOneClearLine() {
        InetSocketAddress anywhere = new InetSocketAddress(NetUtil.LOCALHOST4, hub.getLocalPort());
        Refusal refusal =
                assertThrows(Refusal.class, () -> new LinkProxy(hub.getLocalPort(), anywhere));
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .contains("cannot listen on 127.0.0.1:" + hub.getLocalPort()));
    }

    private static void assertEchoes(Socket socket) throws IOException {
        socket.getOutputStream().write(42);
        assertEquals(42, socket.getInputStream().read());
    }

    private static void assertCutOff(Socket socket) {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nobody said that the line is cut", e);
        } catch (IOException e) {
            // "Connection reset": that is a cut, too.
        }
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(300);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
}
