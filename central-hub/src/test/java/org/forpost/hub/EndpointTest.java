package org.forpost.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.forpost.hub.command.HubCommand;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.identity.NodeIdentity;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may come in at the hub's endpoint, and what becomes of those who may not. One hub, which has
/// to outlive all of them.
class EndpointTest {
    private static final int PAYLOAD_FORMAT_INVALID = 0x99;
    private static final int NOT_AUTHORIZED = 0x87;

    @TempDir static Path folder;
    private static HubWorld world;

    @BeforeAll
    static void startHub() throws IOException {
        world = new HubWorld(folder).start();
    }

    @AfterAll
    static void stopHub() throws IOException {
        assertTrue(world.stops.isEmpty(), () -> "the hub stopped itself: " + world.stops);
        world.close();
    }

    private static JsonNode recordOf(PostRecord record) throws Exception {
        String id = record.id().toString();
        JsonNode records =
                world.await(
                        "/api/records?limit=1000",
                        answer -> answer.get("records").findValuesAsText("recordId").contains(id));
        for (JsonNode one : records.get("records")) {
            if (one.get("recordId").asText().equals(id)) {
                return one;
            }
        }
        throw new AssertionError(id);
    }

    @Test
    void aNodesRecordsAreCountedReceiptedAndShown() throws Exception {
        TestNode node = world.node("lipovka-1").connect();
        PostRecord ordinary = Travellers.ordinary(node.name(), "L1");
        PostRecord child = Travellers.child(node.name(), "L2");
        PostRecord nominal = Travellers.nominal(node.name(), "L3");
        PostRecord image = Travellers.image(node.name(), ordinary.id());
        byte[] crossings = node.record(Priority.CROSSING, ordinary, child);
        byte[] hit = node.record(Priority.ALERT, nominal);
        byte[] picture = node.record(Priority.IMAGE, image);

        assertEquals(0, node.publish(node.hello(0)));
        assertEquals(0, node.deliver(hit));
        assertEquals(0, node.deliver(crossings));
        assertEquals(0, node.deliver(picture));

        assertEquals(node.head(Priority.CROSSING), node.awaitReceipt(Priority.CROSSING, 2).head());
        assertEquals(node.head(Priority.ALERT), node.awaitReceipt(Priority.ALERT, 1).head());
        assertEquals(node.head(Priority.IMAGE), node.awaitReceipt(Priority.IMAGE, 1).head());

        JsonNode counted = recordOf(ordinary);
        assertEquals(1, counted.get("arrivals").asInt());
        assertEquals("crossing", counted.get("kind").asText());
        assertEquals("entry", counted.get("direction").asText());
        assertEquals("admit", counted.get("outcome").asText());
        assertEquals("L1", counted.get("document").asText());
        assertEquals(1, counted.get("fingers").asInt());
        assertTrue(counted.get("face").asBoolean());
        assertFalse(counted.get("hit").asBoolean());
        assertEquals("mqtt", counted.get("road").asText());
        recordOf(image);
        assertEquals(1, recordOf(ordinary).get("images").asInt());
        JsonNode exempt = recordOf(child);
        assertEquals("age-under-six", exempt.get("exemption").asText());
        assertEquals(0, exempt.get("fingers").asInt());
        assertEquals(0, exempt.get("images").asInt());
        assertFalse(exempt.get("face").asBoolean());
        assertTrue(recordOf(nominal).get("hit").asBoolean());
        assertEquals(0, recordOf(nominal).get("priority").asInt());

        JsonNode nodes =
                world.await(
                        "/api/nodes",
                        answer -> {
                            for (JsonNode one : answer.get("nodes")) {
                                if (one.get("node").asText().equals("lipovka-1")) {
                                    return one.get("backlog").asInt() == 0;
                                }
                            }
                            return false;
                        });
        JsonNode shown =
                nodes.get("nodes").findParents("node").stream()
                        .filter(one -> one.get("node").asText().equals("lipovka-1"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(shown.get("connected").asBoolean());
        assertEquals("tikhaya", shown.get("post").asText());
        assertEquals("[1,2,0,1]", shown.get("receipted").toString());
    }

    @Test
    void aCertificateOfAnotherCaIsRefusedAndShown() throws Exception {
        HubIdentity foreign =
                HubIdentity.create(
                        folder.resolve("foreign-hub"),
                        List.of("127.0.0.1"),
                        InstantSource.system(),
                        new SecureRandom());
        Path out = folder.resolve("stranger");
        foreign.enrol("stranger-1", "tikhaya", out, InstantSource.system(), new SecureRandom());
        NodeIdentity stranger = NodeIdentity.open(out);
        // It trusts our hub, as a thief with a copy of our trust folder would.
        TestNode thief =
                world.node(
                        new NodeIdentity(
                                stranger.node(),
                                stranger.post(),
                                stranger.tlsKey(),
                                stranger.tlsCertificate(),
                                stranger.signingKey(),
                                stranger.storageKey(),
                                world.identity().nodeCa(),
                                stranger.hubReceiptKey(),
                                stranger.releaseKey(),
                                stranger.hubSealKey()));

        assertThrows(MqttException.class, thief::connect);

        JsonNode alarm = world.awaitAlarm("foreign-certificate");
        assertTrue(alarm.get("detail").asText().contains("stranger-1"), alarm::toString);
    }

    @Test
    void aNodeThatClaimsAnothersNameIsRefusedAndShown() throws Exception {
        world.enrol("victim-1");
        TestNode liar = world.node("liar-1");

        var refusal = assertThrows(MqttException.class, () -> liar.connect("victim-1", liar.tls()));

        assertEquals(0x85, refusal.getReasonCode());
        JsonNode alarm = world.awaitAlarm("claimed-name");
        assertEquals("liar-1", alarm.get("node").asText());
        assertTrue(alarm.get("detail").asText().contains("victim-1"), alarm::toString);
    }

    @Test
    void aNodeThatWasEnrolledByNobodyHereIsRefused() throws Exception {
        // Same CA key, other directory: as after a restore of the hub from before the enrolment.
        TestNode forgotten = world.node("forgotten-1");
        Path registered = world.directory().resolve("nodes/forgotten-1");
        java.nio.file.Files.move(registered, folder.resolve("struck-off"));

        var refusal = assertThrows(MqttException.class, forgotten::connect);

        assertEquals(NOT_AUTHORIZED, refusal.getReasonCode());
        world.awaitAlarm("not-enrolled", a -> a.get("node").asText().equals("forgotten-1"));
    }

    @Test
    void aRevokedNodeIsSentAwayAtOnceAndNotLetInAgain() throws Exception {
        TestNode stolen = world.node("stolen-1").connect();
        assertEquals(0, stolen.publish(stolen.hello(0)));
        var out = new java.io.StringWriter();
        assertEquals(
                0,
                HubCommand.execute(
                        new java.io.PrintWriter(out),
                        new java.io.PrintWriter(out),
                        "revoke",
                        "stolen-1",
                        "--dir",
                        world.directory().toString()),
                out.toString());

        assertNotNull(
                stolen.disconnects.poll(
                        HubWorld.PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS));
        var refusal = assertThrows(MqttException.class, stolen::connect);
        assertEquals(NOT_AUTHORIZED, refusal.getReasonCode());
        world.awaitAlarm("not-enrolled", a -> a.get("detail").asText().contains("revoked at"));
        world.await(
                "/api/nodes",
                answer -> {
                    for (JsonNode one : answer.get("nodes")) {
                        if (one.get("node").asText().equals("stolen-1")) {
                            return one.get("revoked").asBoolean();
                        }
                    }
                    return false;
                });
    }

    @Test
    void aNodeMayNotSpeakOnAnothersTopicNorListenToIt() throws Exception {
        world.enrol("neighbour-1");
        TestNode node = world.node("curious-1").connect();

        assertEquals(
                NOT_AUTHORIZED,
                TestNode.answer(node.send("forpost/v1/up/neighbour-1", node.hello(0).encode())));
        assertEquals(NOT_AUTHORIZED, node.subscribe("forpost/v1/down/neighbour-1"));
        // The hub offers no wildcards, so that Paho does not even ask.
        assertThrows(IllegalArgumentException.class, () -> node.subscribe("#"));

        world.awaitAlarm("foreign-topic", a -> a.get("detail").asText().contains("up/neighbour-1"));
        world.awaitAlarm(
                "foreign-topic", a -> a.get("detail").asText().contains("down/neighbour-1"));
        assertEquals(0, node.publish(node.hello(0)), "its own topic still is its own");
    }

    @Test
    void whoSpeaksWithoutTlsIsNotHeard() throws Exception {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), world.hub().mqttPort())) {
            plain.setSoTimeout((int) HubWorld.PATIENCE.toMillis());
            plain.getOutputStream().write(connectPacket(5, "plain-1"));
            plain.getOutputStream().flush();
            byte[] answer = readAll(plain.getInputStream());
            // A TLS alert (RFC 8446 §5.1, type 21) or nothing: never a CONNACK.
            assertTrue(answer.length == 0 || answer[0] == 21, () -> "" + answer[0]);
        }
        assertAlive("after-plain-1");
    }

    @Test
    void mqtt311IsRefusedInItsOwnWords() throws Exception {
        TestNode old = world.node("old-1");
        try (SSLSocket socket = old.socket()) {
            socket.getOutputStream().write(connectPacket(4, "old-1"));
            socket.getOutputStream().flush();
            // CONNACK, two bytes, no session, return code 1 (MQTT 3.1.1 §3.2.2.3).
            assertArrayEquals(new byte[] {0x20, 2, 0, 1}, readAll(socket.getInputStream()));
        }
        world.awaitAlarm("protocol", a -> a.get("node").asText().equals("old-1"));
    }

    @Test
    void aBatchWithOneFlippedBitIsRefusedAndAGoodOneStillCounts() throws Exception {
        TestNode node = world.node("flipped-1").connect();
        assertEquals(0, node.publish(node.hello(0)));
        PostRecord record = Travellers.ordinary(node.name(), "F1");
        byte[] envelope = node.record(Priority.CROSSING, record);
        byte[] bad = envelope.clone();
        bad[bad.length / 2] ^= 1;

        assertEquals(PAYLOAD_FORMAT_INVALID, node.deliver(bad));

        JsonNode alarm =
                world.awaitAlarm("refused", a -> a.get("node").asText().equals("flipped-1"));
        assertFalse(alarm.get("detail").asText().isBlank());
        assertEquals(0, node.deliver(envelope));
        node.awaitReceipt(Priority.CROSSING, 1);
        assertEquals(1, recordOf(record).get("arrivals").asInt());
    }

    @Test
    void aFlippedBitInOnePieceOfManyIsFoundOnceAllAreThere() throws Exception {
        TestNode node = world.node("pieces-1").connect();
        assertEquals(0, node.publish(node.hello(0)));
        PostRecord crossing = Travellers.ordinary(node.name(), "PC");
        assertEquals(0, node.deliver(node.record(Priority.CROSSING, crossing)));
        PostRecord image = Travellers.image(node.name(), crossing.id());
        byte[] envelope = node.record(Priority.IMAGE, image);
        List<Chunk> pieces = Chunk.cut(envelope);
        assertTrue(pieces.size() > 2, "an image is more than a message");
        byte[] damaged = pieces.get(1).piece().clone();
        damaged[17] ^= 4;

        int code = 0;
        for (Chunk piece : pieces) {
            Chunk sent =
                    piece.offset() == pieces.get(1).offset()
                            ? new Chunk(piece.object(), piece.total(), piece.offset(), damaged)
                            : piece;
            code = node.publish(new Message.Piece(sent));
        }

        assertEquals(PAYLOAD_FORMAT_INVALID, code);
        world.awaitAlarm("refused", a -> a.get("node").asText().equals("pieces-1"));
        assertEquals(0, node.deliver(envelope));
        node.awaitReceipt(Priority.IMAGE, 1);
        assertEquals(1, recordOf(image).get("arrivals").asInt());
    }

    @Test
    void oneBadRecordIsQuarantinedAndNotItsBatch() throws Exception {
        TestNode node = world.node("quarantine-1").connect();
        assertEquals(0, node.publish(node.hello(0)));
        PostRecord good = Travellers.ordinary(node.name(), "Q1");
        byte[] encoded = org.forpost.protocol.record.RecordCodec.encode(good);

        assertEquals(
                0,
                node.deliver(
                        node.recordBytes(
                                Priority.CROSSING, List.of(new byte[] {1, 2, 3}, encoded))));

        var receipt = node.awaitReceipt(Priority.CROSSING, 2);
        assertEquals(1, receipt.refused().size());
        assertEquals(1, receipt.refused().getFirst().number());
        world.awaitAlarm("quarantined", a -> a.get("node").asText().equals("quarantine-1"));
        assertEquals(2, recordOf(good).get("number").asInt());
    }

    @Test
    void theSameBatchTwiceCountsOnce() throws Exception {
        TestNode node = world.node("twice-1").connect();
        assertEquals(0, node.publish(node.hello(0)));
        PostRecord record = Travellers.ordinary(node.name(), "T1");
        byte[] envelope = node.record(Priority.CROSSING, record);

        assertEquals(0, node.deliver(envelope));
        assertEquals(0, node.deliver(envelope));
        PostRecord later = Travellers.ordinary(node.name(), "T2");
        assertEquals(0, node.deliver(node.record(Priority.CROSSING, later)));

        recordOf(later);
        assertEquals(1, recordOf(record).get("arrivals").asInt());
    }

    @Test
    void theNewerOfTwoConnectionsOfOneNodeStays() throws Exception {
        TestNode first = world.node("double-1").connect();
        TestNode second = world.node(first.identity).connect();

        assertEquals(0x8E, first.disconnects.poll(60, TimeUnit.SECONDS));

        assertEquals(0, second.publish(second.hello(0)));
        second.awaitReceipt(Priority.CROSSING, 0);
        world.awaitAlarm("taken-over", a -> a.get("node").asText().equals("double-1"));
    }

    @Test
    void garbageCostsOnlyItsSender() throws Exception {
        TestNode other = world.node("bystander-1").connect();
        TestNode vandal = world.node("vandal-1");
        try (SSLSocket socket = vandal.socket()) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            readAll(socket.getInputStream());
        }
        try (SSLSocket socket = vandal.socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(connectPacket(5, "vandal-1"));
            out.flush();
            assertEquals(0x20, socket.getInputStream().read(), "CONNACK");
            // SUBSCRIBE with reserved flags and nonsense behind it.
            byte[] junk = new byte[200];
            new java.util.Random(7).nextBytes(junk);
            junk[0] = (byte) 0x8F;
            junk[1] = (byte) 0x7F;
            out.write(junk);
            out.flush();
            readAll(socket.getInputStream());
        }
        world.awaitAlarm("protocol", a -> a.get("node").asText().equals("vandal-1"));
        assertEquals(0, other.publish(other.hello(0)));
    }

    @Test
    void messagesThatAreNoneOfOursAreRefused() throws Exception {
        TestNode node = world.node("babbler-1").connect();
        assertEquals(PAYLOAD_FORMAT_INVALID, node.publish(new byte[0]));
        assertEquals(PAYLOAD_FORMAT_INVALID, node.publish(new byte[] {9, 9, 9, 9}));
        assertEquals(PAYLOAD_FORMAT_INVALID, node.publish(new Message.Receipt(new byte[200])));
        byte[] random = TestNode.RANDOMNESS.bytes(3_000);
        assertEquals(
                PAYLOAD_FORMAT_INVALID,
                node.publish(new Message.Piece(Chunk.cut(random).getFirst())));
        assertEquals(0, node.publish(node.hello(0)));
    }

    @Test
    void anOversizeMessageEndsItsConnection() throws Exception {
        TestNode node = world.node("large-1").connect();
        node.send("forpost/v1/up/large-1", new byte[40_000]);

        assertEquals(0x95, node.disconnects.poll(60, TimeUnit.SECONDS));

        world.awaitAlarm("protocol", a -> a.get("node").asText().equals("large-1"));
        assertAlive("after-large-1");
    }

    private static void assertAlive(String name) throws Exception {
        TestNode node = world.node(name).connect();
        assertEquals(0, node.publish(node.hello(0)));
        assertNotNull(node.awaitReceipt(Priority.ALERT, 0));
    }

    /// A CONNECT packet of that protocol level, clean start, keep-alive 60 s.
    private static byte[] connectPacket(int level, String clientId) {
        byte[] id = clientId.getBytes(StandardCharsets.US_ASCII);
        var packet = new java.io.ByteArrayOutputStream();
        packet.write(0x10);
        packet.write(10 + (level == 5 ? 1 : 0) + 2 + id.length);
        packet.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', (byte) level, 2, 0, 60});
        if (level == 5) {
            packet.write(0);
        }
        packet.write(0);
        packet.write(id.length);
        packet.writeBytes(id);
        return packet.toByteArray();
    }

    private static byte[] readAll(InputStream in) throws IOException {
        var read = new java.io.ByteArrayOutputStream();
        try {
            in.transferTo(read);
        } catch (SSLException | SocketException e) {
            // The other end hung up without a farewell.
        }
        return read.toByteArray();
    }
}
