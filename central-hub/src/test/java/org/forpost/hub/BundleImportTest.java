package org.forpost.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.forpost.hub.command.HubCommand;
import org.forpost.hub.identity.NodeIdentity;
import org.forpost.hub.release.ReleaseShelf;
import org.forpost.protocol.bundle.BundleAnswer;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.EnvelopeFile;
import org.forpost.protocol.bundle.Names;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.Watchlist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `forpost bundle import` beside a running hub, and where none runs.
class BundleImportTest {
    @TempDir Path folder;
    @TempDir Path stick;

    private HubWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new HubWorld(folder).start();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private record Said(int code, String out, String err) {
        JsonNode bundle() throws IOException {
            return new ObjectMapper().readTree(out).get("bundles").get(0);
        }
    }

    private Said run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = HubCommand.execute(new PrintWriter(out), new PrintWriter(err), args);
        return new Said(code, out.toString(), err.toString());
    }

    private Said takeIn() {
        return run(
                "bundle",
                "import",
                stick.toString(),
                "--dir",
                world.directory().toString(),
                "--json");
    }

    /// Packs envelopes as the node's own program does.
    private Path pack(NodeIdentity identity, TestNode node, byte[] hub, List<byte[]> envelopes)
            throws IOException {
        Path bundle = Files.createDirectories(stick.resolve(Names.folder(node.name())));
        EnvelopeFile file = new EnvelopeFile();
        envelopes.forEach(file::add);
        byte[] bytes = file.toByteArray();
        Files.write(bundle.resolve(Names.records(0)), bytes);
        var manifest =
                new BundleManifest(
                        node.name(),
                        hub,
                        0,
                        List.of(node.hello(0).signed()),
                        List.of(
                                new BundleManifest.RecordsFile(
                                        envelopes.size(), bytes.length, Sha256.of(bytes))),
                        List.of());
        Files.write(
                bundle.resolve(Names.MANIFEST),
                manifest.sign(
                        Sign1.keyId(Ed25519.publicKey(identity.signingKey())),
                        Ed25519.signer(identity.signingKey())));
        return bundle;
    }

    private static byte[] hubOf(NodeIdentity identity) {
        return BundleManifest.hubId(identity.hubSealKey());
    }

    private Map<String, Long> roads(String name, long records) throws Exception {
        Map<String, Long> roads = new HashMap<>();
        world.await(
                "/api/nodes",
                answer -> {
                    roads.clear();
                    for (JsonNode one : answer.get("nodes")) {
                        if (one.get("node").asText().equals(name)) {
                            one.get("roads")
                                    .properties()
                                    .forEach(road ->
                                            roads.put(road.getKey(), road.getValue().asLong()));
                        }
                    }
                    return roads.values().stream().mapToLong(Long::longValue).sum() == records;
                });
        return roads;
    }

    private BundleAnswer answer(Path bundle, NodeIdentity identity) throws Exception {
        return BundleAnswer.open(
                Files.readAllBytes(bundle.resolve(Names.ANSWER)),
                Ed25519.check(identity.hubReceiptKey()));
    }

    @Test
    void theSameRecordsByLineAndByStickAtOnceAreCountedOnce() throws Exception {
        NodeIdentity identity = world.enrol("lipovka-1");
        TestNode node = world.node(identity).connect();
        assertEquals(0, node.publish(node.hello(0)));
        List<byte[]> envelopes = new ArrayList<>();
        int records = 0;
        for (int i = 0; i < 30; i++) {
            PostRecord crossing = Travellers.ordinary(node.name(), "C" + i);
            envelopes.add(node.record(Priority.CROSSING, crossing));
            envelopes.add(
                    node.record(Priority.IMAGE, Travellers.image(node.name(), crossing.id())));
            records += 2;
        }
        Path bundle = pack(identity, node, hubOf(identity), envelopes);
        CompletableFuture<Said> taken = CompletableFuture.supplyAsync(this::takeIn);
        for (byte[] envelope : envelopes) {
            assertEquals(0, node.deliver(envelope));
        }
        Said said = taken.get(HubWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(0, said.code(), said.out() + said.err());
        assertEquals(60, said.bundle().get("taken").asInt());
        int all = records;
        JsonNode state =
                world.await(
                        "/api/state", answer -> answer.get("totals").get("records").asInt() >= all);
        assertEquals(records, state.get("totals").get("records").asInt());
        Map<String, Long> roads = roads("lipovka-1", records);
        assertTrue(roads.keySet().stream().allMatch(List.of("mqtt", "bundle")::contains));
        for (byte[] signed : answer(bundle, identity).receipts()) {
            Receipt receipt = Receipt.open(signed, Ed25519.check(identity.hubReceiptKey()));
            assertEquals(node.head(receipt.priority()), receipt.head());
        }
        // A record that came first by stick says so in the registry.
        PostRecord late = Travellers.ordinary(node.name(), "LATE");
        envelopes.add(node.record(Priority.CROSSING, late));
        pack(identity, node, hubOf(identity), envelopes);
        assertEquals(0, takeIn().code());
        assertEquals(0, node.deliver(envelopes.getLast()));
        JsonNode shown =
                world.await(
                        "/api/records?limit=1000",
                        answer ->
                                answer.get("records")
                                        .findValuesAsText("recordId")
                                        .contains(late.id().toString()));
        for (JsonNode one : shown.get("records")) {
            if (one.get("recordId").asText().equals(late.id().toString())) {
                assertEquals("bundle", one.get("road").asText());
                assertEquals(1, one.get("arrivals").asInt());
            }
        }
        assertTrue(roads("lipovka-1", records + 1).getOrDefault("bundle", 0L) >= 1);
    }

    /// The owner's line, a peer's line and a stick bring the same records at the same time.
    @Test
    void theSameRecordsByAllThreeRoadsAtOnceAreCountedOnce() throws Exception {
        NodeIdentity identity = world.enrol("lipovka-1");
        TestNode owner = world.node(identity).connect();
        TestNode peer = world.node("lipovka-2").connect();
        assertEquals(0, owner.publish(owner.hello(0)));
        assertEquals(0, peer.publish(peer.hello(7)));
        assertEquals(0, peer.publish(new Message.CarriedHello(owner.hello(0).signed())));
        List<byte[]> envelopes = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            PostRecord crossing = Travellers.ordinary(owner.name(), "C" + i);
            PostRecord image = Travellers.image(owner.name(), crossing.id());
            envelopes.add(owner.record(Priority.CROSSING, crossing));
            envelopes.add(owner.record(Priority.IMAGE, image));
            ids.add(crossing.id().toString());
            ids.add(image.id().toString());
        }
        // The first one by the peer, so that the road is there for certain.
        assertEquals(0, peer.carry(envelopes.getFirst()));
        pack(identity, owner, hubOf(identity), envelopes);
        CompletableFuture<Said> taken = CompletableFuture.supplyAsync(this::takeIn);
        CompletableFuture<Void> carried =
                CompletableFuture.runAsync(() -> {
                    try {
                        for (byte[] envelope : envelopes) {
                            assertEquals(0, peer.carry(envelope));
                        }
                    } catch (org.eclipse.paho.mqttv5.common.MqttException e) {
                        throw new AssertionError(e);
                    }
                });
        for (byte[] envelope : envelopes) {
            assertEquals(0, owner.deliver(envelope));
        }
        carried.get(HubWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Said said = taken.get(HubWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(0, said.code(), said.out() + said.err());

        JsonNode state =
                world.await(
                        "/api/state", answer -> answer.get("totals").get("records").asInt() >= 80);
        assertEquals(80, state.get("totals").get("records").asInt());
        assertEquals(0, state.get("totals").get("countedTwice").asInt());
        Map<String, Long> roads = roads("lipovka-1", 80);
        assertTrue(roads.keySet().stream().allMatch(List.of("mqtt", "peer", "bundle")::contains));
        assertTrue(roads.getOrDefault("peer", 0L) >= 1, roads.toString());
        Map<String, Long> shown = new HashMap<>();
        for (JsonNode one : world.ask("/api/records?limit=1000").get("records")) {
            assertEquals(1, one.get("arrivals").asInt());
            assertTrue(ids.remove(one.get("recordId").asText()));
            String road = one.get("road").asText();
            shown.merge(road, 1L, Long::sum);
            // A bundle that its own node packed was carried by nobody else.
            assertEquals(
                    road.equals("peer") ? "lipovka-2" : null,
                    one.get("carrier").isNull() ? null : one.get("carrier").asText());
        }
        assertEquals(List.of(), ids);
        assertEquals(roads, shown);
        for (Priority priority : List.of(Priority.CROSSING, Priority.IMAGE)) {
            assertEquals(owner.head(priority), owner.awaitReceipt(priority, 40).head());
            assertEquals(owner.head(priority), peer.awaitReceipt(priority, 40).head());
        }

        JsonNode post = world.ask("/api/posts").get("posts").get(0);
        assertEquals("tikhaya", post.get("post").asText());
        assertEquals(roads.get("peer"), post.get("carriers").get("peer").get("lipovka-2").asLong());
        assertEquals(roads.get("peer"), post.get("roads").get("peer").asLong());
        JsonNode second = post.get("nodes").get(1);
        assertEquals("lipovka-2", second.get("node").asText());
        assertEquals(
                "{\"watchlist\":7,\"rules\":0,\"operators\":0,\"trust\":0}",
                second.get("releases").toString());
    }

    @Test
    void aRevokedNodeCarriesNothingAndWhatItRecordedCountsByOthers() throws Exception {
        NodeIdentity stolen = world.enrol("lipovka-1");
        TestNode thief = world.node(stolen);
        byte[] envelope =
                thief.record(Priority.CROSSING, Travellers.ordinary(thief.name(), "BEFORE"));
        pack(stolen, thief, hubOf(stolen), List.of(envelope));
        assertEquals(0, run("revoke", "lipovka-1", "--dir", world.directory().toString()).code());
        Said said = takeIn();
        assertEquals(1, said.code());
        assertTrue(said.out().contains("bundle.carrier"), said.out());

        TestNode peer = world.node("lipovka-2").connect();
        assertEquals(0, peer.publish(peer.hello(0)));
        assertEquals(0, peer.publish(new Message.CarriedHello(thief.hello(0).signed())));
        assertEquals(0, peer.carry(envelope));
        assertEquals(Map.of("peer", 1L), roads("lipovka-1", 1));
    }

    @Test
    void whereNoHubRunsItIsStartedForAsLongAsItTakes() throws Exception {
        NodeIdentity identity = world.enrol("lipovka-2");
        TestNode node = world.node(identity);
        new ReleaseShelf(world.identity().releaseDirectory())
                .publish(
                        Role.WATCHLIST,
                        new Watchlist(List.of()).encode(),
                        java.time.Instant.ofEpochSecond(1),
                        java.time.Instant.ofEpochSecond(2),
                        world.identity().releaseKey());
        world.stop();
        Path bundle =
                pack(
                        identity,
                        node,
                        hubOf(identity),
                        List.of(
                                node.record(
                                        Priority.CROSSING, Travellers.ordinary(node.name(), "A"))));
        Said said = takeIn();
        assertEquals(0, said.code(), said.out() + said.err());
        assertEquals(4, answer(bundle, identity).receipts().size());
        assertEquals(1, answer(bundle, identity).releases().size());
        assertTrue(Files.exists(bundle.resolve(Names.release(1))));
        world.start();
        world.await("/api/state", answer -> answer.get("totals").get("records").asInt() == 1);
        assertEquals(Map.of("bundle", 1L), roads("lipovka-2", 1));
    }

    @Test
    void whatCannotBeTakenIsNamedAndEndsWithOne() throws Exception {
        NodeIdentity identity = world.enrol("lipovka-3");
        TestNode node = world.node(identity);
        List<byte[]> envelopes =
                List.of(
                        node.record(Priority.CROSSING, Travellers.ordinary(node.name(), "A")),
                        node.record(Priority.AUDIT, Travellers.ordinary(node.name(), "B")));
        Path bundle = pack(identity, node, new byte[8], envelopes);
        Said said = takeIn();
        assertEquals(1, said.code());
        String fault = said.bundle().get("faults").get(0).asText();
        assertTrue(fault.startsWith("bundle.hub: it is sealed to hub 0000000000000000"), fault);
        assertFalse(Files.exists(bundle.resolve(Names.ANSWER)));

        pack(identity, node, hubOf(identity), envelopes);
        Files.write(bundle.resolve(Names.records(0)), new byte[300]);
        said = takeIn();
        assertEquals(1, said.code());
        assertEquals(1, said.bundle().get("faults").size(), said.out());
        fault = said.bundle().get("faults").get(0).asText();
        assertTrue(fault.startsWith("records-0001.fpb has 300 bytes"), fault);
        assertTrue(
                Files.exists(bundle.resolve(Names.ANSWER)), "the receipts say that nothing came");

        Files.delete(bundle.resolve(Names.MANIFEST));
        said = takeIn();
        assertEquals(1, said.code());
        assertTrue(said.out().contains("manifest.fpb is not there"), said.out());

        Path empty = Files.createDirectory(folder.resolve("empty"));
        said = run("bundle", "import", empty.toString(), "--dir", world.directory().toString());
        assertEquals(1, said.code());
        assertTrue(said.err().contains("there is no bundle here"), said.err());
    }

    @Test
    void eachEnvelopeThatCannotBeTakenIsNamed() throws Exception {
        NodeIdentity identity = world.enrol("lipovka-5");
        TestNode node = world.node(identity);
        TestNode other = world.node("lipovka-6");
        byte[] good = node.record(Priority.CROSSING, Travellers.ordinary(node.name(), "A"));
        byte[] altered = node.record(Priority.CROSSING, Travellers.ordinary(node.name(), "B"));
        altered[altered.length - 1] ^= 1;
        byte[] theirs = other.record(Priority.CROSSING, Travellers.ordinary(other.name(), "C"));
        pack(identity, node, hubOf(identity), List.of(good, new byte[200], altered, theirs));
        Said said = takeIn();
        assertEquals(1, said.code());
        assertEquals(1, said.bundle().get("taken").asInt());
        List<String> faults = new ArrayList<>();
        said.bundle().get("faults").forEach(one -> faults.add(one.asText()));
        assertEquals(3, faults.size(), said.out());
        for (int i = 2; i <= 4; i++) {
            String name = "envelope " + i + " of records-0001.fpb";
            assertTrue(faults.stream().anyMatch(one -> one.startsWith(name)), said.out());
        }
    }

    /// A folder in the place of the answer stands for a stick that is full, or cannot be written.
    @Test
    void whereTheStickTakesNoAnswerTheRecordsAreAtTheHubAllTheSame() throws Exception {
        NodeIdentity identity = world.enrol("lipovka-7");
        TestNode node = world.node(identity);
        Path bundle =
                pack(
                        identity,
                        node,
                        hubOf(identity),
                        List.of(
                                node.record(
                                        Priority.CROSSING, Travellers.ordinary(node.name(), "A"))));
        Path inTheWay = Files.createDirectories(bundle.resolve(Names.ANSWER).resolve("full"));
        Said said = takeIn();
        assertEquals(1, said.code());
        assertEquals(1, said.bundle().get("taken").asInt());
        assertFalse(said.bundle().get("answered").asBoolean());
        String fault = said.bundle().get("faults").get(0).asText();
        assertTrue(fault.startsWith("the answer is not on the stick ("), fault);
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        said = takeIn();
        assertEquals(0, said.code(), said.out());
        assertTrue(said.bundle().get("answered").asBoolean());
        said = run("bundle", "import", "/dev/null", "--dir", world.directory().toString());
        assertEquals(1, said.code());
        assertTrue(said.err().contains("is the stick mounted?"), said.err());
    }

    @Test
    void aBadRecordInItIsQuarantinedAndToldInTheAnswer() throws Exception {
        NodeIdentity identity = world.enrol("lipovka-4");
        TestNode node = world.node(identity);
        byte[] wrong = node.record(Priority.AUDIT, Travellers.ordinary(node.name(), "B"));
        Path bundle = pack(identity, node, hubOf(identity), List.of(wrong));
        assertEquals(0, takeIn().code());
        List<Receipt.Refused> refused = new ArrayList<>();
        for (byte[] signed : answer(bundle, identity).receipts()) {
            refused.addAll(Receipt.open(signed, Ed25519.check(identity.hubReceiptKey())).refused());
        }
        assertEquals(List.of(new Receipt.Refused(1, "record: of another chain")), refused);
    }
}
