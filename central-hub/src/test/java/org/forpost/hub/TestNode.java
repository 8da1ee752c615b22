package org.forpost.hub;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.forpost.hub.identity.NodeIdentity;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// A node as the hub meets it: a Paho client with an identity, and a journal of which only the
/// heads are kept. It does one thing at a time, so that a test reads as what happens.
final class TestNode implements AutoCloseable {
    private static final long PATIENCE_MS = HubWorld.PATIENCE.toMillis();
    private static final SecureRandom RANDOM = new SecureRandom();

    static final Randomness RANDOMNESS =
            count -> {
                byte[] bytes = new byte[count];
                RANDOM.nextBytes(bytes);
                return bytes;
            };

    final NodeIdentity identity;
    final byte[] incarnation;
    final BlockingQueue<Integer> disconnects = new LinkedBlockingQueue<>();

    private final int port;
    private final Signer signer;
    private final byte[] keyId;
    private final Head[] heads = {Head.START, Head.START, Head.START, Head.START};
    private final BlockingQueue<Message> inbox = new LinkedBlockingQueue<>();
    private final Deque<Message> looked = new ArrayDeque<>();
    private @Nullable MqttAsyncClient client;

    TestNode(NodeIdentity identity, int port) {
        this(identity, port, RANDOMNESS.bytes(16));
    }

    private TestNode(NodeIdentity identity, int port, byte[] incarnation) {
        this.identity = identity;
        this.port = port;
        this.incarnation = incarnation;
        this.signer = Ed25519.signer(identity.signingKey());
        this.keyId = Sign1.keyId(Ed25519.publicKey(identity.signingKey()));
    }

    /// The same node and journal, dialling another port.
    TestNode again(int otherPort) {
        var same = new TestNode(identity, otherPort, incarnation);
        System.arraycopy(heads, 0, same.heads, 0, heads.length);
        return same;
    }

    String name() {
        return identity.node();
    }

    SSLContext tls() throws IOException {
        try {
            char[] none = new char[0];
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, none);
            own.setKeyEntry(
                    "node", identity.tlsKey(), none, new Certificate[] {identity.tlsCertificate()});
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, none);
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, none);
            anchors.setCertificateEntry("ca", identity.nodeCa());
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /// A bare TLS connection, for what Paho would never send.
    SSLSocket socket() throws IOException {
        SSLSocket socket = (SSLSocket) tls().getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout((int) PATIENCE_MS);
        socket.startHandshake();
        return socket;
    }

    TestNode connect() throws IOException, MqttException {
        return connect(name(), tls());
    }

    /// Connects as `clientId` and subscribes to that node's topic.
    TestNode connect(String clientId, SSLContext context) throws MqttException {
        var made =
                new MqttAsyncClient("ssl://127.0.0.1:" + port, clientId, new MemoryPersistence());
        made.setCallback(new Listening());
        var options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setAutomaticReconnect(false);
        options.setSocketFactory(context.getSocketFactory());
        options.setConnectionTimeout((int) HubWorld.PATIENCE.toSeconds());
        client = made;
        made.connect(options).waitForCompletion(PATIENCE_MS);
        made.subscribe("forpost/v1/down/" + clientId, 1).waitForCompletion(PATIENCE_MS);
        return this;
    }

    private MqttAsyncClient client() {
        MqttAsyncClient connected = client;
        if (connected == null) {
            throw new IllegalStateException("not connected");
        }
        return connected;
    }

    /// @return the reason code of the SUBACK
    int subscribe(String topic) throws MqttException {
        IMqttToken token = client().subscribe(topic, 1);
        token.waitForCompletion(PATIENCE_MS);
        return token.getReasonCodes()[0];
    }

    IMqttToken send(String topic, byte[] payload) throws MqttException {
        var message = new MqttMessage(payload);
        message.setQos(1);
        return client().publish(topic, message);
    }

    IMqttToken send(Message message) throws MqttException {
        return send("forpost/v1/up/" + name(), message.encode());
    }

    /// @return the reason code of the PUBACK
    static int answer(IMqttToken token) throws MqttException {
        token.waitForCompletion(PATIENCE_MS);
        int[] codes = token.getReasonCodes();
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }

    /// Publishes and waits.
    ///
    /// @return the reason code of the PUBACK
    int publish(Message message) throws MqttException {
        return answer(send(message));
    }

    int publish(byte[] payload) throws MqttException {
        return answer(send("forpost/v1/up/" + name(), payload));
    }

    Message.Hello hello(long release) {
        return hello(release, numbers());
    }

    Message.Hello hello(long release, long[] recorded) {
        SortedMap<Role, Long> releases = new java.util.TreeMap<>();
        releases.put(Role.WATCHLIST, release);
        var hello =
                new Hello(
                        name(),
                        incarnation,
                        recorded,
                        new long[Priority.COUNT],
                        releases,
                        System.currentTimeMillis());
        return new Message.Hello(hello.sign(keyId, signer));
    }

    private long[] numbers() {
        long[] numbers = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            numbers[priority.code()] = heads[priority.code()].number();
        }
        return numbers;
    }

    Head head(Priority priority) {
        return heads[priority.code()];
    }

    /// Writes records into the journal.
    ///
    /// @return the envelope of a batch with just these
    byte[] record(Priority priority, PostRecord... records) {
        return recordBytes(
                priority, java.util.Arrays.stream(records).map(RecordCodec::encode).toList());
    }

    byte[] recordBytes(Priority priority, List<byte[]> records) {
        Head before = head(priority);
        for (byte[] record : records) {
            heads[priority.code()] = heads[priority.code()].next(incarnation, priority, record);
        }
        return seal(Batch.of(name(), incarnation, priority, before, records));
    }

    byte[] seal(Batch batch) {
        return BatchCodec.seal(
                batch, Hpke.sealer(identity.hubSealKey(), RANDOMNESS), keyId, signer);
    }

    /// Publishes an envelope, piece by piece.
    ///
    /// @return the reason code of the last PUBACK
    int deliver(byte[] envelope) throws MqttException {
        int code = 0;
        for (Chunk chunk : Chunk.cut(envelope)) {
            code = publish(new Message.Piece(chunk));
        }
        return code;
    }

    /// Publishes an envelope of another node, piece by piece.
    ///
    /// @return the reason code of the last PUBACK
    int carry(byte[] envelope) throws MqttException {
        int code = 0;
        for (Chunk chunk : Chunk.cut(envelope)) {
            code = publish(new Message.CarriedPiece(chunk));
        }
        return code;
    }

    /// The next message from the hub, whatever it is, if one comes within a moment.
    @Nullable Message poll() throws InterruptedException {
        return inbox.poll(5, TimeUnit.MILLISECONDS);
    }

    /// The next message from the hub that is as wanted; others stay.
    <T extends Message> T awaitMessage(Class<T> kind, Predicate<T> wanted)
            throws InterruptedException {
        for (var held = looked.iterator(); held.hasNext(); ) {
            Message message = held.next();
            if (kind.isInstance(message) && wanted.test(kind.cast(message))) {
                held.remove();
                return kind.cast(message);
            }
        }
        while (true) {
            Message message = inbox.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError(
                        name() + " got no such " + kind.getSimpleName() + "; had " + looked);
            }
            if (kind.isInstance(message) && wanted.test(kind.cast(message))) {
                return kind.cast(message);
            }
            looked.add(message);
        }
    }

    /// The hub's receipt, verified, once it covers the chain up to `number`.
    Receipt awaitReceipt(Priority priority, long number) throws InterruptedException {
        var found =
                awaitMessage(
                        Message.Receipt.class,
                        message -> {
                            Receipt receipt = open(message);
                            return receipt.priority() == priority
                                    && receipt.head().number() >= number;
                        });
        return open(found);
    }

    private Receipt open(Message.Receipt message) {
        try {
            return Receipt.open(message.signed(), Ed25519.check(identity.hubReceiptKey()));
        } catch (MalformedException | NotAuthenticException e) {
            throw new AssertionError(e);
        }
    }

    Manifest awaitRelease(long number) throws InterruptedException {
        return open(
                awaitMessage(Message.Manifest.class, message -> open(message).number() == number));
    }

    private Manifest open(Message.Manifest message) {
        try {
            return Manifest.open(message.signed(), Ed25519.check(identity.releaseKey()));
        } catch (MalformedException | NotAuthenticException e) {
            throw new AssertionError(e);
        }
    }

    private final class Listening implements MqttCallback {
        @Override
        public void disconnected(MqttDisconnectResponse response) {
            disconnects.add(response.getReturnCode());
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws Exception {
            inbox.add(Message.decode(message.getPayload(), Manifest.MAX_CONTENT_BYTES));
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }

    @Override
    public void close() {
        MqttAsyncClient connected = client;
        if (connected == null) {
            return;
        }
        try {
            connected.disconnectForcibly(0, 0, false);
            connected.close(true);
        } catch (MqttException e) {
            // It was gone already.
        }
        client = null;
    }
}
