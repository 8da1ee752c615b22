package org.forpost.hub.lan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.forpost.hub.identity.NodeIdentity;

/// Whoever has stolen a lane's box, with its keys and its certificate: speaks the post's TLS and
/// frames, and says whatever it likes. Knows no class of the lane's program.
final class HostileLane {
    static final String CUSTODY = "forpost-custody/1";
    static final String CARRIAGE = "forpost-carriage/1";
    static final String MEMBER = "forpost-member/1";

    private static final int PORT = 5702;
    private static final int PATIENCE_MILLIS = 30_000;

    final Lan.Machine machine;
    final NodeIdentity stolen;
    private final SSLContext tls;

    HostileLane(Lan.Machine machine, Path identity) throws IOException, GeneralSecurityException {
        this.machine = machine;
        this.stolen = NodeIdentity.open(identity);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, new char[0]);
        own.setKeyEntry(
                "own", stolen.tlsKey(), new char[0], new Certificate[] {stolen.tlsCertificate()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        tls = SSLContext.getInstance("TLSv1.3");
        tls.init(keys.getKeyManagers(), new TrustManager[] {new Anybody()}, new SecureRandom());
    }

    /// A stream to an honest lane.
    static final class Line implements AutoCloseable {
        private final SSLSocket socket;
        private final DataInputStream in;
        private final DataOutputStream out;

        private Line(SSLSocket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        }

        void say(byte[] frame) throws IOException {
            byte[] whole = new byte[4 + frame.length];
            java.nio.ByteBuffer.wrap(whole).putInt(frame.length).put(frame);
            out.write(whole);
            out.flush();
        }

        /// Bytes as they are.
        void raw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /// The next frame that is not empty.
        ///
        /// @throws EOFException when the other side has had enough
        byte[] hear() throws IOException {
            while (true) {
                int length = in.readInt();
                if (length > 0) {
                    byte[] frame = new byte[length];
                    in.readFully(frame);
                    return frame;
                }
            }
        }

        /// Whether the other side ends it, whatever it says before.
        boolean isEnded() {
            try {
                while (true) {
                    hear();
                }
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        /// Says that this end still lives, and whether the other one may have heard it.
        boolean isAlive() {
            try {
                raw(new byte[4]);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// Dials a lane; the handshake may be refused with the first word only.
    Line dial(Lane lane, String topic) throws Exception {
        return Inside.of(
                machine,
                () -> {
                    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket();
                    socket.connect(new InetSocketAddress(lane.machine.lan(), PORT), 5_000);
                    var parameters = socket.getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {topic});
                    socket.setSSLParameters(parameters);
                    return new Line(socket);
                });
    }

    /// Whether a lane lets it in at all.
    boolean isLetIn(Lane lane) throws Exception {
        try (Line line = dial(lane, CUSTODY)) {
            line.say(Words.greeting(stolen));
            line.hear();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Listens where the lane's box did. Whoever dials, to carry its records away, hears it.
    SSLServerSocket listen(String... topics) throws Exception {
        return Inside.of(
                machine,
                () -> {
                    SSLServerSocket server =
                            (SSLServerSocket) tls.getServerSocketFactory().createServerSocket();
                    server.setReuseAddress(true);
                    server.bind(new InetSocketAddress(machine.lan(), PORT));
                    server.setNeedClientAuth(true);
                    var parameters = server.getSSLParameters();
                    parameters.setApplicationProtocols(topics);
                    server.setSSLParameters(parameters);
                    server.setSoTimeout(PATIENCE_MILLIS);
                    return server;
                });
    }

    static Line taken(SSLServerSocket server) throws IOException {
        return new Line((SSLSocket) server.accept());
    }

    /// Sealed records of other lanes, as they lie on a box's disk.
    static List<Path> envelopes(Path data) throws IOException {
        try (var all = Files.walk(data.resolve("custody"))) {
            return all.filter(one -> one.toString().endsWith(".envelope")).toList();
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
