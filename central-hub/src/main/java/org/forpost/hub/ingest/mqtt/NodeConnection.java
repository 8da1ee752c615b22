package org.forpost.hub.ingest.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One node's connection; used on the endpoint's event loop only.
///
/// Legal course: accepted → (subscribed) → closed. What is published before the node has subscribed
/// waits, since MQTT drops what nobody subscribed to.
final class NodeConnection {
    private final String node;
    private final MqttEndpoint endpoint;
    private final int window;
    private final int queuedBytesLimit;

    /// Ticket of the endpoint → packet identifier of this connection. The two are kept apart
    /// because a packet identifier means something else on the next connection of the same node.
    private final Map<Long, Integer> unacknowledged = new HashMap<>();

    private final Deque<Outgoing> waiting = new ArrayDeque<>();

    /// Packet identifier → ticket of the hub.
    private final Map<Integer, Long> inFlight = new HashMap<>();

    private int waitingBytes;
    private int lastPacketId;
    private boolean subscribed;
    private boolean closed;
    private long lastHeardNanos;

    private record Outgoing(long ticket, byte[] message) {}

    NodeConnection(
            String node, MqttEndpoint endpoint, int window, int queuedBytesLimit, long nowNanos) {
        this.node = node;
        this.endpoint = endpoint;
        this.window = window;
        this.queuedBytesLimit = queuedBytesLimit;
        this.lastHeardNanos = nowNanos;
    }

    String node() {
        return node;
    }

    boolean isClosed() {
        return closed;
    }

    void heard(long nowNanos) {
        lastHeardNanos = nowNanos;
    }

    long silentNanos(long nowNanos) {
        return nowNanos - lastHeardNanos;
    }

    int unacknowledged() {
        return unacknowledged.size();
    }

    void took(long ticket, int packetId) {
        unacknowledged.put(ticket, packetId);
    }

    void acknowledge(long ticket, MqttPubAckReasonCode reason) {
        @Nullable Integer packetId = unacknowledged.remove(ticket);
        if (packetId != null) {
            answer(packetId, reason);
        }
    }

    void answer(int packetId, MqttPubAckReasonCode reason) {
        if (!closed) {
            endpoint.publishAcknowledge(packetId, reason, MqttProperties.NO_PROPERTIES);
        }
    }

    void subscribed() {
        subscribed = true;
        pump();
    }

    /// Sends `message` when its turn comes.
    ///
    /// @return false if this node already has as much waiting as it may
    boolean publish(long ticket, byte[] message) {
        if (waitingBytes + message.length > queuedBytesLimit) {
            return false;
        }
        waiting.addLast(new Outgoing(ticket, message));
        waitingBytes += message.length;
        pump();
        return true;
    }

    /// The node received the message with that packet identifier.
    ///
    /// @return its ticket, or nothing if nothing with that identifier is on its way
    OptionalLong delivered(int packetId) {
        @Nullable Long ticket = inFlight.remove(packetId);
        if (ticket == null) {
            return OptionalLong.empty();
        }
        pump();
        return OptionalLong.of(ticket);
    }

    private void pump() {
        while (!closed && subscribed && inFlight.size() < window) {
            @Nullable Outgoing next = waiting.pollFirst();
            if (next == null) {
                return;
            }
            waitingBytes -= next.message().length;
            int packetId = freePacketId();
            inFlight.put(packetId, next.ticket());
            var _ =
                    endpoint.publish(
                            Topics.down(node),
                            Buffer.buffer(next.message()),
                            MqttQoS.AT_LEAST_ONCE,
                            false,
                            false,
                            packetId);
        }
    }

    private int freePacketId() {
        do {
            lastPacketId = lastPacketId % 65_535 + 1;
        } while (inFlight.containsKey(lastPacketId));
        return lastPacketId;
    }

    /// Ends the connection, telling the node why.
    void close(MqttDisconnectReasonCode reason) {
        if (closed) {
            return;
        }
        closed = true;
        if (endpoint.isConnected()) {
            endpoint.disconnect(reason, MqttProperties.NO_PROPERTIES);
        }
    }

    /// The other end is gone.
    void gone() {
        closed = true;
    }
}
