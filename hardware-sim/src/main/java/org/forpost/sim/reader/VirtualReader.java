package org.forpost.sim.reader;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;
import org.forpost.sim.document.Card;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A card on vpcd's reader, from when it is laid there until it is taken away or takes itself away.
///
/// vpcd listens; the card connects. A message is a length of two bytes, big-endian, and as many
/// bytes. A message of one byte is a signal (off, on, reset, ask for the answer to reset), any
/// other is a command; only commands and the last signal are answered.
public final class VirtualReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualReader.class);

    /// Where vpcd listens unless it is told otherwise.
    public static final int USUAL_PORT = 35_963;

    private static final int POWER_OFF = 0;
    private static final int POWER_ON = 1;
    private static final int RESET = 2;
    private static final int ANSWER_TO_RESET = 4;

    private static final int CONNECT_MILLIS = 5_000;

    private final Socket socket;
    private final Card card;
    private final Thread thread;

    private VirtualReader(Socket socket, Card card) {
        this.socket = socket;
        this.card = card;
        this.thread = Thread.ofPlatform().daemon().name("card").unstarted(this::serve);
    }

    /// Lays the card on the reader.
    ///
    /// @throws IOException when nobody listens there: pcscd with vpcd does not run
    public static VirtualReader lay(InetSocketAddress vpcd, Card card) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(vpcd, CONNECT_MILLIS);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        VirtualReader reader = new VirtualReader(socket, card);
        reader.thread.start();
        return reader;
    }

    private void serve() {
        try (var in = new DataInputStream(socket.getInputStream());
                var out =
                        new DataOutputStream(
                                new BufferedOutputStream(socket.getOutputStream(), 8_192))) {
            while (true) {
                acknowledgeAtOnce();
                int length = in.readUnsignedShort();
                acknowledgeAtOnce();
                byte[] message = in.readNBytes(length);
                if (message.length < length) {
                    return;
                }
                byte[] answer = length == 1 ? signal(message[0]) : card.answer(message);
                if (answer.length > 0) {
                    out.writeShort(answer.length);
                    out.write(answer);
                    out.flush();
                }
            }
        } catch (Card.TakenAwayException e) {
            LOG.debug("the card is taken away");
        } catch (IOException e) {
            LOG.debug("the reader is gone: {}", e.toString());
        } finally {
            close();
        }
    }

    /// vpcd sends a length and its bytes apart and waits with the second for the first's
    /// acknowledgement (Nagle), which Linux delays by 40 ms unless asked, each time anew, not to.
    private void acknowledgeAtOnce() throws IOException {
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
            socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        }
    }

    private byte[] signal(byte signal) {
        switch (signal) {
            case POWER_OFF, POWER_ON, RESET -> card.reset();
            case ANSWER_TO_RESET -> {
                return card.answerToReset();
            }
            default -> LOG.debug("unknown signal {}", signal);
        }
        return new byte[0];
    }

    /// Whether it still lies there.
    public boolean there() {
        return !socket.isClosed();
    }

    /// Waits until it is taken away.
    public void await() throws InterruptedException {
        thread.join();
    }

    /// Takes the card away.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("hanging up: {}", e.toString());
        }
    }
}
