package org.forpost.edge.uplink.mqtt;

import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.forpost.edge.uplink.Transport;

/// Dials the hub's MQTT 5 endpoint with Eclipse Paho.
///
/// Little of Paho is used, for reasons that were measured: no persistence but memory (a second
/// truth, in plain text), clean start and no session (the journal remembers), no automatic
/// reconnect (its delay settings have no effect), a new client object for each connection.
public final class PahoTransport implements Transport {
    /// TCP, TLS 1.3, CONNECT and SUBSCRIBE take 3 s on a link of 600 ms; ten times that is a dead
    /// one.
    private static final int OPEN_SECONDS = 30;

    private final HubAddress hub;
    private final String node;
    private final SSLContext tls;
    private final ScheduledExecutorService timer;
    private final int openSeconds;

    /// @param host name or address that the hub's certificate is made out to
    public record HubAddress(String host, int port) {
        /// Host and port, an IPv6 address in brackets.
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /// @param node the name in this node's certificate: client id, and part of the topics
    /// @param tls with this node's certificate and the node CA as the only trust anchor
    /// @param timer for limits on waiting; its tasks return at once
    public PahoTransport(
            HubAddress hub, String node, SSLContext tls, ScheduledExecutorService timer) {
        this(hub, node, tls, timer, OPEN_SECONDS);
    }

    /// @param openSeconds after which a connection that is not open is given up
    PahoTransport(
            HubAddress hub,
            String node,
            SSLContext tls,
            ScheduledExecutorService timer,
            int openSeconds) {
        this.hub = hub;
        this.node = node;
        this.tls = tls;
        this.timer = timer;
        this.openSeconds = openSeconds;
    }

    @Override
    public Connection dial(Listener listener) {
        PahoConnection connection =
                new PahoConnection(
                        hub.toString(),
                        node,
                        new Tls13Sockets(tls.getSocketFactory()),
                        listener,
                        timer,
                        openSeconds);
        connection.open();
        return connection;
    }
}
