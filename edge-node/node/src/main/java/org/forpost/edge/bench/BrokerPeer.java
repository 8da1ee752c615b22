package org.forpost.edge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.forpost.edge.uplink.Transport;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.synthetic.SyntheticCrossings;
import org.jspecify.annotations.Nullable;

/// What most would do instead: one QoS 1 message for each record, to Mosquitto over the same line
/// and the same TLS. The records are neither sealed nor signed, which favours this peer.
final class BrokerPeer implements Transport.Listener, AutoCloseable {
    /// Messages that may be unacknowledged; Mosquitto's own default.
    private static final int WINDOW = 20;

    private static final int PORT = 8893;
    private static final int UP_SECONDS = 30;
    private static final long NOVEMBER_2026 = 1_795_000_000_000L;

    private final Program broker;
    private final SyntheticCrossings synthetic;
    private Transport.@Nullable Connection connection;
    private long published;
    private long acknowledged;
    private boolean up;
    private boolean sending;
    private String trouble = "";

    private BrokerPeer(Program broker, String node, long seed) {
        this.broker = broker;
        this.synthetic = new SyntheticCrossings(seed, node, NOVEMBER_2026);
    }

    /// Starts Mosquitto with the hub's certificate.
    ///
    /// @param before a command that runs another at the far end of the line
    /// @throws IOException when it is not installed
    static BrokerPeer start(Path place, Path hub, String host, List<String> before, String node)
            throws IOException, InterruptedException {
        Path configuration = place.resolve("mosquitto.conf");
        Files.writeString(
                configuration,
                """
                user root
                allow_anonymous true
                persistence false
                listener PORT HOST
                cafile HUB/trust/node-ca.cert.pem
                certfile HUB/trust/hub.cert.pem
                keyfile HUB/keys/hub.key.pem
                require_certificate true
                log_dest stdout
                """
                        .replace("PORT", Integer.toString(PORT))
                        .replace("HOST", host)
                        .replace("HUB", hub.toString()));
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of("mosquitto", "-c", configuration.toString()));
        Program broker = Program.start(place.resolve("mosquitto.log"), command);
        return new BrokerPeer(broker, node, 99);
    }

    int port() {
        return PORT;
    }

    /// Dials until the broker listens.
    synchronized void dial(Transport transport) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(UP_SECONDS);
        while (!up && System.nanoTime() < deadline) {
            trouble = "";
            connection = transport.dial(this);
            while (!up && trouble.isEmpty() && System.nanoTime() < deadline) {
                wait(100);
            }
        }
        if (!up) {
            throw new IOException("the peer's broker is not reached: " + trouble);
        }
    }

    /// Sends as fast as the window allows.
    synchronized void begin() {
        sending = true;
        fill();
    }

    private void fill() {
        Transport.Connection line = connection;
        while (sending && line != null && published - acknowledged < WINDOW) {
            line.publish(++published, RecordCodec.encode(synthetic.withoutTemplates()));
        }
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    @Override
    public synchronized void connected() {
        up = true;
        notifyAll();
    }

    @Override
    public synchronized void lost(String why) {
        trouble = why;
        notifyAll();
    }

    @Override
    public synchronized void acknowledged(long ticket) {
        acknowledged++;
        fill();
    }

    @Override
    public synchronized void rejected(long ticket, int code) {
        trouble = "a record was refused with 0x" + Integer.toHexString(code);
    }

    @Override
    public void arrived(byte[] message) {}

    @Override
    public synchronized void close() {
        sending = false;
        if (connection != null) {
            connection.drop();
        }
        broker.close();
    }
}
