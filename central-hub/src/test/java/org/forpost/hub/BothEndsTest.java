package org.forpost.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.forpost.hub.identity.NodeIdentity;
import org.forpost.hub.release.ReleaseShelf;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.forpost.protocol.sync.Releases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both state machines of the protocol, with real sockets and real disks between them.
class BothEndsTest {
    @TempDir Path folder;

    /// A post whose journal is real, and whose uplink does one thing after the other.
    private static final class Post implements AutoCloseable {
        private final HubWorld world;
        private final NodeIdentity identity;
        private final Journal journal;
        private final EdgeConversation conversation;
        private final Deque<EdgeEvent> events = new ArrayDeque<>();
        private final Map<Long, IMqttToken> underWay = new LinkedHashMap<>();
        private final List<String> complaints = new ArrayList<>();
        private final Head[] receipted = new Head[Priority.COUNT];
        private @Nullable TestNode link;
        private @Nullable Watchlist watchlist;

        Post(HubWorld world, String name, Path disk) throws Exception {
            this(world, world.enrol(name), name, disk);
        }

        Post(HubWorld world, NodeIdentity identity, String name, Path disk) throws Exception {
            this.world = world;
            this.identity = identity;
            var hub = Hpke.sealer(identity.hubSealKey(), TestNode.RANDOMNESS);
            journal =
                    Journal.open(
                            new FileStore(disk),
                            new SegmentKeys(identity.storageKey(), hub, TestNode.RANDOMNESS),
                            TestNode.RANDOMNESS,
                            complaints::add);
            Arrays.fill(receipted, Head.START);
            conversation =
                    new EdgeConversation(
                            new EdgeKeys(
                                    name,
                                    Sign1.keyId(Ed25519.publicKey(identity.signingKey())),
                                    Ed25519.signer(identity.signingKey()),
                                    hub,
                                    Ed25519.check(identity.hubReceiptKey())),
                            Outbox.of(journal),
                            EdgeConversation.Standing.none(),
                            new Releases(
                                    Map.of(Role.WATCHLIST, 0L),
                                    Ed25519.check(identity.releaseKey())),
                            System::currentTimeMillis);
        }

        void record(PostRecord... records) throws IOException {
            for (PostRecord record : records) {
                journal.append(record.priority(), RecordCodec.encode(record));
            }
            journal.force();
            events.add(new EdgeEvent.Recorded());
        }

        boolean drained() {
            return Arrays.stream(Priority.values())
                    .allMatch(priority ->
                            receipted[priority.code()].equals(journal.recorded(priority)));
        }

        long receipted() {
            return Arrays.stream(receipted).mapToLong(Head::number).sum();
        }

        interface Condition {
            boolean met() throws Exception;
        }

        void runUntil(Condition condition) throws Exception {
            long end = System.nanoTime() + HubWorld.PATIENCE.toNanos();
            while (!condition.met()) {
                assertTrue(System.nanoTime() < end, () -> "stuck: " + complaints);
                listen();
                EdgeEvent event = events.poll();
                take(event == null ? new EdgeEvent.Wake() : event);
            }
        }

        private void listen() throws Exception {
            TestNode up = link;
            if (up == null) {
                return;
            }
            Message message = up.poll();
            if (message != null) {
                events.add(new EdgeEvent.Arrived(message.encode()));
            }
            for (var sent : List.copyOf(underWay.entrySet())) {
                if (sent.getValue().isComplete()) {
                    underWay.remove(sent.getKey());
                    events.add(answered(sent.getKey(), sent.getValue()));
                }
            }
            if (up.disconnects.poll() != null) {
                cut();
                events.add(new EdgeEvent.Lost("cut"));
            }
        }

        private static EdgeEvent answered(long ticket, IMqttToken token) {
            int[] codes = token.getReasonCodes();
            int code = codes == null || codes.length == 0 ? 0 : codes[0];
            return code >= 0x80
                    ? new EdgeEvent.Rejected(ticket, code)
                    : new EdgeEvent.Acknowledged(ticket);
        }

        void cut() {
            if (link != null) {
                link.close();
                link = null;
            }
            underWay.clear();
        }

        private void take(EdgeEvent event) throws Exception {
            long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            for (EdgeAction action : conversation.on(now, event)) {
                switch (action) {
                    case EdgeAction.Dial _ -> dial();
                    case EdgeAction.HangUp(String why) -> {
                        complaints.add(why);
                        cut();
                    }
                    case EdgeAction.Publish publish -> send(publish);
                    case EdgeAction.Receipted counted ->
                            receipted[counted.receipt().priority().code()] =
                                    counted.receipt().head();
                    case EdgeAction.Install install -> {
                        watchlist = Watchlist.decode(install.content());
                        events.add(new EdgeEvent.Installed(install.manifest()));
                    }
                    case EdgeAction.Refuse(String why) -> complaints.add(why);
                    case EdgeAction.Alarm alarm -> complaints.add(alarm.what());
                    case EdgeAction.Quarantined told -> complaints.add(told.audit().detail());
                    case EdgeAction.NewIncarnation ending -> {
                        journal.beginIncarnation(
                                ending.held(),
                                succession ->
                                        RecordCodec.encode(
                                                Travellers.audit(
                                                        identity.node(),
                                                        ending.audit(succession))));
                        Arrays.fill(receipted, Head.START);
                        events.add(new EdgeEvent.Incarnated());
                    }
                    case EdgeAction.WakeAt _,
                            EdgeAction.PeerReceipt _,
                            EdgeAction.CarriedAway _ -> {}
                }
            }
        }

        private void dial() throws IOException {
            var dialled = new TestNode(identity, world.hub().mqttPort());
            try {
                link = dialled.connect();
                events.add(new EdgeEvent.Connected());
            } catch (MqttException e) {
                events.add(new EdgeEvent.Lost("cannot connect"));
            }
        }

        private void send(EdgeAction.Publish publish) {
            TestNode up = link;
            if (up == null) {
                return;
            }
            try {
                underWay.put(
                        publish.ticket(),
                        up.send("forpost/v1/up/" + identity.node(), publish.message()));
            } catch (MqttException e) {
                cut();
                events.add(new EdgeEvent.Lost("cut"));
            }
        }

        @Override
        public void close() throws IOException {
            cut();
            journal.close();
        }
    }

    @Test
    void aBacklogDrainsThroughARestartOfTheHubAndEachRecordCountsOnce() throws Exception {
        var expected = new HashSet<String>();
        try (HubWorld world = new HubWorld(folder).start();
                Post post = new Post(world, "both-1", folder.resolve("journal"))) {
            for (int i = 0; i < 500; i++) {
                PostRecord crossing =
                        i % 50 == 7
                                ? Travellers.nominal("both-1", "B" + i)
                                : Travellers.ordinary("both-1", "B" + i);
                PostRecord image = Travellers.image("both-1", crossing.id());
                post.record(crossing);
                expected.add(crossing.id().toString());
                if (i % 25 == 0) {
                    post.record(image);
                    expected.add(image.id().toString());
                }
            }
            publish(world, 1);
            post.runUntil(() -> post.receipted() > 100);
            world.stop();
            world.start();
            publish(world, 2);
            post.runUntil(() ->
                    post.drained()
                            && post.watchlist != null
                            && world.ask("/api/nodes").get("nodes").get(0).get("release").asInt()
                                    == 2);
            assertEquals(400, Objects.requireNonNull(post.watchlist).nominals().size());

            JsonNode state =
                    world.await(
                            "/api/state",
                            now -> now.get("totals").get("records").asInt() == expected.size());
            assertEquals(0, state.get("totals").get("countedTwice").asInt());
            JsonNode records = world.ask("/api/records?limit=1000").get("records");
            Set<String> counted = new HashSet<>(records.findValuesAsText("recordId"));
            assertEquals(expected, counted);
            assertEquals(Set.of("1"), new HashSet<>(records.findValuesAsText("arrivals")));
            assertEquals(10, state.get("totals").get("hits").asInt());
            assertEquals(0, world.ask("/api/nodes").get("nodes").get(0).get("backlog").asInt());
        }
    }

    /// Two machines with one identity and one history, in turn: the hub says so, by name, also
    /// after it was started again, and no record of either is lost or counted twice.
    @Test
    void aClonedBoxIsNamedAndNothingOfEitherMachineIsLost() throws Exception {
        var expected = new HashSet<String>();
        Path disk = folder.resolve("journal");
        Path copy = folder.resolve("clone");
        try (HubWorld world = new HubWorld(folder).start()) {
            NodeIdentity identity = world.enrol("both-1");
            try (Post before = new Post(world, identity, "both-1", disk)) {
                write(before, expected, 3);
                before.runUntil(before::drained);
            }
            copy(disk, copy);
            try (Post one = new Post(world, identity, "both-1", disk)) {
                write(one, expected, 4);
                one.runUntil(one::drained);
            }
            try (Post two = new Post(world, identity, "both-1", copy)) {
                write(two, expected, 2);
                two.runUntil(two::drained);
            }
            try (Post one = new Post(world, identity, "both-1", disk)) {
                write(one, expected, 1);
                one.runUntil(one::drained);
            }
            for (int start = 0; start < 2; start++) {
                world.awaitAlarm(
                        "fork",
                        alarm -> alarm.get("detail").asText().contains("two machines live"));
                world.awaitAlarm(
                        "fork",
                        alarm -> alarm.get("detail").asText().contains("was taken over 2 times"));
                // Each of the two incarnations that took over begins with a record that tells of
                // it.
                world.await(
                        "/api/state",
                        now -> now.get("totals").get("records").asInt() == expected.size() + 2);
                JsonNode records = world.ask("/api/records?limit=1000").get("records");
                Set<String> counted = new HashSet<>(records.findValuesAsText("recordId"));
                assertTrue(counted.containsAll(expected));
                assertEquals(Set.of("1"), new HashSet<>(records.findValuesAsText("arrivals")));
                world.stop();
                world.start();
            }
        }
    }

    private static void write(Post post, Set<String> expected, int crossings) throws IOException {
        for (int i = 0; i < crossings; i++) {
            PostRecord crossing = Travellers.ordinary("both-1", "C" + expected.size());
            expected.add(crossing.id().toString());
            post.record(crossing);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void publish(HubWorld world, int nominals) throws IOException {
        var people = new ArrayList<Watchlist.Nominal>();
        for (int i = 0; i < nominals * 200; i++) {
            people.add(
                    new Watchlist.Nominal(
                            "N-" + i, "ERIKSSON", "ANNA", 19790314, "UTO", "Refer", List.of()));
        }
        new ReleaseShelf(world.identity().releaseDirectory())
                .publish(
                        Role.WATCHLIST,
                        new Watchlist(people).encode(),
                        Instant.now(),
                        Instant.now().plusSeconds(3_600),
                        world.identity().releaseKey());
    }
}
