package org.forpost.hub.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import org.forpost.protocol.journal.Head;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// One post of real programs, one day in its life: the LAN splits and heals, boxes die and come
/// late, one of them has been stolen. After each test the post is whole again, and the hub has
/// everything that any lane has acknowledged so far, once.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostOnLanIT {
    @TempDir static Path folder;
    private static PostOnLan post;
    private static Lane first;
    private static Lane second;
    private static Lane third;

    /// A box that was stolen before it ever worked, with its keys in it.
    private static Lane fourth;

    @BeforeAll
    static void open() throws Exception {
        String whyNot = Lan.whyNot();
        assumeTrue(whyNot.isEmpty(), whyNot);
        post = new PostOnLan(folder);
        first = post.build();
        second = post.build();
        third = post.build();
        fourth = post.build();
        post.hub.begin();
        first.configure(List.of(second, fourth));
        second.configure(List.of(first, fourth));
        // The third is in nobody's configuration, and names nobody: it announces itself.
        third.configure(List.of());
        first.begin();
        second.begin();
        post.hub.awaitUp();
        for (Lane lane : List.of(first, second)) {
            lane.awaitUp();
            lane.logIn();
        }
    }

    @AfterAll
    static void close() {
        if (post != null) {
            post.close();
        }
    }

    private static void awaitCluster(Lane... lanes) throws Exception {
        Set<Integer> numbers = new TreeSet<>();
        for (Lane lane : lanes) {
            numbers.add(lane.machine.number());
        }
        for (Lane lane : lanes) {
            lane.await("in one cluster: " + numbers, () -> lane.cluster().equals(numbers));
            Set<Integer> others = new TreeSet<>(numbers);
            others.remove(lane.machine.number());
            lane.await("streams to " + others, () -> lane.connected().containsAll(others));
        }
    }

    private static void crossAtEach(Lane... lanes) throws Exception {
        for (Lane lane : lanes) {
            lane.cross();
        }
    }

    private static void awaitHeld(int peers, Lane... lanes) throws Exception {
        for (Lane lane : lanes) {
            lane.await("held by " + peers, () -> lane.isHeldBy(peers));
        }
    }

    @Test
    @Order(1)
    void aLaneThatComesLateIsFoundByItsAnnouncementAndHoldsWhatTheOthersRecord() throws Exception {
        awaitCluster(first, second);
        crossAtEach(first, second);
        awaitHeld(1, first, second);
        third.start();
        third.logIn();
        awaitCluster(first, second, third);
        crossAtEach(first, second, third);
        awaitHeld(2, first, second, third);
        post.awaitAllCountedOnce();
    }

    @Test
    @Order(2)
    void aLanThatSplitsAndHealsLosesNothingAndCountsNothingTwice() throws Exception {
        post.lan.split(third.machine);
        crossAtEach(first, second, third);
        third.await("is alone", () -> third.cluster().equals(Set.of(3)));
        first.await("misses lane 3", () -> first.cluster().equals(Set.of(1, 2)));
        crossAtEach(first, second, third);
        // Each part has a way to the hub and uses it.
        post.awaitAllCountedOnce();
        post.lan.heal(third.machine);
        awaitCluster(first, second, third);
        crossAtEach(first, second, third);
        awaitHeld(2, first, second, third);
        post.awaitAllCountedOnce();
    }

    @Test
    @Order(3)
    void aPeerThatIsKilledInTheMiddleOfACustodyTransferHoldsAllOfItInTheEnd() throws Exception {
        AtomicBoolean on = new AtomicBoolean(true);
        Thread officer =
                Thread.ofPlatform()
                        .start(() -> {
                            while (on.get()) {
                                try {
                                    first.cross();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        });
        int before = post.acknowledged.size();
        first.await("records flow", () -> post.acknowledged.size() > before + 5);
        second.kill();
        first.await("they still do", () -> post.acknowledged.size() > before + 15);
        second.start();
        on.set(false);
        officer.join();
        second.logIn();
        awaitCluster(first, second, third);
        awaitHeld(2, first);
        post.awaitAllCountedOnce();
    }

    @Test
    @Order(6)
    void aStolenBoxFloodsForgesAndReplaysAndTheOthersWorkOn() throws Exception {
        HostileLane thief = new HostileLane(fourth.machine, fourth.folder.resolve("identity"));
        List<Socket> silent = new ArrayList<>();
        try {
            assertTrue(thief.isLetIn(first), "its certificate is valid");
            // Of what it has seen on a peer's disk it makes the most.
            List<Path> seen = HostileLane.envelopes(second.folder.resolve("data"));
            assertFalse(seen.isEmpty());
            byte[] theirs = Files.readAllBytes(seen.getFirst());
            for (byte[] word :
                    List.of(
                            Words.keep(theirs),
                            Words.keep(Words.altered(theirs, theirs.length / 2)),
                            Words.noise(1_000),
                            Words.keep(Words.noise(5_000)),
                            new byte[0x400])) {
                try (HostileLane.Line line = thief.dial(first, HostileLane.CUSTODY)) {
                    line.say(Words.greeting(thief.stolen));
                    line.say(word);
                    assertTrue(line.isEnded(), "whoever says that is not listened to any more");
                }
            }
            try (HostileLane.Line line = thief.dial(first, HostileLane.CUSTODY)) {
                line.raw(new byte[] {0x7f, -1, -1, -1});
                assertTrue(line.isEnded(), "a frame of two gigabytes");
            }
            // Another's records are let go by the hub's own word only.
            String its = seen.getFirst().toString().replaceFirst(".*/([0-9a-f]{32})/.*", "$1");
            byte[] incarnation = HexFormat.of().parseHex(its);
            int copies = seen.size();
            try (HostileLane.Line line = thief.dial(second, HostileLane.CUSTODY)) {
                line.say(Words.greeting(thief.stolen));
                line.hear();
                line.say(Words.word(Words.forgedReceipt(thief.stolen, first.node(), incarnation)));
                // Its own made-up records are kept, in its own share: they cost nobody else's.
                Head head = Head.START;
                line.say(Words.keep(Words.madeUp(thief.stolen, head, 10_000)));
                assertEquals(Words.HELD, Words.kind(line.hear()));
                // Again a thousand times: one file.
                byte[] same = Words.keep(Words.madeUp(thief.stolen, head, 10_000));
                for (int i = 0; i < 1_000; i++) {
                    line.say(same);
                }
                for (int i = 0; i < 1_000; i++) {
                    assertEquals(Words.HELD, Words.kind(line.hear()));
                }
            }
            List<Path> now = HostileLane.envelopes(second.folder.resolve("data"));
            assertTrue(now.size() >= copies, "a forged receipt lets nothing go");
            assertEquals(
                    2, now.stream().filter(one -> one.toString().contains("/tikhaya-4/")).count());
            // Into the cluster it may speak, and says what no member says.
            for (int i = 0; i < 3; i++) {
                try (HostileLane.Line line = thief.dial(first, HostileLane.MEMBER)) {
                    line.raw(Words.noise(4_000));
                }
            }
            // And all the while it holds doors open and says nothing.
            Inside.of(
                    thief.machine,
                    () -> {
                        for (int i = 0; i < 200; i++) {
                            Socket one = new Socket();
                            one.connect(new InetSocketAddress(first.machine.lan(), 5702), 5_000);
                            silent.add(one);
                        }
                        return 0;
                    });
            crossAtEach(first, second, third);
            awaitHeld(2, first, second, third);
            awaitCluster(first, second, third);
        } finally {
            for (Socket one : silent) {
                one.close();
            }
        }
        post.awaitAllCountedOnce();
    }

    @Test
    @Order(7)
    void aStolenBoxOffersAnothersRecordsAlteredAndForgedAndNoneOfThemCounts() throws Exception {
        HostileLane thief = new HostileLane(fourth.machine, fourth.folder.resolve("identity"));
        List<Path> seen = HostileLane.envelopes(second.folder.resolve("data"));
        Path victims =
                seen.stream()
                        .filter(one -> one.toString().contains("/" + third.node() + "/"))
                        .findFirst()
                        .orElseThrow();
        String its = victims.toString().replaceFirst(".*/([0-9a-f]{32})/.*", "$1");
        byte[] theirs = Files.readAllBytes(victims);
        AtomicInteger asked = new AtomicInteger();
        Set<String> before = post.hub.records().keySet();
        try (SSLServerSocket door = thief.listen(HostileLane.CARRIAGE)) {
            var _ =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                while (!door.isClosed()) {
                                    try (HostileLane.Line line = HostileLane.taken(door)) {
                                        lie(thief, line, its, theirs, asked);
                                    } catch (Exception e) {
                                        // Whoever dials for something else, or hangs up.
                                    }
                                }
                            });
            first.await("somebody asks the thief", () -> asked.get() > 0);
            crossAtEach(first, second, third);
            post.awaitAllCountedOnce();
        }
        // Nothing came that no honest lane had recorded.
        for (var one : post.hub.records().entrySet()) {
            if (!before.contains(one.getKey()) && one.getValue().kind().equals("crossing")) {
                assertTrue(post.acknowledged.containsKey(one.getKey()), one.toString());
            }
        }
    }

    @Test
    @Order(8)
    void revocationByReleaseEndsAStolenCertificate() throws Exception {
        HostileLane thief = new HostileLane(fourth.machine, fourth.folder.resolve("identity"));
        // Whoever flooded a door waits a few seconds before it.
        first.await("the flood of the test before is over", () -> thief.isLetIn(first));
        try (HostileLane.Line line = thief.dial(first, HostileLane.CUSTODY)) {
            line.say(Words.greeting(thief.stolen));
            line.hear();
            second.await("until then it is a lane", () -> thief.isLetIn(second));
            PostOnLan.hub("revoke", fourth.node(), "--dir", post.hubFolder());
            first.await("the connection that it had is ended", () -> !line.isAlive());
        }
        for (Lane lane : List.of(first, second)) {
            lane.await("it is let in no more", () -> !thief.isLetIn(lane));
        }
        // It reaches a lane without an uplink as any release does.
        awaitCluster(first, second, third);
        crossAtEach(first, second, third);
        awaitHeld(2, first, second, third);
        post.awaitAllCountedOnce();
    }

    /// Says of the third lane's journal that there is more of it here, and makes it up.
    private static void lie(
            HostileLane thief,
            HostileLane.Line line,
            String incarnation,
            byte[] theirs,
            AtomicInteger asked)
            throws Exception {
        byte[] journal = HexFormat.of().parseHex(incarnation);
        while (true) {
            byte[] frame = line.hear();
            switch (Words.kind(frame)) {
                case 1 -> line.say(Words.have(third.node(), journal, 1_000_000));
                case 4 -> {
                    Words.Wanted wanted = Words.Wanted.of(frame);
                    line.say(
                            Words.load(
                                    asked.getAndIncrement() % 2 == 0
                                            ? Words.forged(thief.stolen, wanted)
                                            : Words.altered(theirs, theirs.length - 3)));
                }
                default -> {
                    // Receipts, which it may well read.
                }
            }
        }
    }

    @Test
    @Order(4)
    void aLaneWithYesterdaysReleaseGetsTodaysFromItsPeers() throws Exception {
        third.stop();
        long yesterday = first.watchlist();
        post.publishWatchlist();
        for (Lane lane : List.of(first, second)) {
            lane.await("has today's release", () -> lane.watchlist() == yesterday + 1);
        }
        post.lan.cutUplink(third.machine);
        third.start();
        third.await("has it from a peer", () -> third.watchlist() == yesterday + 1);
        third.logIn();
        awaitCluster(first, second, third);
        crossAtEach(third);
        post.awaitAllCountedOnce();
        post.lan.healUplink(third.machine);
    }

    /// A machine of the LAN whose certificate is of another post, or which has none.
    @Test
    @Order(5)
    void aStrangerCanNeitherJoinNorReadNorStall() throws Exception {
        PostOnLan.hub(
                "enrol",
                "--dir",
                post.hubFolder(),
                "--node",
                "kuma-1",
                "--post",
                "kuma",
                "--out",
                folder.resolve("kuma-1").toString());
        HostileLane stranger = new HostileLane(fourth.machine, folder.resolve("kuma-1"));
        AtomicBoolean on = new AtomicBoolean(true);
        Thread flood =
                Thread.ofPlatform()
                        .start(() -> {
                            while (on.get()) {
                                try {
                                    assertFalse(stranger.isLetIn(first));
                                } catch (Exception e) {
                                    // The door was full.
                                }
                            }
                        });
        try {
            crossAtEach(first, second, third);
            awaitHeld(2, first, second, third);
            awaitCluster(first, second, third);
            assertFalse(isListening(fourth.machine, first.machine.lan(), 5701), "the member");
            assertFalse(isListening(fourth.machine, first.machine.lan(), 8081), "the page");
            assertTrue(isListening(fourth.machine, first.machine.lan(), 5702), "the tunnel");
        } finally {
            on.set(false);
            flood.join();
        }
        post.awaitAllCountedOnce();
    }

    private static boolean isListening(Lan.Machine from, String host, int port) throws Exception {
        return Inside.of(
                from,
                () -> {
                    try (Socket one = new Socket()) {
                        one.connect(new InetSocketAddress(host, port), 2_000);
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                });
    }
}
