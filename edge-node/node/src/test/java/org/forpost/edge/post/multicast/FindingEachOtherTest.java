package org.forpost.edge.post.multicast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.forpost.edge.post.Admission;
import org.forpost.edge.post.Hearing;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.NodeCa;
import org.forpost.edge.post.Revocations;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.TwoLanes;
import org.forpost.edge.post.hazelcast.PostCluster;
import org.forpost.edge.post.tunnel.Tunnel;
import org.junit.jupiter.api.Test;

/// Lanes that no configuration names to each other, with real datagrams and real members.
class FindingEachOtherTest {
    private final TwoLanes post = new TwoLanes();
    private final Neighbours.Address group = new Neighbours.Address("239.255.77.1", freePort());

    /// One lane with a tunnel and an announcer.
    private final class Announced implements AutoCloseable {
        final Neighbours neighbours;
        final List<String> said = new CopyOnWriteArrayList<>();
        final List<String> opened = new CopyOnWriteArrayList<>();
        private final Tunnel tunnel;
        private final Announcer announcer;

        Announced(int lane) throws Exception {
            neighbours = post.alone(lane);
            NodeCa.Issued own = lane == 1 ? post.first : post.second;
            Admission admission =
                    new Admission(
                            post.ca.certificate(),
                            TwoLanes.POST,
                            node -> neighbours.peer(node).isPresent(),
                            new Revocations(post.ca.certificate(), () -> post.revoked),
                            System::currentTimeMillis);
            Told told = new Told(opened);
            tunnel =
                    Tunnel.open(
                            neighbours,
                            own.key(),
                            own.certificate(),
                            admission,
                            Map.of(Streams.Topic.CUSTODY, told),
                            said::add);
            neighbours.each(peer -> tunnel.keep(peer, Streams.Topic.CUSTODY, told));
            announcer =
                    Announcer.open(
                            neighbours,
                            own.key(),
                            own.certificate(),
                            new Hearing(
                                    neighbours, admission.ofThePost(), tunnel::moved, said::add),
                            group);
        }

        @Override
        public void close() {
            announcer.close();
            tunnel.close();
        }
    }

    @Test
    void twoLanesThatOnlyAnnounceThemselvesAreOneCluster() throws Exception {
        try (Announced first = new Announced(1);
                PostCluster one = PostCluster.join(first.neighbours)) {
            assertEquals(Set.of(1), one.lanes(), "alone, and working");
            try (Announced second = new Announced(2);
                    PostCluster two = PostCluster.join(second.neighbours)) {
                TwoLanes.await(
                        "both are in one cluster",
                        () ->
                                one.lanes().equals(new TreeSet<>(List.of(1, 2)))
                                        && two.lanes().equals(one.lanes()));
                TwoLanes.await(
                        "streams go both ways",
                        () ->
                                first.opened.contains("tikhaya-2")
                                        && second.opened.contains("tikhaya-1"));
                assertTrue(
                        first.said.stream().anyMatch(line -> line.startsWith("found tikhaya-2")),
                        first.said.toString());
            }
        }
    }

    @Test
    void noiseOnTheGroupIsHeardByNobody() throws Exception {
        try (Announced first = new Announced(1);
                DatagramSocket stranger = new DatagramSocket()) {
            stranger.setOption(
                    java.net.StandardSocketOptions.IP_MULTICAST_IF,
                    java.net.NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()));
            byte[] noise = new byte[2_000];
            for (int i = 0; i < 2_000; i++) {
                stranger.send(
                        new DatagramPacket(
                                noise,
                                1 + i % noise.length,
                                InetAddress.getByName(group.host()),
                                group.port()));
            }
            assertTrue(first.neighbours.peers().isEmpty());
            try (Announced second = new Announced(2)) {
                TwoLanes.await(
                        "a lane is found all the same",
                        () -> second.neighbours.peer("tikhaya-1").isPresent());
                TwoLanes.await("and finds", () -> first.neighbours.peer("tikhaya-2").isPresent());
            }
            assertFalse(first.said.isEmpty());
        }
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Told(List<String> opened) implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {
            opened.add(stream.peer());
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {}

        @Override
        public void closed(Streams.Stream stream) {}
    }
}
