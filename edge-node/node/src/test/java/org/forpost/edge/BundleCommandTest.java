package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.post.TwoLanes;
import org.forpost.protocol.bundle.AnswerFolder;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.FileStoreMedium;
import org.forpost.protocol.bundle.Intake;
import org.forpost.protocol.bundle.Names;
import org.forpost.protocol.bundle.Unpacking;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.LedgerEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A running lane without a line to the hub: what it records goes out on a stick, and the hub's
/// answer comes back on it.
class BundleCommandTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir Path folder;
    @TempDir Path stick;

    private record Said(int code, String out, String err) {
        JsonObject json() {
            return new JsonObject(out);
        }
    }

    private static Said run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Said(code, out.toString(), err.toString());
    }

    private Said export() {
        return export(folder);
    }

    private Said export(Path lane) {
        return run(
                "bundle",
                "export",
                "--to",
                stick.toString(),
                "--config",
                lane.resolve("edge.toml").toString(),
                "--json");
    }

    private Said take() {
        return take(folder);
    }

    private Said take(Path lane) {
        return run(
                "bundle",
                "take",
                stick.toString(),
                "--config",
                lane.resolve("edge.toml").toString(),
                "--json");
    }

    private Path bundle() {
        return stick.resolve(Names.folder("tikhaya-1"));
    }

    /// The hub of the test identity, in memory.
    private static final class MemoryHub {
        private static final byte[] RECEIPT = seed(3);
        private static final byte[] SEAL = seed(4);
        private static final SignatureCheck LANE = Ed25519.check(Ed25519.publicKey(seed(2)));

        final List<LedgerEntry> ledger = new ArrayList<>();
        private long ticket;
        private final HubConversation conversation =
                new HubConversation(
                        new HubKeys(
                                Sign1.keyId(Ed25519.publicKey(RECEIPT)),
                                Ed25519.signer(RECEIPT),
                                Hpke.unsealer(SEAL),
                                MemoryHub::lane),
                        System::currentTimeMillis);

        private static byte[] seed(int which) {
            byte[] seed = new byte[32];
            java.util.Arrays.fill(seed, (byte) which);
            return seed;
        }

        private static @Nullable SignatureCheck lane(String node) {
            return node.startsWith("tikhaya-") ? LANE : null;
        }

        void publish(TestIdentity identity, long number) {
            byte[] content = new Watchlist(List.of()).encode();
            Manifest manifest =
                    new Manifest(
                            Role.WATCHLIST,
                            number,
                            System.currentTimeMillis(),
                            System.currentTimeMillis() + 86_400_000,
                            Sha256.of(content),
                            content.length);
            byte[] signed =
                    manifest.sign(Sign1.keyId(identity.releaseKey()), identity.releaseSigner());
            var _ = conversation.on(new HubEvent.Published(manifest, signed, content));
        }

        List<String> take(Path folder) throws Exception {
            FileStoreMedium medium = FileStoreMedium.open(folder);
            Unpacking bundle =
                    Unpacking.open(
                            medium, BundleManifest.hubId(Hpke.publicKey(SEAL)), MemoryHub::lane);
            Intake intake = new Intake(bundle, MemoryHub::lane, () -> --ticket);
            while (!intake.done()) {
                for (HubEvent event : intake.step()) {
                    tell(event, intake);
                }
            }
            AnswerFolder.write(
                    medium,
                    intake.answer(System.currentTimeMillis())
                            .sign(Sign1.keyId(Ed25519.publicKey(RECEIPT)), Ed25519.signer(RECEIPT)),
                    intake.releases());
            return intake.faults();
        }

        private void tell(HubEvent event, Intake intake) {
            Deque<HubAction> actions = new ArrayDeque<>(conversation.on(event));
            while (!actions.isEmpty()) {
                switch (actions.remove()) {
                    case HubAction.Append(long append, LedgerEntry entry) -> {
                        ledger.add(entry);
                        actions.addAll(conversation.on(new HubEvent.Forced(append)));
                    }
                    case HubAction.Acknowledge done -> intake.acknowledged(done.ticket());
                    case HubAction.Reject no -> intake.rejected(no.ticket(), no.code());
                    case HubAction.Stands stands -> intake.stands(stands);
                    case HubAction.Told told -> intake.told(told);
                    case HubAction.Alarm _,
                            HubAction.Publish _,
                            HubAction.Heard _,
                            HubAction.HeardOf _ -> {}
                }
            }
        }

        long records() {
            return records("tikhaya-1");
        }

        long records(String node) {
            return ledger.stream()
                    .filter(LedgerEntry.Accepted.class::isInstance)
                    .map(LedgerEntry.Accepted.class::cast)
                    .filter(one -> one.node().equals(node))
                    .mapToLong(one -> one.head().number() - one.first() + 1)
                    .sum();
        }
    }

    @Test
    void recordsLeaveARunningLaneOnAStickAndTheAnswerComesBack() throws Exception {
        try (TestPost post = new TestPost(folder)) {
            MemoryHub hub = new MemoryHub();
            hub.publish(post.identity, 9);
            Said said = export();
            assertEquals(0, said.code(), said.out() + said.err());
            long first = said.json().getLong("records");
            assertTrue(first >= 1, "at least that the lane was started");
            assertEquals(0, said.json().getLong("left"));
            long journal = bytes(folder.resolve("data/journal"));
            assertEquals(List.of(), hub.take(bundle()));
            assertEquals(first, hub.records());
            assertTrue(bytes(folder.resolve("data/journal")) >= journal, "nothing is taken away");

            said = take();
            assertEquals(0, said.code(), said.out() + said.err());
            assertTrue(said.json().getBoolean("taken"));
            awaitRelease(post, 9);
            // What was receipted does not go again; what the lane noted meanwhile does.
            said = export();
            assertEquals(0, said.code(), said.out() + said.err());
            assertEquals(List.of(), hub.take(bundle()));
            long all = hub.records();
            assertEquals(first + said.json().getLong("records"), all);
            assertEquals(0, take().code());
            assertEquals(0, take().code(), "an answer that came before does no harm");
        }
    }

    /// Lane 2 is smashed after lane 1 had what it recorded, and no uplink is in sight: lane 1's
    /// stick brings the records of both to the hub, and its answer ends the custody.
    @Test
    void aLanesStickCarriesWhatItKeepsForALaneThatIsGone() throws Exception {
        TwoLanes lan = new TwoLanes();
        Path home = Files.createDirectories(folder.resolve("lane-1"));
        MemoryHub hub = new MemoryHub();
        try (TestPost first = new TestPost(home, new TestPost.Membership(1, lan, ""))) {
            long recorded;
            try (TestPost second =
                    new TestPost(
                            Files.createDirectories(folder.resolve("lane-2")),
                            new TestPost.Membership(2, lan, ""))) {
                JsonObject state = state(second);
                TwoLanes.await("held by lane 1", () -> isHeld(state(second)));
                recorded = state.getJsonObject("backlog").getLong("records");
            }
            deleteTree(folder.resolve("lane-2"));

            Said said = export(home);
            assertEquals(0, said.code(), said.out() + said.err());
            JsonObject byNode = said.json().getJsonObject("records_by_node");
            assertTrue(recorded >= 2, "it started and somebody logged in");
            assertTrue(byNode.getLong("tikhaya-2") >= recorded, said.out());
            assertEquals(List.of(), hub.take(bundle()));
            assertEquals(byNode.getLong("tikhaya-1"), hub.records());
            assertEquals(byNode.getLong("tikhaya-2"), hub.records("tikhaya-2"));

            said = take(home);
            assertEquals(0, said.code(), said.out() + said.err());
            TwoLanes.await("its custody is receipted", () -> unreceipted(state(first)) == 0);
            said = export(home);
            assertEquals(0, said.code(), said.out() + said.err());
            assertFalse(said.json().getJsonObject("records_by_node").containsKey("tikhaya-2"));
        }
        // What the hub has is remembered over a restart, without a line to ask it again.
        Said said = export(home);
        assertEquals(0, said.code(), said.out() + said.err());
        assertFalse(said.json().getJsonObject("records_by_node").containsKey("tikhaya-2"));
        assertEquals(List.of(), hub.take(bundle()));
    }

    /// The hub's disk is lost, and its backup is older than what the lane has receipts for. Nothing
    /// but the stick ever comes: the first bundle after it does not follow what the hub holds and
    /// says so, and the next one brings what it lost.
    @Test
    void aHubThatCameBackFromABackupGetsWhatItLostOnTheNextStick() throws Exception {
        TwoLanes lan = new TwoLanes();
        Path home = Files.createDirectories(folder.resolve("lane-1"));
        try (TestPost first = new TestPost(home, new TestPost.Membership(1, lan, ""));
                TestPost second =
                        new TestPost(
                                Files.createDirectories(folder.resolve("lane-2")),
                                new TestPost.Membership(2, lan, ""))) {
            TwoLanes.await("held by lane 1", () -> isHeld(state(second)));
            MemoryHub hub = new MemoryHub();
            assertEquals(0, export(home).code());
            assertEquals(List.of(), hub.take(bundle()));
            assertEquals(0, take(home).code());
            TwoLanes.await("its custody is receipted", () -> unreceipted(state(first)) == 0);
            long once = hub.records();
            long theirs = hub.records("tikhaya-2");
            assertTrue(theirs > 0);

            MemoryHub restored = new MemoryHub();
            first.logIn("ivanov"); // recorded, and for the next stick
            assertEquals(0, export(home).code());
            List<String> faults = restored.take(bundle());
            assertTrue(
                    faults.stream()
                            .anyMatch(one ->
                                    one.contains("of tikhaya-1 are not at the hub")
                                            && one.contains("up to 0")),
                    faults::toString);
            assertEquals(0, take(home).code());
            Said said = export(home);
            assertEquals(0, said.code(), said.out() + said.err());
            assertEquals(List.of(), restored.take(bundle()));
            assertTrue(restored.records() > once, "all of before, and what was recorded since");
            assertTrue(restored.records("tikhaya-2") >= theirs);
        }
    }

    private static JsonObject state(TestPost lane) throws Exception {
        return new JsonObject(lane.send("GET", "/api/state", "").body());
    }

    private static boolean isHeld(JsonObject state) {
        JsonArray last = state.getJsonObject("peers").getJsonArray("lastRecorded");
        return !last.isEmpty()
                && last.stream().allMatch(one -> ((JsonObject) one).getInteger("heldBy") >= 1);
    }

    private static int unreceipted(JsonObject state) {
        return state.getJsonObject("peers").getJsonArray("kept").stream()
                .mapToInt(one -> ((JsonObject) one).getInteger("unreceipted"))
                .sum();
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private static void awaitRelease(TestPost post, long number) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            String state = post.send("GET", "/api/state", "").body();
            JsonObject watchlist = new JsonObject(state).getJsonObject("watchlist");
            if (watchlist != null && watchlist.getLong("number") == number) {
                return;
            }
            assertTrue(System.nanoTime() < end, state);
            Thread.sleep(50);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static long bytes(Path folder) throws IOException {
        long sum = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    @Test
    void aLaneThatIsStoppedTakesItsAnswerAtItsNextStart() throws Exception {
        MemoryHub hub = new MemoryHub();
        EdgeConfig config;
        try (TestPost post = new TestPost(folder)) {
            config = post.config("data");
        }
        Said said = export();
        assertEquals(0, said.code(), said.err());
        assertEquals(List.of(), hub.take(bundle()));
        said = take();
        assertEquals(0, said.code(), said.err());
        assertFalse(said.json().getBoolean("taken"));
        Path inbox = config.data().resolve("inbox");
        try (var waiting = Files.list(inbox)) {
            assertEquals(1, waiting.count());
        }
        try (LaneNode again = LaneNode.start(config, line -> {}, line -> {})) {
            assertTrue(again.webPort() > 0);
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (!isEmpty(inbox)) {
                assertTrue(System.nanoTime() < end, "the answer is still in the inbox");
                Thread.sleep(50);
            }
            assertTrue(Files.exists(config.data().resolve("receipts/chain-2.receipt")));
        }
    }

    @Test
    void whatGoesWrongIsSaidInOneLine() throws Exception {
        try (TestPost post = new TestPost(folder)) {
            assertTrue(post.port() > 0);
        }
        Said said = take();
        assertEquals(1, said.code());
        assertTrue(said.err().contains("expected a folder, found nothing"), said.err());
        assertEquals(0, export().code());
        said = take();
        assertEquals(1, said.code());
        assertTrue(said.err().contains("the hub has not answered yet"), said.err());
        Files.write(bundle().resolve(Names.ANSWER), new byte[] {1, 2, 3});
        said = take();
        assertEquals(1, said.code());
        assertTrue(said.err().contains("answer.fpb: sign1"), said.err());
        said =
                run(
                        "bundle",
                        "export",
                        "--to",
                        folder.resolve("no-stick").toString(),
                        "--config",
                        folder.resolve("edge.toml").toString());
        assertEquals(1, said.code());
        assertTrue(said.err().contains("is the stick mounted?"), said.err());
    }
}
