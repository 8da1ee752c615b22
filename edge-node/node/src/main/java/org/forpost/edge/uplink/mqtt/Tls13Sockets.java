package org.forpost.edge.uplink.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The sockets of one connection: TLS 1.3 and nothing older (RFC 8446), whatever the client library
/// would settle for, and all of them gone once the connection is.
final class Tls13Sockets extends SSLSocketFactory {
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    /// A close waits so long for whoever writes and for the other end, then the socket goes all the
    /// same. Without it, closing waits for TCP to give a dead link up: a quarter of an hour.
    private static final int LINGER_SECONDS = 1;

    private final SSLSocketFactory sockets;
    private final List<Socket> made = new ArrayList<>();
    private boolean cut;

    Tls13Sockets(SSLSocketFactory sockets) {
        this.sockets = sockets;
    }

    private Socket only13(Socket socket) throws IOException {
        if (socket instanceof SSLSocket tls) {
            tls.setEnabledProtocols(PROTOCOLS);
        }
        synchronized (this) {
            if (!cut) {
                made.add(socket);
                return socket;
            }
        }
        socket.close();
        throw new SocketException("the connection was dropped before it began");
    }

    /// Closes what was made, and lets nothing more be made. The library does not do so when it is
    /// dropped in the middle of dialling.
    void cut() {
        List<Socket> all;
        synchronized (this) {
            cut = true;
            all = List.copyOf(made);
            made.clear();
        }
        for (Socket socket : all) {
            try {
                socket.setSoLinger(true, LINGER_SECONDS);
            } catch (IOException e) {
                // It is closed already, or not yet connected: close() does not wait for either.
            }
            try {
                socket.close();
            } catch (IOException e) {
                // The other end is gone: the socket is, too.
            }
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        return only13(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        return only13(sockets.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return only13(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return only13(sockets.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return only13(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return only13(sockets.createSocket(host, port, local, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
