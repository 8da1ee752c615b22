package org.forpost.edge.uplink.mqtt;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.forpost.protocol.sync.HubEvent;
import org.jspecify.annotations.Nullable;

/// A hub that is itself a client of the broker, and comes back whenever the broker does.
final class HubBehindBroker implements TestHub.Carriage, MqttCallback, AutoCloseable {
    private static final String UP = "forpost/v1/up/";

    private final int port;
    private final SSLContext tls;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong messages = new AtomicLong();

    // Only on the thread.
    private final Set<String> joined = new HashSet<>();
    private @Nullable MqttAsyncClient client;
    private @Nullable TestHub hub;

    HubBehindBroker(int port, SSLContext tls) {
        this.port = port;
        this.tls = tls;
    }

    long messages() {
        return messages.get();
    }

    void serve(TestHub behind) {
        thread.execute(() -> {
            hub = behind;
            connect();
        });
    }

    private void connect() {
        disconnect();
        joined.forEach(node -> tell(new HubEvent.Left(node)));
        joined.clear();
        try {
            var fresh =
                    new MqttAsyncClient("ssl://127.0.0.1:" + port, "hub", new MemoryPersistence());
            fresh.setCallback(this);
            var options = new MqttConnectionOptions();
            options.setCleanStart(true);
            options.setAutomaticReconnect(false);
            options.setSocketFactory(tls.getSocketFactory());
            client = fresh;
            fresh.connect(options).waitForCompletion(10_000);
            fresh.subscribe(UP + "+", 1).waitForCompletion(10_000);
        } catch (MqttException e) {
            again();
        }
    }

    private void again() {
        if (!thread.isShutdown()) {
            var _ = thread.schedule(this::connect, 300, TimeUnit.MILLISECONDS);
        }
    }

    private void disconnect() {
        if (client != null) {
            try {
                client.disconnectForcibly(0, 0, false);
                client.close(true);
            } catch (MqttException e) {
                // It was gone.
            }
            client = null;
        }
    }

    private void tell(HubEvent event) {
        if (hub != null) {
            hub.tell(event);
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        messages.incrementAndGet();
        String node = topic.substring(UP.length());
        thread.execute(() -> {
            if (joined.add(node)) {
                tell(new HubEvent.Joined(node));
            }
            tell(new HubEvent.Arrived(node, 0, message.getPayload()));
        });
    }

    @Override
    public void publish(String node, long ticket, byte[] message) {
        thread.execute(() -> {
            if (client != null) {
                try {
                    client.publish("forpost/v1/down/" + node, message, 1, false);
                    tell(new HubEvent.Delivered(node, ticket));
                } catch (MqttException e) {
                    // The broker is gone: the node asks again.
                }
            }
        });
    }

    /// The broker has acknowledged long ago.
    @Override
    public void acknowledge(String node, long ticket) {}

    @Override
    public void reject(String node, long ticket, int code) {}

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        thread.execute(this::again);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String server) {}

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {}

    @Override
    public void close() {
        thread.execute(this::disconnect);
        thread.shutdown();
        Patience.awaitEnd(
                "the hub behind the broker",
                seconds -> thread.awaitTermination(seconds, TimeUnit.SECONDS));
    }
}
