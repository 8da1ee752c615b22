package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Which announcements on the LAN are believed.
class HearingTest {
    private static final long NOW = System.currentTimeMillis();

    private final NodeCa ca = new NodeCa();
    private final NodeCa.Issued second = ca.lane("tikhaya-2", "tikhaya");
    private final List<X509CRL> revoked = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<Neighbours.Peer> moved = new ArrayList<>();
    private final Neighbours neighbours =
            new Neighbours(
                    "tikhaya",
                    "tikhaya-1",
                    1,
                    new Neighbours.Address("10.0.0.1", 5702),
                    5701,
                    Neighbours.NETWORK,
                    List.of(peer("tikhaya-2", 2, "10.0.0.2")));
    private final Hearing hearing =
            new Hearing(
                    neighbours,
                    new Admission(
                                    ca.certificate(),
                                    "tikhaya",
                                    node -> neighbours.peer(node).isPresent(),
                                    new Revocations(ca.certificate(), () -> revoked),
                                    System::currentTimeMillis)
                            .ofThePost(),
                    moved::add,
                    said::add);

    /// A second of its own for each datagram, so that no share is used up.
    private long uptime;

    private static Neighbours.Peer peer(String node, int lane, String host) {
        return new Neighbours.Peer(node, lane, new Neighbours.Address(host, 5702));
    }

    private static byte[] says(NodeCa.Issued who, int lane, String host, long millis) {
        return new Announcement(lane, new Neighbours.Address(host, 5702), millis)
                .sign(who.key(), who.certificate());
    }

    private boolean hear(byte[] datagram, String from) throws UnknownHostException {
        uptime += 1_000;
        return hearing.on(datagram, InetAddress.getByName(from), NOW, uptime);
    }

    private void refused(String why, byte[] datagram, String from) throws UnknownHostException {
        List<Neighbours.Peer> before = neighbours.peers();
        assertFalse(hear(datagram, from), why);
        assertTrue(said.getLast().contains(why), () -> "expected " + why + ", found " + said);
        assertEquals(before, neighbours.peers());
    }

    @Test
    void aLaneThatHasMovedIsFoundAgain() throws Exception {
        assertFalse(hear(says(second, 2, "10.0.0.2", NOW), "10.0.0.2"), "where it was");
        assertTrue(hear(says(second, 2, "10.0.0.77", NOW + 1), "10.0.0.77"));
        assertEquals(List.of(peer("tikhaya-2", 2, "10.0.0.77")), moved);
        assertEquals(moved, neighbours.peers());
        assertEquals("10.0.0.77", neighbours.address(moved.getFirst(), 0).host());
        assertEquals(
                "10.0.0.2",
                neighbours.address(moved.getFirst(), 1).host(),
                "and when nobody answers there, where the configuration says");
    }

    @Test
    void aLaneThatIsNotConfiguredComesInByItsCertificateOfThisPost() throws Exception {
        List<Neighbours.Peer> each = new ArrayList<>();
        neighbours.each(each::add);
        assertTrue(hear(says(ca.lane("tikhaya-3", "tikhaya"), 3, "10.0.0.3", NOW), "10.0.0.3"));
        assertEquals(2, neighbours.peers().size());
        assertEquals(neighbours.peers(), each);
        assertEquals(List.of("found tikhaya-3, lane 3, at 10.0.0.3 port 5702"), said);
    }

    @Test
    void whoeverHasNoGoodCertificateIsNotBelieved() throws Exception {
        refused("another post", says(ca.lane("kuma-1", "kuma"), 3, "10.0.0.3", NOW), "10.0.0.3");
        refused(
                "not issued",
                says(new NodeCa().lane("tikhaya-2", "tikhaya"), 2, "10.0.0.9", NOW),
                "10.0.0.9");
        refused(
                "expired",
                says(ca.expiring("tikhaya-2", "tikhaya", -1), 2, "10.0.0.9", NOW),
                "10.0.0.9");
        refused("not of a node", says(ca.hub(), 2, "10.0.0.9", NOW), "10.0.0.9");
        revoked.add(ca.revoking(second.certificate()));
        refused("revoked", says(second, 2, "10.0.0.9", NOW), "10.0.0.9");
    }

    @Test
    void whatTheKeyHasNotSignedIsNotBelieved() throws Exception {
        NodeCa.Issued other = ca.lane("tikhaya-3", "tikhaya");
        refused(
                "not signed",
                new Announcement(2, new Neighbours.Address("10.0.0.9", 5702), NOW)
                        .sign(other.key(), second.certificate()),
                "10.0.0.9");
        byte[] good = says(second, 2, "10.0.0.9", NOW);
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(hear(bad, "10.0.0.9"), "a bit was turned");
            assertFalse(hear(Arrays.copyOf(good, random.nextInt(good.length)), "10.0.0.9"));
            byte[] noise = new byte[random.nextInt(1_300)];
            random.nextBytes(noise);
            assertFalse(hear(noise, "10.0.0.9"));
        }
        assertFalse(hear(Arrays.copyOf(good, good.length + 1), "10.0.0.9"), "a byte more");
        assertTrue(hear(good, "10.0.0.9"), "and the good one is believed");
    }

    @Test
    void aRecordedAnnouncementIsWorthNothingLater() throws Exception {
        byte[] before = says(second, 2, "10.0.0.66", NOW);
        assertTrue(hear(before, "10.0.0.66"));
        assertTrue(hear(says(second, 2, "10.0.0.77", NOW + 1), "10.0.0.77"));
        assertFalse(hear(before, "10.0.0.66"));
        assertEquals("10.0.0.77", neighbours.peers().getFirst().address().host());
        refused(
                "clocks",
                says(second, 2, "10.0.0.66", NOW - Hearing.WINDOW_MILLIS - 1),
                "10.0.0.66");
        refused(
                "clocks",
                says(second, 2, "10.0.0.66", NOW + Hearing.WINDOW_MILLIS + 1),
                "10.0.0.66");
    }

    @Test
    void nobodyIsSentToAnothersAddressOrTakesAnothersNumber() throws Exception {
        refused("another address", says(second, 2, "10.0.0.66", NOW), "10.0.0.2");
        NodeCa.Issued third = ca.lane("tikhaya-3", "tikhaya");
        refused("as another one does", says(third, 2, "10.0.0.3", NOW), "10.0.0.3");
        refused("as another one does", says(third, 1, "10.0.0.3", NOW), "10.0.0.3");
        refused("as another one does", says(second, 5, "10.0.0.2", NOW), "10.0.0.2");
        assertFalse(
                hear(says(ca.lane("tikhaya-1", "tikhaya"), 9, "10.0.0.1", NOW), "10.0.0.1"),
                "its own");
        for (int lane = 3; lane <= 8; lane++) {
            assertTrue(
                    hear(
                            says(
                                    ca.lane("tikhaya-" + lane, "tikhaya"),
                                    lane,
                                    "10.0.0." + lane,
                                    NOW),
                            "10.0.0." + lane));
        }
        refused(
                "7 other lanes",
                says(ca.lane("tikhaya-9", "tikhaya"), 9, "10.0.0.9", NOW),
                "10.0.0.9");
    }

    @Test
    void aFloodUsesUpItsOwnShareAndNotThatOfAKnownLane() throws Exception {
        byte[] noise = new byte[64];
        for (int i = 0; i < 10_000; i++) {
            hearing.on(noise, InetAddress.getByName("10.9." + i / 250 + "." + i % 250), NOW, 1);
            hearing.on(noise, InetAddress.getByName("10.8.0.1"), NOW, 1);
        }
        assertTrue(said.size() <= 8, said.size() + " of 20,000 were looked at");
        assertFalse(
                hearing.on(
                        says(ca.lane("tikhaya-3", "tikhaya"), 3, "10.0.0.3", NOW),
                        InetAddress.getByName("10.0.0.3"),
                        NOW,
                        1),
                "a new lane has to wait for a quieter second");
        int known = neighbours.peers().size();
        hearing.on(says(second, 2, "10.0.0.2", NOW + 1), InetAddress.getByName("10.0.0.2"), NOW, 1);
        assertFalse(
                hearing.on(
                        says(second, 2, "10.0.0.2", NOW + 1),
                        InetAddress.getByName("10.0.0.2"),
                        NOW,
                        1));
        assertEquals(known, neighbours.peers().size());
        assertTrue(
                hearing.on(
                        says(ca.lane("tikhaya-3", "tikhaya"), 3, "10.0.0.3", NOW),
                        InetAddress.getByName("10.0.0.3"),
                        NOW,
                        2_000));
    }
}
