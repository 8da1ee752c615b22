package org.forpost.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.forpost.hub.identity.NodeIdentity;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the hub acknowledges it has: across a slow disk, a full one, a kill, and a lost registry.
class DurabilityTest {
    @TempDir Path folder;

    @Test
    void nothingIsAcknowledgedBeforeForceReturned() throws Exception {
        var gate = new Semaphore(0);
        gate.release(2); // the new segment's header, and the contact
        try (HubWorld world = new HubWorld(folder).start(disk -> Disks.slow(disk, gate))) {
            TestNode node = world.node("slow-1").connect();
            assertEquals(0, node.publish(node.hello(0)));
            byte[] envelope =
                    node.record(Priority.CROSSING, Travellers.ordinary(node.name(), "S1"));
            IMqttToken sent = node.send(new Message.Piece(Chunk.cut(envelope).getFirst()));
            awaitQueued(gate);

            assertFalse(sent.isComplete(), "a PUBACK came before the disk had answered");
            assertEquals(0, world.ask("/api/records").get("records").size());

            gate.release(1_000);
            assertEquals(0, TestNode.answer(sent));
            assertEquals(1, node.awaitReceipt(Priority.CROSSING, 1).head().number());
        }
    }

    private static void awaitQueued(Semaphore gate) throws InterruptedException {
        long end = System.nanoTime() + HubWorld.PATIENCE.toNanos();
        while (!gate.hasQueuedThreads()) {
            assertTrue(System.nanoTime() < end, "the ledger never came to force");
            Thread.sleep(5);
        }
    }

    @Test
    void aForceThatFailsStopsTheHubAndIsNotTriedAgain() throws Exception {
        var armed = new AtomicBoolean();
        try (HubWorld world = new HubWorld(folder).start(disk -> Disks.failing(disk, armed))) {
            TestNode node = world.node("full-1").connect();
            assertEquals(0, node.publish(node.hello(0)));
            PostRecord record = Travellers.ordinary(node.name(), "D1");
            byte[] envelope = node.record(Priority.CROSSING, record);
            armed.set(true);
            IMqttToken sent = node.send(new Message.Piece(Chunk.cut(envelope).getFirst()));

            String why = world.stops.poll(60, TimeUnit.SECONDS);

            assertNotNull(why);
            assertTrue(why.contains("No space left on device"), why);
            assertFalse(why.contains("\n"), why);
            assertFalse(sent.isComplete(), "acknowledged although the disk refused");
            // What comes after is not written either: only a new start finds out what the disk has.
            IMqttToken later = node.send(new Message.Piece(Chunk.cut(envelope).getFirst()));
            assertEquals(0, world.ask("/api/records").get("records").size());
            assertFalse(later.isComplete());
        }
    }

    @Test
    void aRegistryThatIsGoneOrBrokenComesBackFromTheLedger() throws Exception {
        try (HubWorld world = new HubWorld(folder).start()) {
            TestNode node = world.node("rebuild-1").connect();
            assertEquals(0, node.publish(node.hello(0)));
            for (int i = 0; i < 3; i++) {
                PostRecord record = Travellers.ordinary(node.name(), "R" + i);
                assertEquals(0, node.deliver(node.record(Priority.CROSSING, record)));
            }
            JsonNode before = world.await("/api/records", all -> all.get("records").size() == 3);
            node.close();

            world.stop();
            Path registry = world.identity().registryDirectory();
            try (var files = Files.walk(registry)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            world.start();
            assertEquals(
                    before, world.await("/api/records", all -> all.get("records").size() == 3));

            world.stop();
            Files.writeString(registry.resolve("registry.mv.db"), "no database at all");
            world.start();
            assertEquals(
                    before, world.await("/api/records", all -> all.get("records").size() == 3));
        }
    }

    @Test
    void aKilledHubHasWhatItAcknowledgedAndCountsNothingTwice() throws Exception {
        HubWorld world = new HubWorld(folder);
        NodeIdentity identity = world.enrol("killed-1");
        HubProcess first = new HubProcess(world.directory());
        TestNode node = new TestNode(identity, first.mqttPort).connect();
        assertEquals(0, node.publish(node.hello(0)));
        PostRecord acknowledged = Travellers.ordinary(node.name(), "K1");
        byte[] sure = node.record(Priority.CROSSING, acknowledged);
        assertEquals(0, node.deliver(sure));
        PostRecord underWay = Travellers.ordinary(node.name(), "K2");
        byte[] unsure = node.record(Priority.CROSSING, underWay);
        node.send(new Message.Piece(Chunk.cut(unsure).getFirst()));
        first.kill();
        node.close();

        HubProcess second = new HubProcess(world.directory());
        try (TestNode again = node.again(second.mqttPort).connect()) {
            assertEquals(0, again.publish(again.hello(0)));
            long held = again.awaitReceipt(Priority.CROSSING, 1).head().number();
            assertTrue(held == 1 || held == 2, "the hub holds " + held);
            assertEquals(0, again.deliver(sure));
            assertEquals(0, again.deliver(unsure));
            again.awaitReceipt(Priority.CROSSING, 2);

            JsonNode records = second.await(2).get("records");
            assertEquals(
                    List.of(acknowledged.id().toString(), underWay.id().toString()),
                    records.findValuesAsText("recordId"));
            assertEquals(List.of("1", "1"), records.findValuesAsText("arrivals"));
        } finally {
            second.kill();
        }
    }

    /// The hub as its users start it.
    private static final class HubProcess {
        private final Process process;
        private final int mqttPort;
        private final int webPort;

        HubProcess(Path directory) throws IOException {
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx96m",
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "--enable-native-access=ALL-UNNAMED",
                                    "--sun-misc-unsafe-memory-access=allow",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "org.forpost.hub.Main",
                                    "--dir",
                                    directory.toString(),
                                    "--mqtt-port",
                                    "0",
                                    "--web-port",
                                    "0",
                                    "--json")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            String line = said.readLine();
            assertNotNull(line, "the hub did not start");
            JsonNode ports = new ObjectMapper().readTree(line);
            mqttPort = ports.get("mqttPort").asInt();
            webPort = ports.get("webPort").asInt();
        }

        JsonNode await(int records) throws IOException, InterruptedException {
            long end = System.nanoTime() + HubWorld.PATIENCE.toNanos();
            var request =
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + webPort + "/api/records"))
                            .build();
            while (true) {
                JsonNode answer =
                        new ObjectMapper()
                                .readTree(
                                        HttpClient.newHttpClient()
                                                .send(request, HttpResponse.BodyHandlers.ofString())
                                                .body());
                if (answer.get("records").size() >= records) {
                    return answer;
                }
                assertTrue(System.nanoTime() < end, answer::toString);
                Thread.sleep(50);
            }
        }

        /// SIGKILL.
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
