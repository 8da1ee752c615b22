package org.forpost.edge.uplink.mqtt;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.forpost.edge.uplink.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection and its own client object.
///
/// ```
///   OPENING ── CONNACK and SUBACK good ──► OPEN
///      └── failed, dropped, not in time ──► OVER ◄── lost, dropped ── OPEN
/// ```
///
/// Paho calls back on threads that it also needs itself: every callback leaves a word and returns.
final class PahoConnection implements Transport.Connection, MqttCallback {
    private static final Logger LOG = LoggerFactory.getLogger(PahoConnection.class);

    /// Far above the watchdog's 20 s: the ping is only there for the idle link. A short keepalive
    /// kills a slow link that is busy with a large message.
    private static final int KEEPALIVE_SECONDS = 60;

    /// What the hub asks a node to take, and the most that it may send. Paho tells the other end,
    /// and takes more all the same.
    private static final int MAX_PACKET_BYTES = 32 * 1024;

    /// For TCP alone, and for each answer of TLS. The kernel asks again after 1, 3, 7, 15 s: with
    /// more patience a line that came back would be seen up to 16 s later (RFC 6298 §5.5).
    private static final int ANSWER_SECONDS = 5;

    private static final int AT_LEAST_ONCE = 1;
    private static final int REFUSED = 0x80;

    private enum Stage {
        OPENING,
        OPEN,
        OVER
    }

    private final String hub;
    private final String node;
    private final Tls13Sockets sockets;
    private final Transport.Listener listener;
    private final ScheduledExecutorService timer;
    private final int openSeconds;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPENING);
    private volatile @Nullable MqttAsyncClient client;
    private volatile @Nullable ScheduledFuture<?> deadline;

    /// @param hub host and port
    /// @param sockets of this connection alone
    PahoConnection(
            String hub,
            String node,
            Tls13Sockets sockets,
            Transport.Listener listener,
            ScheduledExecutorService timer,
            int openSeconds) {
        this.hub = hub;
        this.node = node;
        this.sockets = sockets;
        this.listener = listener;
        this.timer = timer;
        this.openSeconds = openSeconds;
    }

    void open() {
        try {
            MqttAsyncClient fresh =
                    new MqttAsyncClient("ssl://" + hub, node, new MemoryPersistence());
            client = fresh;
            fresh.setCallback(this);
            deadline =
                    timer.schedule(
                            () -> over("no answer for " + openSeconds + " s", Stage.OPENING),
                            openSeconds,
                            TimeUnit.SECONDS);
            fresh.connect(options(), null, whenDone("this node", token -> subscribe(fresh)));
        } catch (MqttException e) {
            over(explain(e));
        } catch (IllegalArgumentException e) {
            over("the hub's address, " + hub + ", cannot be used: " + e.getMessage());
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(Math.min(openSeconds, ANSWER_SECONDS));
        options.setKeepAliveInterval(KEEPALIVE_SECONDS);
        options.setReceiveMaximum(64);
        options.setTopicAliasMaximum(0);
        options.setMaximumPacketSize((long) MAX_PACKET_BYTES);
        options.setSocketFactory(sockets);
        options.setHttpsHostnameVerificationEnabled(true);
        return options;
    }

    private void subscribe(MqttAsyncClient fresh) {
        // Not inside Paho's callback: it deadlocks there.
        timer.execute(() -> {
            try {
                fresh.subscribe(
                        "forpost/v1/down/" + node,
                        AT_LEAST_ONCE,
                        null,
                        whenDone(
                                "its subscription",
                                token -> {
                                    if (stage.compareAndSet(Stage.OPENING, Stage.OPEN)) {
                                        listener.connected();
                                    }
                                }));
            } catch (MqttException e) {
                over(explain(e));
            }
        });
    }

    @Override
    public void publish(long ticket, byte[] message) {
        MqttAsyncClient current = client;
        if (current == null || stage.get() != Stage.OPEN) {
            return;
        }
        MqttActionListener taken =
                new MqttActionListener() {
                    @Override
                    public void onSuccess(IMqttToken token) {
                        int code = reason(token);
                        if (code >= REFUSED) {
                            listener.rejected(ticket, code);
                        } else {
                            listener.acknowledged(ticket);
                        }
                    }

                    @Override
                    public void onFailure(IMqttToken token, Throwable why) {
                        over(explain(why));
                    }
                };
        try {
            current.publish("forpost/v1/up/" + node, message, AT_LEAST_ONCE, false, null, taken);
        } catch (MqttException e) {
            over(explain(e));
        }
    }

    private interface Done {
        void with(IMqttToken token);
    }

    private MqttActionListener whenDone(String what, Done done) {
        return new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                int code = reason(token);
                if (code >= REFUSED) {
                    over(WhyLost.refused(what, code));
                } else {
                    done.with(token);
                }
            }

            @Override
            public void onFailure(IMqttToken token, Throwable why) {
                over(explain(why));
            }
        };
    }

    /// Paho calls `onSuccess` whatever the reason code is.
    private static int reason(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }

    private String explain(Throwable why) {
        return WhyLost.line(hub, why);
    }

    private void over(String why) {
        over(why, null);
    }

    /// @param only do it only in this stage
    private void over(String why, @Nullable Stage only) {
        Stage before = stage.get();
        if (before == Stage.OVER || (only != null && before != only)) {
            return;
        }
        if (stage.compareAndSet(before, Stage.OVER)) {
            dispose();
            listener.lost(why);
        } else {
            over(why, only);
        }
    }

    @Override
    public void drop() {
        if (stage.getAndSet(Stage.OVER) != Stage.OVER) {
            dispose();
        }
    }

    /// Paho may wait for a dead socket here, so it does so on a thread that nobody waits for. The
    /// socket goes first: Paho's own threads end with it, and one that is still dialling cannot go
    /// on.
    private void dispose() {
        ScheduledFuture<?> limit = deadline;
        if (limit != null) {
            limit.cancel(false);
        }
        MqttAsyncClient old = client;
        client = null;
        if (old == null) {
            return;
        }
        Thread.ofPlatform()
                .name("uplink-close")
                .daemon()
                .start(() -> {
                    sockets.cut();
                    try {
                        old.disconnectForcibly(0, 0, false);
                        old.close(true);
                    } catch (MqttException | RuntimeException e) {
                        LOG.debug("a dropped connection did not close: {}", explain(e));
                    }
                });
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        byte[] payload = message.getPayload();
        if (payload.length > MAX_PACKET_BYTES) {
            over("the hub sent " + payload.length + " bytes at once, more than it may");
        } else if (stage.get() != Stage.OVER) {
            listener.arrived(payload);
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        MqttException cause = response.getException();
        over(
                cause == null
                        ? "the hub closed the connection, reason 0x"
                                + Integer.toHexString(response.getReturnCode())
                        : explain(cause));
    }

    @Override
    public void mqttErrorOccurred(MqttException error) {
        over(explain(error));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String server) {}

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {
        over("the hub asked for an authentication that this node does not have");
    }
}
