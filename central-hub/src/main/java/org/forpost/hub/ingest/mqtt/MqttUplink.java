package org.forpost.hub.ingest.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.forpost.hub.fleet.Alarm;
import org.forpost.hub.fleet.AlarmBook;
import org.forpost.hub.identity.EnrolledNode;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.identity.NodeName;
import org.forpost.hub.ingest.Arrivals;
import org.forpost.hub.ingest.Carriage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The MQTT 5 endpoint: who may come in, on which topics, and when a PUBACK goes out.
///
/// It is an endpoint and no broker: nothing is stored, retained, shared or forwarded here. A node
/// proves its name by its certificate, publishes to its one topic and is spoken to on its other;
/// every PUBACK waits for [Carriage#acknowledge].
///
/// Refusals, by reason code of MQTT 5 (§2.4): CONNACK `01` for MQTT 3, `85` for a client id that is
/// not the certificate's name, `87` for a node that is not enrolled, `97` when full; PUBACK and
/// SUBACK `87` for a foreign topic; DISCONNECT `93` for more unacknowledged messages than allowed,
/// `95` for a packet that is too large, `9B` for another quality of service than 1, `9A` for a
/// retained message, `8E` for a connection that was taken over, `81` for bytes that are not MQTT.
public final class MqttUplink extends VerticleBase implements Carriage {
    /// How often silent connections are looked for.
    private static final long SWEEP_MILLIS = 15_000;

    private static final Logger LOG = LoggerFactory.getLogger(MqttUplink.class);

    private final HubIdentity identity;
    private final Arrivals arrivals;
    private final AlarmBook alarms;
    private final MqttLimits limits;
    private final String host;
    private final int port;

    /// By node. Event loop only, as everything that changes after the start.
    private final Map<String, NodeConnection> connections = new HashMap<>();

    private long lastTicket;
    private @Nullable MqttServer server;
    private @Nullable Context loop;

    /// @param host address to listen on
    /// @param port TCP port, or 0 for any free one
    public MqttUplink(
            HubIdentity identity,
            Arrivals arrivals,
            AlarmBook alarms,
            MqttLimits limits,
            String host,
            int port) {
        this.identity = identity;
        this.arrivals = arrivals;
        this.alarms = alarms;
        this.limits = limits;
        this.host = host;
        this.port = port;
    }

    /// The port that it listens on, once deployed.
    public int actualPort() {
        MqttServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("not listening yet");
        }
        return listening.actualPort();
    }

    @Override
    public Future<?> start() throws Exception {
        loop = context;
        var options =
                new MqttServerOptions()
                        .setHost(host)
                        .setPort(port)
                        // Remaining length: without the fixed header, which is at most five bytes.
                        .setMaxMessageSize(limits.packetBytes() - 5)
                        .setMaxClientIdLength(64)
                        .setAutoClientId(false)
                        .setTimeoutOnConnect((int) limits.handshake().toSeconds())
                        .setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setKeyCertOptions(KeyCertOptions.wrap(hubKeys()))
                        .setTrustOptions(
                                TrustOptions.wrap(
                                        NodeTrust.of(
                                                identity.nodeCa(),
                                                detail ->
                                                        alarms.raise(
                                                                Alarm.Code.FOREIGN_CERTIFICATE,
                                                                null,
                                                                detail))));
        options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
        options.setSslHandshakeTimeout(limits.handshake().toSeconds());
        options.setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        options.setTcpNoDelay(true);
        options.setTcpKeepAlive(true);
        server = MqttServer.create(vertx, options).endpointHandler(this::admit);
        vertx.setPeriodic(SWEEP_MILLIS, SWEEP_MILLIS, timer -> giveUpSilent());
        return server.listen();
    }

    @Override
    public Future<?> stop() {
        for (NodeConnection connection : List.copyOf(connections.values())) {
            end(connection, MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN);
        }
        return server == null ? Future.succeededFuture() : server.close();
    }

    private KeyManagerFactory hubKeys() throws IOException {
        try {
            char[] none = new char[0];
            KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
            keys.load(null, none);
            keys.setKeyEntry(
                    "hub",
                    identity.tlsKey(),
                    none,
                    new Certificate[] {identity.tlsCertificate(), identity.nodeCa()});
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, none);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IOException("the hub's TLS key and certificate do not fit together", e);
        }
    }

    // ---- coming in

    private sealed interface Admission {
        record Granted(String node) implements Admission {}

        record Denied(
                MqttConnectReturnCode code, Alarm.Code alarm, @Nullable String node, String detail)
                implements Admission {}
    }

    private void admit(MqttEndpoint endpoint) {
        switch (examine(endpoint)) {
            case Admission.Denied denied -> {
                alarms.raise(denied.alarm(), denied.node(), denied.detail());
                endpoint.reject(denied.code());
            }
            case Admission.Granted granted -> accept(endpoint, granted.node());
        }
    }

    private Admission examine(MqttEndpoint endpoint) {
        @Nullable X509Certificate certificate = certificateOf(endpoint);
        @Nullable String name = certificate == null ? null : NodeName.of(certificate);
        if (certificate == null || name == null) {
            return denied(
                    MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5,
                    Alarm.Code.NOT_ENROLLED,
                    null,
                    "the certificate bears no node's name");
        }
        if (endpoint.protocolVersion() != MqttVersion.MQTT_5.protocolLevel()) {
            return denied(
                    MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
                    Alarm.Code.PROTOCOL,
                    name,
                    "speaks MQTT of protocol level "
                            + endpoint.protocolVersion()
                            + "; only MQTT 5 (level 5) is spoken here");
        }
        @Nullable String clientId = endpoint.clientIdentifier();
        if (!name.equals(clientId)) {
            return denied(
                    MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID,
                    Alarm.Code.CLAIMED_NAME,
                    name,
                    "the node with the certificate of \""
                            + name
                            + "\" called itself \""
                            + NodeName.printable(clientId == null ? "" : clientId)
                            + "\"");
        }
        @Nullable String revoked = revoked(name);
        if (revoked != null) {
            return denied(
                    MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5,
                    Alarm.Code.NOT_ENROLLED,
                    name,
                    revoked);
        }
        if (!isEnrolled(name, certificate)) {
            return denied(
                    MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5,
                    Alarm.Code.NOT_ENROLLED,
                    name,
                    "has a certificate of the node CA, but not the one it was enrolled with");
        }
        if (endpoint.will().isWillFlag()) {
            return denied(
                    MqttConnectReturnCode.CONNECTION_REFUSED_IMPLEMENTATION_SPECIFIC,
                    Alarm.Code.PROTOCOL,
                    name,
                    "asked for a will, which this endpoint does not publish");
        }
        if (numberOr(
                        endpoint.connectProperties(),
                        MqttProperties.MAXIMUM_PACKET_SIZE,
                        Integer.MAX_VALUE)
                < limits.packetBytes()) {
            return denied(
                    MqttConnectReturnCode.CONNECTION_REFUSED_PACKET_TOO_LARGE,
                    Alarm.Code.PROTOCOL,
                    name,
                    "takes no packets of " + limits.packetBytes() + " bytes");
        }
        if (connections.size() >= limits.connections() && !connections.containsKey(name)) {
            return denied(
                    MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED,
                    Alarm.Code.BUSY,
                    null,
                    "all " + limits.connections() + " connections are in use");
        }
        return new Admission.Granted(name);
    }

    private static Admission denied(
            MqttConnectReturnCode code, Alarm.Code alarm, @Nullable String node, String detail) {
        return new Admission.Denied(code, alarm, node, detail);
    }

    private static @Nullable X509Certificate certificateOf(MqttEndpoint endpoint) {
        try {
            @Nullable SSLSession session = endpoint.sslSession();
            if (session != null
                    && session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
                return certificate;
            }
        } catch (SSLPeerUnverifiedException e) {
            LOG.debug("no certificate", e);
        }
        return null;
    }

    /// Null when the node may connect, as far as that goes.
    private @Nullable String revoked(String name) {
        try {
            return identity.node(name)
                    .map(EnrolledNode::revoked)
                    .map(one ->
                            "its certificate was revoked at "
                                    + one.at()
                                    + " as "
                                    + one.reason().key())
                    .orElse(null);
        } catch (IOException e) {
            return null; // it is not let in: said where its registration is read for its key
        }
    }

    /// Ends the connection of a node whose certificate was taken back, on the event loop.
    public void dismiss(String node) {
        Context on = loop;
        if (on != null) {
            on.runOnContext(_ -> {
                @Nullable NodeConnection connection = connections.get(node);
                if (connection != null) {
                    alarms.raise(
                            Alarm.Code.NOT_ENROLLED,
                            node,
                            "was connected when its certificate was revoked");
                    end(connection, MqttDisconnectReasonCode.NOT_AUTHORIZED);
                }
            });
        }
    }

    private boolean isEnrolled(String name, X509Certificate certificate) {
        try {
            Optional<EnrolledNode> enrolled = identity.node(name);
            return enrolled.isPresent() && enrolled.get().tlsCertificate().equals(certificate);
        } catch (IOException e) {
            LOG.error(
                    "{} is not let in, since its registration cannot be read: {}",
                    name,
                    e.getMessage());
            return false;
        }
    }

    private void accept(MqttEndpoint endpoint, String node) {
        @Nullable NodeConnection earlier = connections.get(node);
        if (earlier != null) {
            // One line on the page: harmless after a cut, but two boxes with one identity look the
            // same.
            alarms.raise(Alarm.Code.TAKEN_OVER, node, "connected again while it was connected");
            end(earlier, MqttDisconnectReasonCode.SESSION_TAKEN_OVER);
        }
        int theirMaximum =
                numberOr(endpoint.connectProperties(), MqttProperties.RECEIVE_MAXIMUM, 65_535);
        var connection =
                new NodeConnection(
                        node,
                        endpoint,
                        Math.min(limits.window(), theirMaximum),
                        limits.queuedBytes(),
                        System.nanoTime());
        connections.put(node, connection);

        endpoint.publishAutoAck(false);
        endpoint.subscriptionAutoAck(false);
        endpoint.publishHandler(
                message -> guarded(connection, () -> published(connection, message)));
        endpoint.subscribeHandler(
                message -> guarded(connection, () -> subscribe(connection, endpoint, message)));
        endpoint.unsubscribeHandler(message ->
                violated(connection, MqttDisconnectReasonCode.PROTOCOL_ERROR, "unsubscribed"));
        endpoint.publishAcknowledgeHandler(
                packetId -> guarded(connection, () -> delivered(connection, packetId)));
        endpoint.pingHandler(ping -> connection.heard(System.nanoTime()));
        endpoint.publishReceivedHandler(
                id -> violated(connection, MqttDisconnectReasonCode.PROTOCOL_ERROR, "sent PUBREC"));
        endpoint.exceptionHandler(failure -> broken(connection, failure));
        endpoint.closeHandler(closed -> gone(connection));

        var offered = new MqttProperties();
        offer(offered, MqttProperties.SESSION_EXPIRY_INTERVAL, 0);
        offer(offered, MqttProperties.RECEIVE_MAXIMUM, limits.unacknowledged());
        offer(offered, MqttProperties.MAXIMUM_QOS, 1);
        offer(offered, MqttProperties.RETAIN_AVAILABLE, 0);
        offer(offered, MqttProperties.MAXIMUM_PACKET_SIZE, limits.packetBytes());
        offer(offered, MqttProperties.TOPIC_ALIAS_MAXIMUM, 0);
        offer(offered, MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, 0);
        offer(offered, MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
        offer(offered, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0);
        endpoint.accept(false, offered);
        LOG.info("{} connected from {}", node, endpoint.remoteAddress());
        arrivals.joined(node);
    }

    private static void offer(MqttProperties offered, int property, int value) {
        offered.add(new MqttProperties.IntegerProperty(property, value));
    }

    private static int numberOr(MqttProperties properties, int property, int absent) {
        return properties.getProperty(property) instanceof MqttProperties.IntegerProperty found
                        && found.value() > 0
                ? found.value()
                : absent;
    }

    // ---- while it is there

    /// An exception in a handler is the hub's own mistake: it costs that node its connection, and
    /// nobody else anything.
    private void guarded(NodeConnection connection, Runnable handling) {
        if (connection.isClosed()) {
            return;
        }
        connection.heard(System.nanoTime());
        try {
            handling.run();
        } catch (RuntimeException e) {
            LOG.error("{}: a message could not be handled", connection.node(), e);
            end(connection, MqttDisconnectReasonCode.UNSPECIFIED_ERROR);
        }
    }

    private void published(NodeConnection connection, MqttPublishMessage message) {
        String node = connection.node();
        if (message.qosLevel() != MqttQoS.AT_LEAST_ONCE) {
            violated(
                    connection,
                    MqttDisconnectReasonCode.QOS_NOT_SUPPORTED,
                    "published with QoS " + message.qosLevel().value() + "; only 1 is taken");
        } else if (message.isRetain()) {
            violated(
                    connection,
                    MqttDisconnectReasonCode.RETAIN_NOT_SUPPORTED,
                    "published a retained message");
        } else if (connection.unacknowledged() >= limits.unacknowledged()) {
            violated(
                    connection,
                    MqttDisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                    "has more than " + limits.unacknowledged() + " messages unacknowledged");
        } else if (message.properties().getProperty(MqttProperties.TOPIC_ALIAS) != null) {
            violated(
                    connection,
                    MqttDisconnectReasonCode.TOPIC_ALIAS_INVALID,
                    "used a topic alias, of which none were offered");
        } else if (!message.topicName().equals(Topics.up(node))) {
            alarms.raise(
                    Alarm.Code.FOREIGN_TOPIC,
                    node,
                    "published to \"" + NodeName.printable(message.topicName()) + "\"");
            connection.answer(message.messageId(), MqttPubAckReasonCode.NOT_AUTHORIZED);
        } else {
            long ticket = ++lastTicket;
            connection.took(ticket, message.messageId());
            if (!arrivals.arrived(node, ticket, message.payload().getBytes())) {
                alarms.raise(
                        Alarm.Code.BUSY,
                        node,
                        "was sent away for a while: the ledger cannot keep up");
                end(connection, MqttDisconnectReasonCode.SERVER_BUSY);
            }
        }
    }

    private void subscribe(
            NodeConnection connection, MqttEndpoint endpoint, MqttSubscribeMessage message) {
        String own = Topics.down(connection.node());
        List<MqttSubAckReasonCode> answers = new ArrayList<>();
        boolean granted = false;
        for (MqttTopicSubscription wanted : message.topicSubscriptions()) {
            if (wanted.topicName().equals(own)
                    && wanted.qualityOfService() != MqttQoS.AT_MOST_ONCE) {
                answers.add(MqttSubAckReasonCode.GRANTED_QOS1);
                granted = true;
            } else if (wanted.topicName().equals(own)) {
                answers.add(MqttSubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
            } else {
                alarms.raise(
                        Alarm.Code.FOREIGN_TOPIC,
                        connection.node(),
                        "subscribed to \"" + NodeName.printable(wanted.topicName()) + "\"");
                answers.add(MqttSubAckReasonCode.NOT_AUTHORIZED);
            }
        }
        endpoint.subscribeAcknowledge(message.messageId(), answers, MqttProperties.NO_PROPERTIES);
        if (granted) {
            connection.subscribed();
        }
    }

    private void delivered(NodeConnection connection, int packetId) {
        connection
                .delivered(packetId)
                .ifPresent(ticket -> arrivals.delivered(connection.node(), ticket));
    }

    // ---- going out

    private void violated(NodeConnection connection, MqttDisconnectReasonCode reason, String what) {
        alarms.raise(Alarm.Code.PROTOCOL, connection.node(), what);
        end(connection, reason);
    }

    private void broken(NodeConnection connection, Throwable failure) {
        if (connection.isClosed()) {
            return;
        }
        if (failure instanceof io.netty.handler.codec.TooLongFrameException) {
            violated(
                    connection,
                    MqttDisconnectReasonCode.PACKET_TOO_LARGE,
                    "sent a packet of more than " + limits.packetBytes() + " bytes");
        } else if (failure instanceof io.netty.handler.codec.DecoderException) {
            violated(
                    connection,
                    MqttDisconnectReasonCode.MALFORMED_PACKET,
                    "sent bytes that are no MQTT 5 packet");
        } else {
            LOG.info("{}: {}", connection.node(), failure.toString());
            end(connection, MqttDisconnectReasonCode.UNSPECIFIED_ERROR);
        }
    }

    private void giveUpSilent() {
        long now = System.nanoTime();
        for (NodeConnection connection : List.copyOf(connections.values())) {
            if (connection.silentNanos(now) > limits.silence().toNanos()) {
                end(connection, MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT);
            }
        }
    }

    private void end(NodeConnection connection, MqttDisconnectReasonCode reason) {
        connection.close(reason);
        gone(connection);
    }

    private void gone(NodeConnection connection) {
        connection.gone();
        // Only if it was not taken over: the node's place then belongs to its new connection.
        if (connections.remove(connection.node(), connection)) {
            LOG.info("{} disconnected", connection.node());
            arrivals.left(connection.node());
        }
    }

    // ---- what the hub asks

    @Override
    public void acknowledge(String node, long ticket) {
        onLoop(node, connection -> connection.acknowledge(ticket, MqttPubAckReasonCode.SUCCESS));
    }

    @Override
    public void reject(String node, long ticket, int code) {
        MqttPubAckReasonCode reason = MqttPubAckReasonCode.valueOf((byte) code);
        onLoop(node, connection -> connection.acknowledge(ticket, reason));
    }

    @Override
    public void publish(String node, long ticket, byte[] message) {
        onLoop(
                node,
                connection -> {
                    if (!connection.publish(ticket, message)) {
                        alarms.raise(
                                Alarm.Code.BUSY, node, "does not take what the hub sends to it");
                        end(connection, MqttDisconnectReasonCode.QUOTA_EXCEEDED);
                    }
                });
    }

    private void onLoop(String node, Consumer<NodeConnection> work) {
        Context known = loop;
        if (known == null) {
            return;
        }
        known.runOnContext(now -> {
            @Nullable NodeConnection connection = connections.get(node);
            if (connection != null) {
                work.accept(connection);
            }
        });
    }
}
