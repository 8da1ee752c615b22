package org.forpost.edge.uplink.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.protocol.sync.HubEvent;
import org.jspecify.annotations.Nullable;

/// The hub's MQTT 5 endpoint with the library that the hub listens with, and handles to make it
/// misbehave.
final class HubEndpoint implements TestHub.Carriage, AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final MqttServer server;

    // Everything below is written on the event loop only.
    private final Map<Long, Taken> unacknowledged = new HashMap<>();
    private final Deque<HubEvent> held = new ArrayDeque<>();
    private final Map<Integer, Long> underWay = new HashMap<>();
    private @Nullable MqttEndpoint endpoint;
    private String node = "";
    private long lastTicket;
    private int lastPacketId;
    private volatile @Nullable TestHub hub;

    /// While set, messages are taken from the wire, and neither told to the hub nor acknowledged.
    volatile boolean withhold;

    /// While not 0, each message is refused with this reason code.
    volatile int refuseWith;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger bytesUnacknowledged = new AtomicInteger();
    volatile int largest;
    volatile int mostUnacknowledged;

    private record Taken(int packetId, int bytes) {}

    HubEndpoint(TestCa.Issued identity, TestCa believed, String... protocols) throws Exception {
        var options =
                new MqttServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setMaxMessageSize(32 * 1024)
                        .setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setKeyCertOptions(KeyCertOptions.wrap(identity.keys()))
                        .setTrustOptions(TrustOptions.wrap(believed.trust()));
        options.setEnabledSecureTransportProtocols(Set.of(protocols));
        server = MqttServer.create(vertx, options).endpointHandler(this::admit);
        server.exceptionHandler(failure -> {});
        var listening = new java.util.concurrent.CompletableFuture<MqttServer>();
        loop.runOnContext(go ->
                server.listen()
                        .onSuccess(listening::complete)
                        .onFailure(listening::completeExceptionally));
        listening.get(60, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    int connections() {
        return connections.get();
    }

    int messages() {
        return messages.get();
    }

    int bytesUnacknowledged() {
        return bytesUnacknowledged.get();
    }

    void serve(TestHub behind) {
        hub = behind;
    }

    private void tell(HubEvent event) {
        TestHub told = hub;
        if (told != null) {
            told.tell(event);
        }
    }

    private void admit(MqttEndpoint fresh) {
        connections.incrementAndGet();
        endpoint = fresh;
        node = fresh.clientIdentifier();
        unacknowledged.clear();
        underWay.clear();
        held.clear();
        bytesUnacknowledged.set(0);
        fresh.publishAutoAck(false);
        fresh.subscriptionAutoAck(false);
        fresh.exceptionHandler(failure -> {});
        fresh.subscribeHandler(wanted ->
                fresh.subscribeAcknowledge(
                        wanted.messageId(),
                        List.of(MqttSubAckReasonCode.GRANTED_QOS1),
                        MqttProperties.NO_PROPERTIES));
        fresh.publishHandler(message -> published(fresh, message));
        fresh.publishAcknowledgeHandler(id -> {
            Long ticket = underWay.remove(id);
            if (ticket != null) {
                tell(new HubEvent.Delivered(node, ticket));
            }
        });
        fresh.closeHandler(closed -> tell(new HubEvent.Left(node)));
        fresh.accept(false, MqttProperties.NO_PROPERTIES);
        tell(new HubEvent.Joined(node));
    }

    private void published(MqttEndpoint from, MqttPublishMessage message) {
        byte[] bytes = message.payload().getBytes();
        messages.incrementAndGet();
        largest = Math.max(largest, bytes.length);
        if (refuseWith != 0) {
            from.publishAcknowledge(
                    message.messageId(),
                    MqttPubAckReasonCode.valueOf((byte) refuseWith),
                    MqttProperties.NO_PROPERTIES);
            return;
        }
        long ticket = ++lastTicket;
        unacknowledged.put(ticket, new Taken(message.messageId(), bytes.length));
        mostUnacknowledged =
                Math.max(mostUnacknowledged, bytesUnacknowledged.addAndGet(bytes.length));
        held.add(new HubEvent.Arrived(node, ticket, bytes));
        if (!withhold) {
            release();
        }
    }

    private void release() {
        for (HubEvent event = held.poll(); event != null; event = held.poll()) {
            tell(event);
        }
    }

    /// Lets what was withheld go on to the hub, and goes on withholding what comes then.
    void letThrough() {
        loop.runOnContext(go -> release());
    }

    void stopWithholding() {
        loop.runOnContext(go -> {
            withhold = false;
            release();
        });
    }

    /// Ends the connection without a word.
    void cut() {
        loop.runOnContext(go -> {
            if (endpoint != null) {
                endpoint.close();
            }
        });
    }

    @Override
    public void acknowledge(String to, long ticket) {
        answer(ticket, MqttPubAckReasonCode.SUCCESS);
    }

    @Override
    public void reject(String to, long ticket, int code) {
        answer(ticket, MqttPubAckReasonCode.valueOf((byte) code));
    }

    private void answer(long ticket, MqttPubAckReasonCode code) {
        loop.runOnContext(go -> {
            Taken taken = unacknowledged.remove(ticket);
            if (taken != null && endpoint != null && endpoint.isConnected()) {
                bytesUnacknowledged.addAndGet(-taken.bytes());
                endpoint.publishAcknowledge(taken.packetId(), code, MqttProperties.NO_PROPERTIES);
            }
        });
    }

    @Override
    public void publish(String to, long ticket, byte[] message) {
        loop.runOnContext(go -> {
            if (endpoint != null && endpoint.isConnected()) {
                lastPacketId = lastPacketId % 65_535 + 1;
                underWay.put(lastPacketId, ticket);
                var _ =
                        endpoint.publish(
                                "forpost/v1/down/" + node,
                                Buffer.buffer(message),
                                MqttQoS.AT_LEAST_ONCE,
                                false,
                                false,
                                lastPacketId);
            }
        });
    }

    /// Says anything at all to the node.
    void say(byte[] message) {
        publish(node, 0, message);
    }

    @Override
    public void close() {
        var closed = new java.util.concurrent.CountDownLatch(1);
        vertx.close().onComplete(done -> closed.countDown());
        Patience.awaitEnd("the endpoint", seconds -> closed.await(seconds, TimeUnit.SECONDS));
    }
}
